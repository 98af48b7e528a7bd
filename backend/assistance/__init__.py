"""What is done for recognised persons: services, visits, plans, months of subsidy, tickets (第四条至第六条)."""
