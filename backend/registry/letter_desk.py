"""What every letter about an entry is made of, and how it goes out: into a chat, or onto paper where there is none.

A letter travels through a messenger: no ID number, and of what tells of health or of a sentence only the article.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from backend.core import outbox
from backend.core.clock import spoken_day
from backend.core.numbers import CROCKFORD
from backend.core.outbox import Kind
from backend.core.unit import Unit
from backend.people import stepping_in
from backend.people.models import Account
from backend.policies.reminders import daytime
from backend.policies.spoken import pack_of
from backend.registry.models import Entry
from backend.registry.standing import subject_of
from backend.rules import Pack
from backend.staff.models import OfficeRow
from contract.base import DEFAULT_LANGUAGE
from contract.channel import NoticeButton
from locales import translator

NUMBER_LETTERS = 10


@dataclass(frozen=True)
class Letter:
    """A letter about an entry, ready to post."""

    number: str
    kind: Kind
    text: str
    answered_in: str = ""
    """The policy under which the person answers it with a button; empty where there is nothing to answer."""


@dataclass(frozen=True)
class LetterDesk:
    """What every letter needs: the entry, whose chat it goes to, and the policy in the person's language."""

    unit: Unit
    entry: Entry
    version: str

    @cached_property
    def account(self) -> Account | None:
        """Whose chat it goes to; None for somebody without one."""
        return addressee(self.unit, self.entry)

    @property
    def in_chat(self) -> bool:
        """Whether a messenger serves the person; else the letter is for paper and telephone."""
        return self.account is not None and self.account.channel not in outbox.ON_PAPER

    @property
    def in_own_chat(self) -> bool:
        """Whether it is read where she herself answers: what a helper says is not her word."""
        return self.in_chat and not self.for_whom

    @property
    def language(self) -> str:
        return self.account.language if self.account else DEFAULT_LANGUAGE

    @cached_property
    def for_whom(self) -> str:
        """Whom it concerns, where it goes to a helper."""
        if self.account is None:
            return ""
        return stepping_in.named_to_helper(self.unit, self.entry.account_id, self.account)

    @cached_property
    def pack(self) -> Pack:
        return pack_of(replace(self.unit, language=self.language), self.entry.pack, self.version)

    @property
    def _(self) -> Callable[[str], str]:
        return translator("notices", self.language)

    def day(self, day: date) -> str:
        return Speech(self.language).day(day)

    @cached_property
    def station(self) -> OfficeRow:
        return self.unit.session.get_one(OfficeRow, self.entry.office_id)

    def letter(self, what: str, kind: Kind, lines: list[str], office: OfficeRow) -> Letter:
        mark = int(self.unit.vault.index(f"{self.entry.id}|{what}", "exit-notice"), 16)
        letters = "".join(CROCKFORD[(mark >> 5 * place) & 31] for place in range(NUMBER_LETTERS))
        number = f"TZ{self.unit.today:%Y%m%d}-{letters}"
        telephone = office.telephone or self.pack.telephone
        if self.for_whom:
            lines = [self._("您代办的事项，本人：{name}").format(name=self.for_whom), "", *lines]
        term = self.pack.validity_notice(self.unit.today)
        foot = [
            "",
            *([str(term)] if term else []),  # GZ-43: beside all that is said by a document whose own term has ended
            self._("咨询电话：{telephone}").format(telephone=telephone),
            self._("通知编号：{number}").format(number=number),
        ]
        return Letter(number, kind, "\n".join([*lines, *foot]))


@dataclass(frozen=True)
class Speech:
    """In which words a person is told something: the language of her chat, Chinese where she has none."""

    language: str

    def __call__(self, text: str) -> str:
        return translator("notices", self.language)(text)

    def day(self, day: date) -> str:
        return spoken_day(day) if self.language.startswith("zh") else day.isoformat()


def speech_to(unit: Unit, entry: Entry) -> Speech:
    """How the person of an entry is spoken to."""
    account = addressee(unit, entry)
    return Speech(account.language if account else DEFAULT_LANGUAGE)


def addressee(unit: Unit, entry: Entry) -> Account | None:
    """Whose chat a letter about an entry goes to; None where nobody was ever known by one."""
    account = unit.session.get(Account, entry.account_id) if entry.account_id else None
    return stepping_in.addressee(unit, account) if account else None


def post(unit: Unit, entry: Entry, letter: Letter) -> str:
    """Puts the letter into the outbox and on record; what a night writes waits for the morning.

    Without a chat it stands among what did not arrive at once: somebody tells the person, or brings it on paper.
    """
    desk = LetterDesk(unit, entry, "")
    outbox.post(
        unit,
        channel=desk.account.channel if desk.account else outbox.NO_CHAT,
        chat_id=desk.account.chat_id if desk.account else 0,
        number=letter.number,
        kind=letter.kind,
        subject=subject_of(entry),
        text=letter.text,
        buttons=tuple(_buttons(desk, letter)),
        language=desk.language,
        not_before=daytime(unit.now),
    )
    unit.audit("letter.written", subject_of(entry), number=letter.number)
    return letter.number


def _buttons(desk: LetterDesk, letter: Letter) -> Iterator[NoticeButton]:
    """To the answer, where one is awaited; to the application, or where nobody had to apply to the standing."""
    if letter.answered_in:
        yield NoticeButton(label=desk._("说明情况"), action="reply", argument=letter.answered_in)
    if desk.entry.application_id is None:
        yield NoticeButton(label=desk._("我的认定"), action="register")
    else:
        yield NoticeButton(label=desk._("查看申请"), action="case", argument=desk.entry.application_id)
    yield NoticeButton(label=desk._("依据是什么"), action="grounds", argument=letter.number)
