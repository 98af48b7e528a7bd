"""The wall between bot and backend: frozen shapes, nothing else.

Both sides import these models: the backend as response models, the bot as return types.
This package imports Pydantic only.
"""
