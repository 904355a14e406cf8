"""A wiki of one page."""
