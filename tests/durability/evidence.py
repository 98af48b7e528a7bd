"""What the database says once the product is dead: read, never written."""

from collections import Counter
from collections.abc import Callable
from functools import cached_property
from typing import TypeVar

from sqlalchemy import select

from backend.app import open_work
from backend.core.idempotency import StoredAnswer
from backend.core.inbox import ChatState, InboxRow
from backend.core.settings import Settings
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Work
from backend.people.models import Account
from backend.policies.answers import Given, read_answers
from backend.policies.models import Screening
from backend.policies.spoken import pack_of
from backend.rules import next_question
from tests.durability.product import Product
from tests.durability.walkers import Walker

R = TypeVar("R")


class Evidence:
    """Looks at the data of a dead product."""

    def __init__(self, product: Product) -> None:
        self.product = product

    @cached_property
    def work(self) -> Work:
        return open_work(
            Settings(data=self.product.folder, database=self.product.env.get("BANGBAN_DATABASE", ""))
        )

    def look(self, at: Callable[[Unit], R]) -> R:
        try:
            return self.work.read_now(SYSTEM, at)
        finally:
            self.work.engine.dispose()

    def inbox(self) -> str:
        """What became of the updates, in a line."""
        rows = self.look(lambda unit: unit.session.scalars(select(InboxRow)).all())
        return str(Counter((row.state, row.attempt) for row in rows))

    def every_update_is_handled_once(self, expected: int) -> None:
        """As many rows as updates were sent, all done, none in error; no command of theirs took effect twice."""
        rows = self.look(lambda unit: unit.session.scalars(select(InboxRow)).all())
        states = Counter(row.state for row in rows)
        assert states == {"done": expected}
        assert [row.error for row in rows if row.error] == []
        assert len({(row.channel, row.update_id) for row in rows}) == expected
        keys = self.look(lambda unit: unit.session.scalars(select(StoredAnswer.key)).all())
        assert {key.split(":")[1] for key in keys} <= {str(row.update_id) for row in rows}
        assert {key.split(":")[2] for key in keys} == {"0"}, "no update of a walker gives two commands"

    def answers_are_as_said(self, walker: Walker) -> None:
        """One self-check, each answer once and in the order it was said; what is asked now comes next."""
        self.look(lambda unit: _compare(unit, walker))


def _compare(unit: Unit, walker: Walker) -> None:
    rows = unit.session.scalars(
        select(Screening)
        .join(Account, Account.id == Screening.account_id)
        .where(Account.chat_id == walker.chat_id)
    ).all()
    assert len(rows) == 1, f"{len(rows)} self-checks in chat {walker.chat_id}"
    pack = pack_of(unit, rows[0].pack)
    given = read_answers(unit, rows[0]).given
    said: Given = {
        fact: None if text is None else pack.vocabulary[fact].parse(text, unit.today)
        for fact, text in walker.said.items()
    }
    assert list(given.items()) == list(said.items())
    assert walker.asked == (next_question(pack, said, unit.today) or "")
    state = unit.session.get_one(ChatState, ("telegram", walker.chat_id)).state
    assert state["place"].get("name", "") == walker.asked
