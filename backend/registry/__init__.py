"""The real-name register of recognised persons (第三条第一款)."""
