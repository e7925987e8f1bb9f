"""The HTTP interface: the figures of the dashboard by the parameters of its links, as JSON and CSV."""
