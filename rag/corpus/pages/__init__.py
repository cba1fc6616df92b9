"""HTML pages -> articles: the main text as a reader of the page sees it, and what the page says of itself."""
