"""What every slice stands on: the unit of work, the clock, the vault, the audit, messages in and out."""
