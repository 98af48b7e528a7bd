"""What officers type on the page of a person, turned into what the services take."""

from datetime import date

from backend.assistance.acts import OFFERED, VISITORS, NewAct
from backend.assistance.checks import NewCheck
from backend.assistance.grants import NewGrant
from backend.assistance.plans import NewStep
from backend.core.console import Form
from backend.core.problems import Problem

STEP_LINES = 4

ACT_FIELDS = {
    "assistance.kind_unknown": "kind",
    "assistance.not_for_providers": "kind",
    "assistance.outcome_missing": "outcome",
    "assistance.day_in_future": "act_on",
    "assistance.day_before_recognition": "act_on",
    "review.day_missing": "act_on",
    "assistance.place_missing": "act_place",
    "assistance.visitors_missing": "act_visitors",
    "assistance.offered_missing": "offered",
    "assistance.guidance_missing": "linked",
    "assistance.reason_missing": "act_reason",
    "refusal.reason_missing": "act_notes",
}
CHECK_FIELDS = {
    "check.channel_missing": "channel",
    "check.work_missing": "work",
    "check.source_missing": "source",
    "check.findings_missing": "findings",
    "assistance.place_missing": "check_place",
    "assistance.visitors_missing": "check_visitors",
    "assistance.day_in_future": "check_on",
    "assistance.day_before_recognition": "check_on",
    "review.day_missing": "check_on",
}
PLAN_FIELDS = {"plan.goal_missing": "goal", "plan.open_already": "goal"}
GRANT_FIELDS = {
    "grant.subsidy_unknown": "subsidy",
    "grant.months_missing": "months",
    "grant.over_cap": "months",
    "grant.base_missing": "base",
    "grant.approved_in_future": "approved_on",
    "grant.day_missing": "approved_on",
}


def act_of(form: Form) -> NewAct:
    """A service as typed. Raises 422 ``review.day_missing``."""
    return NewAct(
        kind=form.text("kind", 30),
        done_on=day_of(form, "act_on"),
        outcome=form.text("outcome", 12),  # type: ignore[arg-type]
        place=form.text("act_place"),
        visitors=names_of(form, "act_visitors"),
        offered=tuple(form.text("offered").splitlines()[:OFFERED]),
        notes=form.text("act_notes"),
        linked_id=form.number("linked") or None,
    )


def check_of(form: Form) -> NewCheck:
    """A check as typed. Raises 422 ``review.day_missing``."""
    return NewCheck(
        channel=form.text("channel", 12),  # type: ignore[arg-type]
        done_on=day_of(form, "check_on"),
        answered=form.text("answered", 3) != "no",
        work_state=form.text("work", 12),
        training=form.text("training", 8) or "unknown",
        place=form.text("check_place"),
        visitors=names_of(form, "check_visitors"),
        source=form.text("source"),
        findings=form.text("findings"),
        sample_id=form.number("sample") or None,
    )


def steps_of(form: Form) -> tuple[NewStep, ...]:
    """The lines of a plan that hold anything. Raises 422 ``plan.day_missing``."""
    steps = []
    for line in range(1, STEP_LINES + 1):
        what, day = form.text(f"step-{line}"), form.text(f"day-{line}", 10)
        if what or day:
            steps.append(NewStep(what, day_of(form, f"day-{line}", "plan.day_missing")))
    return tuple(steps)


def step_of(form: Form) -> NewStep:
    """One more step as typed. Raises 422 ``plan.day_missing``."""
    return NewStep(form.text("more"), day_of(form, "more_day", "plan.day_missing"))


def grant_of(form: Form) -> NewGrant:
    """Months of subsidy as typed. Raises 422 ``grant.day_missing``."""
    return NewGrant(
        subsidy=form.text("subsidy", 20),
        approved_on=day_of(form, "approved_on", "grant.day_missing"),
        first_month=form.text("first_month", 7),
        months=form.number("months"),
        base=form.text("base", 12),
    )


def names_of(form: Form, field: str) -> tuple[str, ...]:
    """Names in one line, with 、 or commas or blanks between."""
    text = form.text(field, 130).replace("，", "、").replace(",", "、").replace(" ", "、")
    return tuple(name for name in text.split("、") if name)[:VISITORS]


def day_of(form: Form, field: str, code: str = "review.day_missing") -> date:
    """A day as date inputs send it. Raises 422 ``code``."""
    try:
        return date.fromisoformat(form.text(field, 10))
    except ValueError:
        raise Problem(code, 422) from None
