"""What rows of a register of a reader's own say beside each other: which are contracts, and which repeat another."""
