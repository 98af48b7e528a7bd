"""Finding people whom a policy may help, in a list an office was given: they are invited, never recognised (第六条)."""
