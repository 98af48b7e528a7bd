"""Days as the citizen writes them."""

from datetime import date, datetime

from backend.core.clock import day_in_china, spoken_day
from contract.base import DEFAULT_LANGUAGE


def day_words(language: str, moment: date | datetime | None) -> str:
    """2026年11月21日, or 2026-11-21 for those who read English; a moment is its day in China, None is empty."""
    if moment is None:
        return ""
    day = day_in_china(moment) if isinstance(moment, datetime) else moment
    return spoken_day(day) if language == DEFAULT_LANGUAGE else day.isoformat()
