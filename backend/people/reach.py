"""Whether a chat can be written to: not once it has blocked us, again as soon as it is heard from."""

from typing import Final, cast

from sqlalchemy import Table, bindparam, update

from backend.core.inbox import ChatsSpoke
from backend.core.outbox import ChatClosed
from backend.core.unit import Unit
from backend.people.models import Account

ACCOUNTS: Final = cast(Table, Account.__table__)
# Made once and past the ORM: it is asked with every batch of handled updates, and nearly always changes nothing.
COMES_BACK: Final = (
    update(ACCOUNTS)
    .where(
        ACCOUNTS.c.channel == bindparam("of_channel"),
        ACCOUNTS.c.chat_id.in_(bindparam("of_chats", expanding=True)),
        ACCOUNTS.c.reachable.is_(False),
    )
    .values(reachable=True)
)


def close(unit: Unit, news: ChatClosed) -> None:
    """Nothing more goes there; letters of a case become a matter for the telephone."""
    mine = (ACCOUNTS.c.channel == news.channel) & (ACCOUNTS.c.chat_id == news.chat_id)
    unit.session.execute(update(ACCOUNTS).where(mine).values(reachable=False))


def come_back(unit: Unit, news: ChatsSpoke) -> None:
    """Whoever speaks to us wants to be spoken to."""
    unit.session.execute(COMES_BACK, {"of_channel": news.channel, "of_chats": list(news.chat_ids)})
