"""What is known of a person's work, and how it was learnt: visit, spot check, helper, comparison, survey.

The first four are the channels of 第三条第一款; the survey is 第五条第三款第2目. Who was visited or called got a
service as well, which is a line of the ledger; a comparison with other departments is none.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import select

from backend.assistance import acts, entries
from backend.assistance.acts import NewAct, Recorded
from backend.assistance.models import SampledEntry, StatusCheck
from backend.core.problems import Problem, not_found
from backend.core.sentences import N_
from backend.core.unit import Unit
from backend.registry.models import Entry
from backend.rules import Pack
from backend.staff.models import OfficerRow
from locales import translator

Channel = Literal["visit", "spot_check", "helper", "comparison", "survey"]
CHANNELS: dict[Channel, str] = {
    "visit": N_("日常走访"),
    "spot_check": N_("不定期抽查"),
    "helper": N_("专人帮扶"),
    "comparison": N_("部门信息比对"),
    "survey": N_("调查摸底"),
}
WORK: dict[str, str] = {
    "unemployed": N_("失业，在找工作"),
    "employed": N_("已在单位就业"),
    "flexible": N_("灵活就业"),
    "own_business": N_("自己创业"),
    "post": N_("公益性岗位"),
    "training": N_("正在参加培训"),
    "left": N_("不再找工作"),
    "unknown": N_("没有问到"),
}
TRAINING: dict[str, str] = {"yes": N_("愿意参加培训"), "no": N_("不想参加培训"), "unknown": N_("没有问到")}
AT_HOME: tuple[Channel, ...] = ("visit", "spot_check")
WITHOUT_THE_PERSON: tuple[Channel, ...] = ("comparison",)


@dataclass(frozen=True)
class NewCheck:
    """A check as an officer tells of it. ``source`` is the department a comparison was made with."""

    channel: Channel
    done_on: date
    answered: bool
    work_state: str
    training: str = "unknown"
    place: str = ""
    visitors: tuple[str, ...] = ()
    source: str = ""
    findings: str = ""
    sample_id: int | None = None


@dataclass(frozen=True)
class CheckView:
    """A check as it is shown."""

    id: int
    channel: str
    done_on: date
    officer: str
    answered: bool
    work: str
    training: str
    source: str
    findings: str


def record(unit: Unit, number: str, new: NewCheck) -> int:
    """Keeps what was learnt; a visit or a call is a service act as well.

    Raises what :func:`acts.record` raises; 422 ``check.channel_missing``, ``check.work_missing``,
    ``check.source_missing``, ``check.findings_missing``; 404 ``sample.not_found``.
    """
    entry = entries.served(unit, number)
    findings = _checked(unit, entry, new)
    act = _service(unit, entry, new)
    check = StatusCheck(
        entry_id=entry.id,
        channel=new.channel,
        done_on=new.done_on,
        officer_id=unit.officer.id,
        answered=new.answered,
        work_state=new.work_state if new.answered else "unknown",
        training=new.training if new.answered else "unknown",
        sealed=b"",
        act_id=act.id if act else None,
        sample_id=new.sample_id,
        created_at=unit.now,
    )
    unit.session.add(check)
    unit.session.flush()
    check.sealed = unit.vault.seal({"source": new.source.strip(), "findings": findings}, _place(check))
    unit.audit("check.recorded", entries.subject_of(entry), channel=new.channel, check=check.id)
    return check.id


def keep_own_answer(unit: Unit, entry: Entry, work: str, training: str) -> None:
    """What the person answered to the survey in her chat: today, by herself, for the officer who looks after her."""
    check = StatusCheck(
        entry_id=entry.id,
        channel="survey",
        done_on=unit.today,
        officer_id=entry.owner_id,
        answered=True,
        work_state=work,
        training=training,
        sealed=b"",
        created_at=unit.now,
    )
    unit.session.add(check)
    unit.session.flush()
    check.sealed = unit.vault.seal({"source": "", "findings": "", "herself": True}, _place(check))


def checks(unit: Unit, entry: Entry) -> tuple[CheckView, ...]:
    """All checks of a recognition, the newest first."""
    wanted = select(StatusCheck).where(StatusCheck.entry_id == entry.id)
    rows = unit.session.scalars(wanted.order_by(StatusCheck.done_on.desc(), StatusCheck.id.desc()))
    return tuple(_view(unit, row) for row in rows)


def _checked(unit: Unit, entry: Entry, new: NewCheck) -> str:
    acts.check_day(unit, entry, new.done_on)
    if new.channel not in CHANNELS:
        raise Problem("check.channel_missing", 422)
    if new.answered and (new.work_state not in WORK or new.training not in TRAINING):
        raise Problem("check.work_missing", 422)
    if new.channel in WITHOUT_THE_PERSON:
        entries.worded(new.source, "check.source_missing", 100)
    if new.sample_id is not None and not _drawn(unit, entry, new.sample_id):
        raise not_found("sample")
    if not new.answered or new.channel in WITHOUT_THE_PERSON:
        return entries.worded(new.findings, "check.findings_missing")
    return entries.free_text(new.findings)


def _drawn(unit: Unit, entry: Entry, sample_id: int) -> bool:
    wanted = select(SampledEntry.place).where(
        SampledEntry.sample_id == sample_id, SampledEntry.entry_id == entry.id
    )
    return unit.session.scalar(wanted) is not None


def _service(unit: Unit, entry: Entry, new: NewCheck) -> Recorded | None:
    """The act of help a check is at the same time, of the kind the policy has for it."""
    kind = service_of(entries.policy_of(unit, entry), new.channel)
    if not kind:
        return None
    outcome: acts.Outcome = "done" if new.answered else "not_met"
    told = NewAct(kind, new.done_on, outcome, new.place, new.visitors)
    return acts.record(unit, entry.number, told)


def service_of(pack: Pack, channel: Channel) -> str:
    """The kind of service a check through this channel is; empty for none."""
    if channel in WITHOUT_THE_PERSON:
        return ""
    wanted = channel in AT_HOME
    found = (kind.id for kind in pack.services if kind.visit == wanted and "offered" not in kind.asks)
    named = ("home_visit" if wanted else "follow_up",)
    return next((kind for kind in found if kind in named), "")


def _view(unit: Unit, row: StatusCheck) -> CheckView:
    _ = translator("notices", unit.language)
    content: dict[str, Any] = unit.vault.open(row.sealed, _place(row))
    return CheckView(
        id=row.id,
        channel=_(CHANNELS[row.channel]),  # type: ignore[index]
        done_on=row.done_on,
        officer=_("本人在聊天里回答") if content.get("herself") else unit.session.get_one(OfficerRow, row.officer_id).name,
        answered=row.answered,
        work=_(WORK[row.work_state]),
        training=_(TRAINING[row.training]),
        source=content["source"],
        findings=content["findings"],
    )


def _place(row: StatusCheck) -> str:
    return f"status_checks.sealed|{row.id}"
