"""The command line: policy questions, data work, and how figures are printed."""
