"""Words of officers that go on record or to a citizen: there, not too long, and without an ID number."""

import re

from backend.core.problems import Problem

ID_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")


def worded(text: str, code: str, longest: int = 500, **params: str) -> str:
    """What an officer wrote for the citizen or the file; raises ``code`` (422) when nothing is there.

    Also ``review.text_too_long`` (longest) and ``review.id_number_in_text``: letters go through messengers.
    """
    text = text.strip()
    if not text:
        raise Problem(code, 422, **params)
    if len(text) > longest:
        raise Problem("review.text_too_long", 422, longest=longest)
    if ID_NUMBER.search(text):
        raise Problem("review.id_number_in_text", 422)
    return text
