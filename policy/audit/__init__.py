"""A sample of contracts judged by hand, and what it says about the whole."""
