"""What is offered to somebody who registered and was not recognised. No grounds: it travels through a messenger."""

from collections.abc import Iterator

from backend.applications.check_codes import issue_automatic, where_to_ask
from backend.automatic.models import Registration
from backend.core import outbox
from backend.core.unit import Unit
from backend.people.models import Account
from backend.policies.reminders import daytime
from backend.registry import recognition_letters
from backend.registry.models import Entry
from contract.channel import NoticeButton
from locales import translator

LETTER_BEGINS = "DJ-"


def offer(unit: Unit, row: Registration, account: Account) -> None:
    """Writes the offer into the chat."""
    _ = translator("notices", account.language)
    outbox.post(
        unit,
        channel=account.channel,
        chat_id=account.chat_id,
        number=f"{LETTER_BEGINS}{row.id[-20:].upper()}-{row.outcome.upper()}",
        kind="news",
        subject=f"registration:{row.id}",
        text="\n".join(offer_lines(row.outcome, account.language)),
        buttons=(NoticeButton(label=_("开始自测"), action="check"),),
        language=account.language,
        not_before=daytime(unit.now),
    )


def offer_lines(outcome: str, language: str) -> Iterator[str]:
    """The offer, a thing a line."""
    _ = translator("notices", language)
    yield _("您办了失业登记。")
    if outcome == "apply":
        yield _("您可能符合需要本人申请的困难类别（特困失业人员）。")
    else:
        yield _("有几项情况登记时还不清楚，您也许能得到就业援助。")
    yield _("请先自测，几分钟就知道；要不要申请由您决定。")
    yield _("这只是提醒，不是认定，也不是不认定。")


def sheet_lines(unit: Unit, row: Registration) -> tuple[str, ...]:
    """What is printed for whoever has no chat here; a recognition can be asked about by its check code."""
    entry = unit.session.get(Entry, row.entry_id) if row.entry_id else None
    if entry is not None:
        _ = translator("notices", unit.language)
        proof = where_to_ask(unit, issue_automatic(unit, entry), _)
        here = _("想在聊天里看这份认定：发“认定通知”，再写核验码和身份证号码。")
        return (*recognition_letters.sheet_lines(unit, entry), proof, here)
    return tuple(offer_lines(row.outcome, unit.language))
