"""Which column of a register gives which fact: by its name, then put right by its cells."""
