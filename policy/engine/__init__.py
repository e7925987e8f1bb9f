"""The engine: ask every rule of every contract, decide, and sum what comes back."""
