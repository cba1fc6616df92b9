"""Documents that hold one article each, as it was laid out to be printed or written to be read: PDF and Word."""
