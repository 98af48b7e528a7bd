"""Numbers that must not stay readable in the log of a chat: whoever opens the browser next reads it too."""

import re
from typing import Final

SHOWN: Final = 6
"""As many as the bot's own replies show: the county."""
ID_NUMBER: Final = re.compile(
    r"(?<!\d)(?:\d(?:[ -]?\d){16}[ -]?[\dXxＸｘ]|\d{14,}[\dXxＸｘ])(?!\d)"
)
"""18 signs, grouped as people write them, or an unbroken row from 15 on: the old numbers, those of certificates that
hold an ID number, and those with a sign too few or too many."""


def masked(text: str) -> str:
    """The text with every such number down to its first signs: 360502****."""
    return ID_NUMBER.sub(lambda found: f"{found[0][:SHOWN]}****", text)
