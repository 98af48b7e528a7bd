"""The policies on disk: reading them, and their texts in other languages."""
