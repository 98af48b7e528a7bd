"""What the person a story is about is told: that it can be read, and how she ends that at any time."""

from sqlalchemy import select

from backend.core import outbox
from backend.core.outbox import OutboxRow
from backend.core.unit import Unit
from backend.people.models import Account
from backend.registry.models import Entry
from backend.stories.models import Story
from contract.channel import NoticeButton
from locales import translator


def published(unit: Unit, row: Story, title: str) -> None:
    """Goes to the chat the person is known by, where there is one."""
    entry = unit.session.get_one(Entry, row.entry_id)
    account = unit.session.get(Account, entry.account_id) if entry.account_id else None
    if account is None:
        return
    _ = translator("citizen", account.language)
    text = "\n".join((
        _("您同意公开的经历《{title}》已经发布，本市的人可以在“典型案例”里看到。").format(title=title),
        _("您随时可以撤回同意：打开这一篇，点“撤回同意”，马上就不再显示。不影响您的任何待遇。"),
    ))
    outbox.post(
        unit,
        channel=account.channel,
        chat_id=account.chat_id,
        number=f"ST{row.id:06d}",
        kind="request",
        subject=_subject(row),
        text=text,
        buttons=(NoticeButton(label=_("看一看"), action="story", argument=str(row.id)),),
        language=account.language,
    )


def hold_back(unit: Unit, row: Story) -> None:
    """A letter that has not gone yet tells of nothing that is not there any more."""
    for number in unit.session.scalars(select(OutboxRow.number).where(OutboxRow.subject == _subject(row))):
        outbox.withdraw(unit, number)


def _subject(row: Story) -> str:
    return f"story:{row.id}"
