"""Pure functions: a shape of the contract becomes a screen. No network, no memory, no clock."""
