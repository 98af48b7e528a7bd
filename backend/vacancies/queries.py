"""What is on offer: the one place where state, date, places and who may see it first become a condition."""

from datetime import date

from sqlalchemy import ColumnElement, or_

from backend.vacancies.models import Vacancy


def on_offer(day: date) -> ColumnElement[bool]:
    """Open, not over on ``day``, and with a place left. By the date itself, so nothing waits for a nightly task."""
    return (
        (Vacancy.state == "open")
        & (Vacancy.published_on <= day)
        & (Vacancy.expires_on >= day)
        & (Vacancy.filled < Vacancy.quota)
    )


def visible_to(day: date, *, recognised: bool) -> ColumnElement[bool]:
    """Whom a post on offer is shown: recognised persons at once, everybody from ``everyone_from`` on (GZ-28)."""
    if recognised:
        return on_offer(day)
    return on_offer(day) & or_(Vacancy.everyone_from.is_(None), Vacancy.everyone_from <= day)
