"""What was told for the last recognition, offered for the new form: one tap confirms it (XY-42)."""

from typing import Any, Final

from backend.applications.asks import Ask
from backend.applications.dossier import TICKS, Dossier

EARLIER: Final = "earlier."
"""Beside the form: what stood in the form of the last recognition."""
EARLIER_FILES: Final = "earlier_files."
SAME: Final = ("same", "和上次一样", "一样", "没变", "不变")
NOT_OFFERED: Final = ("multi", "photo", "id_number")


def earlier(dossier: Dossier, ask: Ask) -> Any:
    """What was told then, where it still answers the question; else None."""
    value = dossier.form.get(EARLIER, {}).get(ask.id)
    if value is None or ask.input in NOT_OFFERED:
        return None
    return value if not ask.options or value in {option.value for option in ask.options} else None


def is_same(text: str) -> bool:
    return text.strip(" 。.") in SAME


def beside_the_form() -> tuple[str, ...]:
    """What is kept of the earlier recognition only while the new form is being filled in."""
    return (EARLIER, EARLIER_FILES, TICKS)
