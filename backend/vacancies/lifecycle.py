"""The life of a post as a table. What is over by its date is not on offer, whatever stands here (see ``queries``)."""

from typing import Literal

from backend.core.lifecycle import Move, allowed_in, target_in
from backend.core.sentences import N_

State = Literal["draft", "declared", "open", "filled", "expired", "closed"]
Action = Literal["publish", "declare", "approve", "send_back", "fill", "free", "expire", "extend", "close"]
Kind = Literal["ordinary", "public_welfare", "rural_public", "community"]

STATES: dict[State, str] = {
    "draft": N_("草稿"),
    "declared": N_("待审核"),
    "open": N_("招聘中"),
    "filled": N_("已招满"),
    "expired": N_("已过期"),
    "closed": N_("已关闭"),
}
KINDS: dict[Kind, str] = {
    "ordinary": N_("一般岗位"),
    "public_welfare": N_("公益性岗位"),
    "rural_public": N_("乡村公益性岗位"),
    "community": N_("社区就业岗位"),
}
REVIEWED: tuple[Kind, ...] = ("public_welfare", "rural_public", "community")
"""Kinds that are declared and reviewed by another person before they open (穗人社发〔2014〕4号第十条)."""
LIVING: tuple[State, ...] = ("draft", "declared", "open", "filled", "expired")
"""States in which a post can still be changed."""


MOVES: tuple[Move[Action, State], ...] = (
    Move("publish", "draft", "open"),
    Move("declare", "draft", "declared"),
    Move("approve", "declared", "open"),
    Move("send_back", "declared", "draft"),
    Move("fill", "open", "filled"),
    Move("free", "filled", "open"),
    Move("expire", "open", "expired"),
    Move("expire", "filled", "expired"),
    Move("extend", "open", "open"),
    Move("extend", "filled", "filled"),
    Move("extend", "expired", "open"),
    Move("close", "draft", "closed"),
    Move("close", "declared", "closed"),
    Move("close", "open", "closed"),
    Move("close", "filled", "closed"),
    Move("close", "expired", "closed"),
)


def target_of(state: str, action: Action) -> State:
    """Where ``action`` leads. Raises 409 ``vacancy.illegal_move`` with the state it was tried from."""
    return target_in(MOVES, "vacancy.illegal_move", state, action)


def allowed(state: str) -> tuple[Action, ...]:
    """What may be done from ``state``."""
    return allowed_in(MOVES, state)
