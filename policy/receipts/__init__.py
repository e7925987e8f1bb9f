"""What becomes of a figure that was printed: whether it still stands, what moved it, and which errata touch it."""
