"""A register of a reader's own: which column holds which fact, what its rows tell, and what was said of it."""
