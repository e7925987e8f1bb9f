"""From award notices to the contracts table: rows, duplicates, amendments, files."""
