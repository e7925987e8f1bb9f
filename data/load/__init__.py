"""Data sets as the program uses them: the register, built tables, a reader's own file."""
