"""Charts on a page: their frame, and the ones that pages share."""
