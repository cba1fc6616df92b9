"""An index in a Milvus, which several machines read and one process at a time writes."""
