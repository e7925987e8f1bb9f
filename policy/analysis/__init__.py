"""How the answer moves: thresholds, one step of each setting, scenarios compared, what is not known."""
