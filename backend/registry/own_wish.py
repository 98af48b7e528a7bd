"""What people themselves say about their exit: that they want to leave, or why they should not (第三条第一款第3目)."""

from typing import Final

from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.core.wording import worded
from backend.policies.spoken import pack_of
from backend.registry import exits
from backend.registry.exit_guards import Wish, ruled
from backend.registry.exit_papers import reply_of
from backend.registry.models import Entry
from backend.registry.standing import own_entry

TOLD_LONGEST: Final = 5000
"""Signs of all that one person writes to one exit: more is told by telephone or at the desk."""


def ask_to_leave(unit: Unit, pack_id: str, words: str) -> exits.Done:
    """The person asks to leave (XY-34). Nothing ends before an officer has confirmed it.

    Raises 404 ``register.not_found``; 409 ``register.illegal_move``, ``exit.form_needed`` where the policy wants it
    signed on paper (GZ-20), ``exit.not_provided``.
    """
    entry = own_entry(unit, pack_id)
    if entry is None:
        raise Problem("register.not_found", 404)
    ground, reason = _own_wish(unit, entry)
    words = words.strip()[:exits.REPLY_LONGEST]
    wish = Wish(ground, reason, unit.today, words or _said(), words or _said())
    return exits.put_forward(unit, entry, ruled(unit, entry, wish), "person")


def own_reply(unit: Unit, pack_id: str, words: str) -> None:
    """Keeps what the person says in the chat to a proposed exit, below what she has said before.

    Raises 404 ``register.not_found``; 409 ``exit.not_open`` where it is decided already or nothing is proposed,
    ``exit.reply_full``; 422 ``exit.own_reply_missing``, ``review.text_too_long`` (longest),
    ``review.id_number_in_text``.
    """
    entry = own_entry(unit, pack_id, lock=True)
    if entry is None:
        raise Problem("register.not_found", 404)
    if not may_reply(unit, entry):
        raise Problem("exit.not_open", 409)
    proposal = exits.open_proposal(unit, entry)
    words = worded(words, "exit.own_reply_missing", longest=exits.REPLY_LONGEST)
    if len(reply_of(unit, proposal)) + len(words) > TOLD_LONGEST:
        raise Problem("exit.reply_full", 409)
    exits.keep_answer(unit, entry, proposal, words)


def may_reply(unit: Unit, entry: Entry) -> bool:
    """Whether somebody decides about an exit she was told of: she may also take back a wish of her own by a word."""
    return entry.state == "leaving" and not exits.open_proposal(unit, entry).untold


def _own_wish(unit: Unit, entry: Entry) -> tuple[str, str]:
    """The ground and reason under which a person leaves by own wish. Raises ``exit.form_needed``."""
    for ground in pack_of(unit, entry.pack).exits:
        for reason in [one.id for one in ground.reasons] or [""]:
            terms = ground.terms(reason)
            if terms.wish and terms.signed:
                raise Problem("exit.form_needed", 409)
            if terms.wish:
                return ground.id, reason
    raise Problem("exit.not_provided", 409)


def _said() -> str:
    return "本人申请退出。"
