"""The embedded register: its rows, each correction with its source, what a value covers, companies behind suppliers."""
