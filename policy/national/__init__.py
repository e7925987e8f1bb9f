"""Published national spending beside the contracts: how big the whole is of what a policy catches."""
