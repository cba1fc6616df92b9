"""Articles -> a searchable index."""
