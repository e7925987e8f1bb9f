"""A reader's own file on the data page: given, matched column by column, mended cell by cell."""
