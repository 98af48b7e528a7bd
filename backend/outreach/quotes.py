"""What a broadcast quotes: up to three of the articles, procedures, activities and courses there are.

The words are made once, when the message is written, in every language, and kept with it: a new version of the policy
changes nothing in a message that was approved. Of something that takes place the hour is kept from which it is no news.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.outreach.quoting import APPLY, Quote, made
from contract.channel import NoticeButton
from locales import translator

TAKES_PLACE: Final = ("activity", "course")
MOST: Final = 3
"""More would be a newspaper."""
MARKS: Final = "①②③"
"""Say which button belongs to which of several."""

Stored = Sequence[Mapping[str, Any]]
"""The quotations of a broadcast as they are kept with it."""


def quoted(unit: Unit, abouts: Sequence[str]) -> list[dict[str, Any]]:
    """The quotations as they are kept, each once.

    Raises 422 ``broadcast.about_unknown`` (place, from 1), ``broadcast.about_too_many`` (most).
    """
    wanted = tuple(dict.fromkeys(filter(None, abouts)))
    if len(wanted) > MOST:
        raise Problem("broadcast.about_too_many", 422, most=MOST)
    found = []
    for about in wanted:
        quote = made(unit, about)
        if quote is None:
            raise Problem("broadcast.about_unknown", 422, place=abouts.index(about) + 1)
        found.append(quote.to_json())
    return found


def obstacle(unit: Unit, stored: Stored) -> str:
    """Why what was quoted may not go out any more: ``called_off``, ``over``, ``changed``; empty where all of it may.

    What a policy says stays quoted as it stood: only what takes place can be called off, moved, or over.
    """
    return next(filter(None, (_obstacle(unit, Quote.of(one)) for one in stored)), "")


def _obstacle(unit: Unit, quote: Quote) -> str:
    if quote.kind not in TAKES_PLACE:
        return ""
    if quote.over(unit.now):
        return "over"
    found = made(unit, quote.about)
    if found is None:
        return "called_off"
    return "" if found.texts == quote.texts else "changed"


def over(stored: Stored, now: datetime) -> bool:
    """Whether any of it has taken place."""
    return any(Quote.of(one).over(now) for one in stored)


def abouts(stored: Stored) -> tuple[str, ...]:
    """What is quoted, in its order."""
    return tuple(Quote.of(one).about for one in stored)


def quotable(unit: Unit, stored: Stored) -> tuple[str, ...]:
    """What of it can be quoted once more now."""
    found = ((about, made(unit, about)) for about in abouts(stored))
    return tuple(about for about, quote in found if quote is not None and not quote.over(unit.now))


def below(text: str, stored: Stored, language: str) -> str:
    """A text with its quotations below it; what they hold is no hole. Several are marked, as their buttons are."""
    told = (Quote.of(one).texts.get(language, "") for one in stored)
    return "\n\n".join(filter(None, (text, *(f"{mark}{one}" for mark, one in zip(_marks(stored), told, strict=True)))))


def buttons(stored: Stored, language: str) -> tuple[NoticeButton, ...]:
    """Where each leads: the whole article, the self-check, or the place to sign up."""
    return tuple(
        NoticeButton(label=f"{mark}{label}", action=action, argument=argument)
        for mark, one in zip(_marks(stored), stored, strict=True)
        for label, action, argument in _leads(Quote.of(one), language)
    )


def _marks(stored: Stored) -> Sequence[str]:
    return [f"{mark} " for mark in MARKS[: len(stored)]] if len(stored) > 1 else [""] * len(stored)


def _leads(quote: Quote, language: str) -> tuple[tuple[str, str, str], ...]:
    _ = translator("citizen", language)
    if quote.kind in TAKES_PLACE:
        return ((_("看一看，可以报名"), quote.kind, quote.argument),)
    if quote.about.endswith(f":{APPLY}"):
        return ((_("先做自测"), "check", ""),)
    return ((_("看原文"), "article", quote.article),) if quote.article else ()
