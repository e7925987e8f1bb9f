"""One cell of a register as people write it: money, dates, lengths of time, suppliers, words to choose from."""
