"""The messengers: each an aiogram session, so that handlers never know which one they serve."""
