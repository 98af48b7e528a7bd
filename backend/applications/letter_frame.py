"""What every letter has: whom it goes to, its number, its foot, and what it must not tell."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from backend.applications.check_codes import code_of_decision, where_to_ask
from backend.applications.models import Application
from backend.applications.ruling import pack_for
from backend.core.clock import spoken_day
from backend.core.outbox import Kind
from backend.core.unit import Unit
from backend.people import stepping_in
from backend.people.models import Account
from backend.policies.privacy import private_categories as private_categories
from backend.policies.privacy import private_citations as private_citations
from backend.rules import Pack
from backend.staff.models import OfficeRow
from contract.channel import NoticeButton
from locales import translator

NUMBER_LETTERS = 10
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True)
class Letter:
    """One letter, ready to post: to whom, under which number, and its whole text."""

    channel: str
    chat_id: int
    language: str
    number: str
    kind: Kind
    text: str
    buttons: tuple[NoticeButton, ...]


@dataclass(frozen=True)
class LetterDesk:
    """What every letter needs: the case, its pack in the citizen's language, and the office it speaks for."""

    unit: Unit
    row: Application
    account: Account
    pack: Pack
    office: OfficeRow
    for_whom: str = ""
    """Whom it concerns, where it goes to a helper."""

    @property
    def _(self) -> Callable[[str], str]:
        return translator("notices", self.account.language)

    def day(self, day: date) -> str:
        return spoken_day(day) if self.account.language.startswith("zh") else day.isoformat()

    def article(self, citation_id: str) -> str:
        return f"{self.pack.number} {self.pack.citations[citation_id].article}"


def letter(
    desk: LetterDesk,
    what: str,
    kind: Kind,
    lines: list[str],
    button: NoticeButton,
    *,
    round_: int | None = None,
    checked: bool = False,
) -> Letter:
    """The letter with its foot; ``checked`` for a decision, which anybody may ask us about by its code."""
    if desk.for_whom:
        lines = [desk._("您代办的事项，本人：{name}").format(name=desk.for_whom), "", *lines]
    number = number_of(desk, what, desk.row.round if round_ is None else round_)
    proof = [where_to_ask(desk.unit, code_of_decision(desk.unit, number), desk._)] if checked else []
    term = desk.pack.validity_notice(desk.unit.today)
    foot = [
        "",
        *([str(term)] if term else []),  # GZ-43: beside all that is said by a document whose own term has ended
        *proof,
        desk._("咨询电话：{telephone}").format(telephone=desk.office.telephone or desk.pack.telephone),
        desk._("通知编号：{number}").format(number=number),
    ]
    return Letter(
        channel=desk.account.channel,
        chat_id=desk.account.chat_id,
        language=desk.account.language,
        number=number,
        kind=kind,
        text="\n".join([*lines, *foot]),
        buttons=_with_grounds(button, number, desk._),
    )


def number_of(desk: LetterDesk, what: str, round_: int) -> str:
    """The 通知编号: the same for a preview and its letter, and not to be guessed without the key."""
    row = desk.row
    again = f"|{row.sent_back}" if row.sent_back else ""
    what_it_is = f"{row.id}|{row.receipt}|{what}|{row.stage}|{round_}{again}"
    return _numbered(desk.unit, what_it_is)


def _numbered(unit: Unit, what_it_is: str) -> str:
    mark = int(unit.vault.index(what_it_is, "notice"), 16)
    letters = "".join(CROCKFORD[(mark >> 5 * place) & 31] for place in range(NUMBER_LETTERS))
    return f"TZ{unit.today:%Y%m%d}-{letters}"


def copy_to_helper(unit: Unit, row: Application, letter: Letter) -> Letter | None:
    """The same letter, in its language, to the helper of a principal who gets hers in a chat of her own; else None.

    Who fills in and mends by the mandate has to know what is to be mended (收通知 is within it).
    """
    found = stepping_in.helper_beside(unit, row.account_id)
    if found is None:
        return None
    helper, name = found
    number = _numbered(unit, f"{letter.number}|helper")
    head = translator("notices", letter.language)("您代办的事项，本人：{name}").format(name=name)
    text = f"{head}\n\n{letter.text.replace(letter.number, number)}"
    buttons = _with_grounds(letter.buttons[0], number, translator("notices", letter.language))
    return replace(letter, channel=helper.channel, chat_id=helper.chat_id, number=number, text=text, buttons=buttons)


def _with_grounds(button: NoticeButton, number: str, _: Callable[[str], str]) -> tuple[NoticeButton, ...]:
    """Below, what this very letter rests on; nothing where the matter is over."""
    grounds = NoticeButton(label=_("依据是什么"), action="grounds", argument=number)
    return (button,) if button.action == "home" else (button, grounds)


def button(desk: LetterDesk, action: Literal["case", "correct", "home"], label: str) -> NoticeButton:
    return NoticeButton(label=label, action=action, argument="" if action == "home" else desk.row.id)


def desk_of(unit: Unit, row: Application) -> LetterDesk:
    account = stepping_in.addressee(unit, unit.session.get_one(Account, row.account_id))
    office = unit.session.get_one(OfficeRow, row.office_id or row.station_id)
    pack = pack_for(replace(unit, language=account.language), row)
    return LetterDesk(unit, row, account, pack, office, stepping_in.named_to_helper(unit, row.account_id, account))
