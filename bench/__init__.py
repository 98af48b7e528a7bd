"""Measurements anyone can repeat with one command each."""
