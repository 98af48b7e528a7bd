"""The plan of a pack's questions as a file beside it (`questions.json`)."""

from __future__ import annotations

from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from backend.rules.question_plan import QuestionPlan

PLAN = "questions.json"
_PLANS = TypeAdapter(QuestionPlan)


def read_plan(folder: Path) -> QuestionPlan | None:
    """The plan beside a pack; None where there is none. Raises UnusablePlan."""
    path = folder / PLAN
    if not path.is_file():
        return None
    try:
        plan = _PLANS.validate_json(path.read_bytes())
    except ValidationError:
        raise UnusablePlan from None
    if not all(0 <= at < len(plan.answers.get(fact, ())) for step in plan.steps for fact, at in step.known.items()):
        raise UnusablePlan
    return plan


def write_plan(plan: QuestionPlan, folder: Path) -> Path:
    """Puts the plan beside its pack, whole or not at all, and returns the file."""
    path = folder / PLAN
    started = path.with_suffix(".part")
    try:
        started.write_bytes(_PLANS.dump_json(plan) + b"\n")
        started.replace(path)
    finally:
        started.unlink(missing_ok=True)
    return path


class UnusablePlan(ValueError):
    """A file that is no plan."""
