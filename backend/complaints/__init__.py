"""Complaints, reports and opinions that citizens write in the chat; they become tickets like any call (第七条第（三）项)."""
