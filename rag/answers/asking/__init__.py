"""What a question asks for. It knows words, days, and the names of papers and authors, and neither articles nor an
index."""
