"""Offices and officers: who works where, and how they sign in."""
