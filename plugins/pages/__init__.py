"""Pages: the home page, and every text that is not one of the other types."""
