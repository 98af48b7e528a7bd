"""What is written when somebody was recognised without applying, and when an objection was answered."""

from collections.abc import Iterator

from backend.core.unit import Unit
from backend.policies.privacy import private_categories
from backend.policies.spoken import pack_of
from backend.registry.letter_desk import Letter, LetterDesk
from backend.registry.models import Entry, Objection
from backend.rules import Pack
from backend.staff.models import OfficeRow, OfficerRow
from locales import translator


def recognised(unit: Unit, entry: Entry) -> Letter:
    """That somebody is recognised: on what, since when, who is there for her, and how to object."""
    desk = LetterDesk(unit, entry, entry.pack_version)
    lines = list(recognised_lines(unit, entry, desk.pack, desk.language, desk.day(entry.recognised_on)))
    return desk.letter("recognised", "decision", lines, desk.station)


def recognised_lines(unit: Unit, entry: Entry, pack: Pack, language: str, day: str) -> Iterator[str]:
    """The same a thing a line, for a letter and for paper. Of what tells of health only the article."""
    assert pack.automatic is not None  # nothing is recognised automatically without a rule for it
    _ = translator("notices", language)
    office = unit.session.get_one(OfficeRow, entry.office_id)
    private = private_categories(pack)
    yield _("您已被自动认定为就业困难人员")
    yield _("登记编号：{number}").format(number=entry.number)
    yield _("认定日期：{day}").format(day=day)
    yield ""
    for name in [str(pack.category(one).name) for one in entry.bases if one not in private]:
        yield _("类别：{name}").format(name=name)
    if private & set(entry.bases):
        yield _("类别请看“我的认定”，或问工作人员。")
    article = f"{pack.number} {pack.citations[pack.automatic.citation_id].article}"
    yield _("依据：{article}").format(article=article)
    if pack.expired(unit.today):
        yield str(pack.expired_notice)
    yield _("这是按您的失业登记自动认定的，您不用申请，也不用交材料。")
    yield _("联系人：{officer}，{office}").format(
        officer=unit.session.get_one(OfficerRow, entry.owner_id).name, office=office.name
    )
    yield ""
    yield _("情况不对，或者不愿意的，可以提出异议：在“我的认定”里写，或到{office}，或打{telephone}。").format(
        office=office.name, telephone=office.telephone or pack.telephone
    )
    yield _("异议由工作人员核实，{days}个工作日内答复您。").format(days=pack.automatic.objection_days)


def answered(unit: Unit, entry: Entry, objection: Objection, words: str) -> Letter:
    """What came of an objection: kept, corrected or ended, and why."""
    desk = LetterDesk(unit, entry, "")
    _ = desk._
    if objection.state == "kept":
        outcome = _("认定不变。")
    elif entry.state == "exited":
        outcome = _("自动认定已经撤销，不影响您以后申请。")
    else:
        outcome = _("认定的类别已经更正，请看“我的认定”。")
    lines = [
        _("您的异议已经答复"),
        _("登记编号：{number}").format(number=entry.number),
        "",
        outcome,
        _("理由：{reason}").format(reason=words),
        _("答复机构：{office}").format(office=unit.session.get_one(OfficeRow, unit.officer.office_id).name),
        _("还有不同意见的，可以打12345，或依法申请行政复议、提起行政诉讼。"),
    ]
    return desk.letter(f"objection|{objection.id}", "decision", lines, desk.station)


def sheet_lines(unit: Unit, entry: Entry) -> tuple[str, ...]:
    """The letter on paper, for whoever has no chat here."""
    pack = pack_of(unit, entry.pack, entry.pack_version)
    day = entry.recognised_on.isoformat()
    return tuple(line for line in recognised_lines(unit, entry, pack, unit.language, day) if line)
