"""What an employer's system sends in another shape than described, told in the sentences every post is refused with."""

from collections.abc import Mapping
from typing import Any, Final

from backend.vacancies.reading import DEMAND, MOST_PLACES, MOST_TERM, FieldProblem

MISSING: Final[Mapping[str, str]] = {
    "wage_min": "vacancy.wage_missing",
    "wage_max": "vacancy.wage_missing",
    "wage_per": "vacancy.wage_per_missing",
    "reason": "vacancy.reason_missing",
    **{
        name: f"vacancy.{name}_missing"
        for name in (
            "title", "occupation", "address", "area", "hours_week", "shift", "load", "expires_on", "external_id",
        )
    },
}  # fmt: skip
"""What is said of a field that is not there, or is null or empty."""
UNREADABLE: Final[Mapping[str, str]] = {
    "occupation": "vacancy.occupation_unknown",
    "area": "vacancy.area_unknown",
    "wage_min": "vacancy.wage_unclear",
    "wage_max": "vacancy.wage_unclear",
    "hours_week": "vacancy.hours_wrong",
    "expires_on": "vacancy.day_unclear",
    "latitude": "vacancy.point_wrong",
    "longitude": "vacancy.point_wrong",
    "skills": "vacancy.skills_shape",
    "reason": "vacancy.reason_missing",
    **dict.fromkeys(("standing", "night", "outdoor", "accepts_disability"), "vacancy.flag_shape"),
}
"""What is said of a value of another kind or form."""
COUNTS: Final[Mapping[str, int]] = {"quota": MOST_PLACES, "term_months": MOST_TERM}
DEMANDS: Final = ("sex", "age_min", "age_max")
NEGOTIABLE: Final = "面议"


def told(wrong: Mapping[str, Any]) -> FieldProblem:
    """One mistake of shape, as the framework found it, at its field. No value of the sender goes into the answer."""
    place = [str(part) for part in wrong["loc"][1:]]
    field, kind = ".".join(place), str(wrong["type"])
    name = place[0] if place else ""
    if kind == "json_invalid":
        return FieldProblem("", "vacancy.json_wrong", {})
    code, params = _meant(name, kind, wrong)
    return FieldProblem(field, code, params)


def _meant(name: str, kind: str, wrong: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    given = wrong.get("input")
    if kind == "extra_forbidden":
        return (DEMAND if name in DEMANDS else "vacancy.field_unknown"), {}
    if name in MISSING and (kind in ("missing", "string_too_short") or given is None or given == ""):
        return MISSING[name], {}
    if kind == "string_too_long" and isinstance(given, str):
        return "vacancy.too_long", {"longest": wrong["ctx"]["max_length"], "length": len(given)}
    if name in ("wage_min", "wage_max") and isinstance(given, str) and NEGOTIABLE in given:
        return "vacancy.wage_negotiable", {}
    if kind == "literal_error":
        return "vacancy.choice_unknown", {"known": _choices(wrong["ctx"]["expected"])}
    if name in COUNTS:
        return "vacancy.number_wrong", {"least": 1, "most": COUNTS[name]}
    return UNREADABLE.get(name, "vacancy.text_shape"), {}


def _choices(expected: str) -> str:
    """'a', 'b' or 'c' as the framework writes it, as codes with Chinese commas."""
    return "、".join(one.strip(" '") for one in expected.replace(" or ", ",").split(","))

