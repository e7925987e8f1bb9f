"""A scenario: a preset plus changes, and how it travels in links and files."""
