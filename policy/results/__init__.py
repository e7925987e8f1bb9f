"""What a decision comes to: totals, groups, sentences, receipts, and the account of one contract."""
