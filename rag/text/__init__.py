"""What any text is, by language. Knows no article and no index."""
