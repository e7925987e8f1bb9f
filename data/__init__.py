"""Facts about contracts: readers and normalisers; nothing here depends on a scenario."""
