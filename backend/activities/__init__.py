"""Fairs, policy talks, consultation on the spot, posts brought to a community: planned, signed up for, attended."""
