"""Charts as plain data: the figure for plotly, its sentences, and the same numbers as a table."""
