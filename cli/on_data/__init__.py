"""The work on data, a module for each command, which loads what it needs alone."""
