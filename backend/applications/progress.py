"""How far an application is: the steps with their dates, and one sentence on what happens next."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from backend.applications.dossier import Dossier
from backend.applications.models import Decision
from backend.applications.originals import still_to_see
from backend.applications.time_limit import days_kept, stopped_on
from backend.deadlines.queries import published
from backend.policies.days import day_words
from backend.policies.outcome import eligible
from backend.staff.models import OfficeRow
from contract.application import CaseStep
from locales import Translate

GRACE: Final = timedelta(minutes=10)
"""So long one tap takes a submission back."""


def steps(dossier: Dossier) -> tuple[CaseStep, ...]:
    """已提交 → each review → 结果, named by the pack."""
    return tuple(_Progress(dossier).steps())


def state_label(state: str, _: Translate) -> str:
    return {
        "draft": _("填写中"),
        "submitted": _("等待办理"),
        "in_review": _("办理中"),
        "awaiting_correction": _("等您补正"),
        "recognised": _("已认定"),
        "declined": _("不予认定"),
        "withdrawn": _("已撤回"),
    }[state]


def next_step(dossier: Dossier) -> str:
    """What happens now and by when, or what the person should do. Never a promise of the result."""
    row, _ = dossier.row, dossier._
    words = {
        "submitted": _("已送到{office}，承诺{due}前办完。请保持电话畅通。"),
        "in_review": _("{office}正在办理，期限到{due}。请保持电话畅通。"),
        "awaiting_correction": _("请在{correct_by}前补好并提交。")
        + _("自{since}起等您补正，停止计时；您补交后，办理时限还有{kept}个工作日。"),
        "recognised": _("您已被认定为就业困难人员。后续就业援助，可以问受理您申请的站所。"),
        "declined": _("本次不予认定。有异议可以申请复核，情况变化后可以再申请。"),
        "withdrawn": _("申请已撤回。需要时可以重新申请。"),
    }
    if row.state == "draft":
        return _draft(dossier)
    return (_after_the_day(dossier) or words[row.state]).format(
        office=office_name(dossier),
        due=day_words(dossier.unit.language, row.due_on),
        correct_by=day_words(dossier.unit.language, row.correct_by),
        since=day_words(dossier.unit.language, stopped_on(dossier.unit, row)),
        kept=days_kept(dossier.unit, row),
    )


def next_step_with_promise(dossier: Dossier) -> str:
    """The same for one case by itself: while it is with an office, what the offices promise (限时办结) as well."""
    row, told = dossier.row, next_step(dossier)
    if row.state == "declined":
        return "\n".join((told, *_why(dossier)))
    if row.state not in ("submitted", "in_review") or row.station_id is None:
        return told
    told = "\n".join((told, *_to_bring(dossier)))
    return f"{told}\n{published(dossier.unit, row.station_id, dossier.pack)}"


def _to_bring(dossier: Dossier) -> tuple[str, ...]:
    """The originals an officer still has to see, where the pictures alone are not enough."""
    papers = still_to_see(dossier.unit, dossier.row)
    if not papers:
        return ()
    _ = dossier._
    titles = dossier.listed(item.title for item in papers)
    return (_("请把原件带到{office}核验：{papers}。").format(office=office_name(dossier), papers=titles),)


def _why(dossier: Dossier) -> tuple[str, ...]:
    """Why it was declined, by what article and by whom, as the letter said: it is looked up here months later."""
    last = select(Decision).where(Decision.application_id == dossier.row.id, Decision.action == "decline")
    made = dossier.unit.session.scalar(last.order_by(Decision.id.desc()).limit(1))
    if made is None:
        return ()
    _, pack = dossier._, dossier.pack
    return (
        _("原因：{reason}").format(reason=made.opinion),
        _("依据：{article}").format(article=f"{pack.number} {pack.citations[made.citation].article}"),
        _("决定机构：{office}").format(office=dossier.unit.session.get_one(OfficeRow, made.office_id).name),
    )


def _after_the_day(dossier: Dossier) -> str:
    """The day has passed and nothing is closed: what was asked for may still be handed in."""
    row, _ = dossier.row, dossier._
    if row.state != "awaiting_correction" or row.correct_by is None or row.correct_by >= dossier.unit.today:
        return ""
    return _("补正日期{correct_by}已过，申请没有关闭，您仍可以补交。需要帮助请联系{office}。")


def kept_until(dossier: Dossier) -> str:
    """Until when an untouched draft is kept; empty once it was sent."""
    if dossier.row.state != "draft":
        return ""
    days = dossier.unit.services.settings.draft_days
    return day_words(dossier.unit.language, dossier.row.updated_at + timedelta(days=days))


def can_take_back(dossier: Dossier) -> bool:
    """Sent a moment ago, and no office has it in its hands."""
    row = dossier.row
    fresh = row.submitted_at is not None and dossier.unit.now - row.submitted_at <= GRACE
    return fresh and row.state == "submitted" and not (row.stage or row.round or row.officer_id)


def office_name(dossier: Dossier) -> str:
    """The office whose turn it is, or that will receive the draft; empty while that is open."""
    session, row = dossier.unit.session, dossier.row
    if row.office_id is not None:
        return session.get_one(OfficeRow, row.office_id).name
    area = dossier.station_area
    name = session.scalar(select(OfficeRow.name).where(OfficeRow.area == area)) if area else None
    return name or ""


def _draft(dossier: Dossier) -> str:
    _ = dossier._
    if not eligible(dossier.pack, dossier.assessment):
        return _("按现在的信息暂不符合条件。请核对身份证号，或打{telephone}问一问。").format(
            telephone=dossier.pack.telephone
        )
    if dossier.unanswered():
        return _("还剩{count}项没有填。每填一项都会保存。").format(count=len(dossier.unanswered()))
    if dossier.missing_papers:
        titles = dossier.listed(item.title for item in dossier.missing_papers)
        return _("还缺{count}样材料：{titles}。").format(count=len(dossier.missing_papers), titles=titles)
    if dossier.postponed():
        labels = dossier.listed(ask.label for ask in dossier.postponed())
        return _("还没有填：{labels}。填好就能提交。").format(labels=labels)
    return _("请核对一遍，没有问题就可以提交。")


class _Progress:
    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.row = dossier.row
        self._ = dossier._
        self.decided = self._decisions()

    def steps(self) -> Iterator[CaseStep]:
        first, *reviews, last = self.dossier.pack.progress
        yield self.sent(first)
        for stage, name in enumerate(reviews):
            yield self.review(stage, name)
        yield self.result(last)

    def sent(self, name: str) -> CaseStep:
        if self.row.submitted_at is None:
            ended = self.row.state == "withdrawn"
            return CaseStep(name=name, state="stopped" if ended else "now", on="")
        return CaseStep(name=name, state="done", on=self.day(self.row.submitted_at))

    def review(self, stage: int, name: str) -> CaseStep:
        on = self.day(self.decided.get(stage))
        if self.row.submitted_at is None or stage > self.row.stage:
            over = self.row.submitted_at is not None and self.row.state in ("declined", "withdrawn")
            return CaseStep(name=name, state="ahead", on="", note=self._("不再进行") if over else "")
        if stage < self.row.stage or self.row.state == "recognised":
            return CaseStep(name=name, state="done", on=on, note=self._("通过"))
        stopped = {
            "awaiting_correction": self._("等您补正"),
            "declined": self._("未通过"),
            "withdrawn": self._("已撤回"),
        }.get(self.row.state)
        if stopped:
            return CaseStep(name=name, state="stopped", on=on, note=stopped)
        note = self._("办理中") if self.row.state == "in_review" else self._("等待办理")
        return CaseStep(name=name, state="now", on="", note=note)

    def result(self, name: str) -> CaseStep:
        if self.row.state in ("recognised", "declined"):
            note = state_label(self.row.state, self._)
            return CaseStep(name=name, state="done", on=self.day(self.row.decided_at), note=note)
        return CaseStep(name=name, state="ahead", on="")

    def day(self, moment: datetime | None) -> str:
        return day_words(self.dossier.unit.language, moment)

    def _decisions(self) -> dict[int, datetime]:
        """When each stage was last decided."""
        if self.row.submitted_at is None:
            return {}
        made = select(Decision.stage, Decision.at).where(
            Decision.application_id == self.row.id, Decision.action.in_(("endorse", "recognise", "decline"))
        )
        rows = self.dossier.unit.session.execute(made.order_by(Decision.id))
        return {row.stage: row.at for row in rows}
