"""CSV, workbooks and Parquet: known exports, and columns matched by name."""
