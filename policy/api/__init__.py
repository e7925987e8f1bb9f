"""The library: questions asked in a line each, answered in numbers of contracts and pounds."""
