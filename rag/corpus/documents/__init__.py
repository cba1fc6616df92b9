"""Documents as they were laid out to be printed or written to be read, books and subtitles: mostly one article each."""
