"""Files that hold many articles each: records of JSONL and CSV."""
