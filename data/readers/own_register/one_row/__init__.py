"""One row of a register of a reader's own: its days, amounts, parties and status under a mapping."""
