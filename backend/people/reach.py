"""Whether a chat can be written to: not once it has blocked us, again as soon as it is heard from.

Letters of the own case go on by themselves then. News was perhaps why she went, so she is asked first: her choice of
topics is kept, and one tap takes all of it up again.
"""

from typing import Final, cast

from sqlalchemy import Table, bindparam, exists, or_, select, update

from backend.core import outbox
from backend.core.inbox import ChatsLeft, ChatsSpoke
from backend.core.outbox import ChatClosed, OutboxRow
from backend.core.unit import Unit
from backend.people.models import Account
from backend.people.topic_models import TopicChoice
from contract.channel import NoticeButton
from locales import translator

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
    .returning(ACCOUNTS.c.id)
)


def close(unit: Unit, news: ChatClosed) -> None:
    """Nothing more goes there; letters of a case become a matter for the telephone."""
    mine = (ACCOUNTS.c.channel == news.channel) & (ACCOUNTS.c.chat_id == news.chat_id)
    had_news = exists().where(TopicChoice.account_id == ACCOUNTS.c.id, TopicChoice.chosen)
    gone = update(ACCOUNTS).where(mine).values(reachable=False, news_paused=or_(ACCOUNTS.c.news_paused, had_news))
    unit.session.execute(gone)


def left(unit: Unit, news: ChatsLeft) -> None:
    """A chat that says itself that it is gone is told of like one whose messenger said so."""
    for chat_id in news.chat_ids:
        close(unit, ChatClosed(news.channel, chat_id))


def come_back(unit: Unit, news: ChatsSpoke) -> None:
    """Whoever speaks to us wants to be spoken to; who had news is asked whether she wants it again."""
    asked = {"of_channel": news.channel, "of_chats": list(news.chat_ids)}
    back = unit.session.scalars(COMES_BACK, asked).all()
    if back:
        paused = select(Account).where(Account.id.in_(back), Account.news_paused).order_by(Account.id)
        for account in unit.session.scalars(paused):
            _offer(unit, account)


def _offer(unit: Unit, account: Account) -> None:
    """What was written before she went would have been blocked: it is not sent behind her back."""
    _ = translator("citizen", account.language)
    waiting = update(OutboxRow).where(
        OutboxRow.channel == account.channel,
        OutboxRow.kind == "news",
        OutboxRow.closed_at.is_(None),
        OutboxRow.chat_id == account.chat_id,
        OutboxRow.state.in_(("queued", "paused")),
        OutboxRow.morning.is_not(None),
    )
    unit.session.execute(waiting.values(state="blocked", closed_at=unit.now))
    lines = (
        _("欢迎回来。您之前选过的消息已经停了，您选的主题还在。"),
        _("想再收，点一下就行；不点就不发。"),
        _("您自己申请的进度和决定照常通知，点“进度”可以看这段时间的情况。"),
    )
    outbox.post(
        unit,
        channel=account.channel,
        chat_id=account.chat_id,
        number=f"FH{account.id}-{int(unit.now.timestamp())}",
        kind="request",
        subject=f"account:{account.id}",
        text="\n".join(lines),
        buttons=(NoticeButton(label=_("继续收消息"), action="again"),),
        language=account.language,
    )
