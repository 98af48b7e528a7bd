"""XY-56: a person is marked for a public post only after three recommendations on record, by the county, with a reason."""

import pytest

from backend.assistance import acts
from backend.assistance.acts import NewAct
from backend.vacancies import fallback, order
from tests.backend.desk import TODAY, Desk, refused
from tests.backend.vacancies.posts import PUBLIC, draft, enter_employer
from tests.people import ZHENG_JIE, ZHOU_MIN


def recommend(desk: Desk, number: str, outcome: str = "considering") -> int:
    new = NewAct("recommendation", TODAY, outcome, offered=("城南超市 理货员",), notes="离家太远")  # type: ignore[arg-type]
    return int(desk.do(ZHOU_MIN, acts.record, number, new).id)


def test_xy_56_fallback_needs_three_recorded_recommendations(desk: Desk, number: str) -> None:
    recommend(desk, number)
    recommend(desk, number, "refused")
    recommend(desk, number, "not_met")
    wrong = recommend(desk, number)
    desk.do(ZHOU_MIN, acts.correct, wrong, "没有发生", None)
    with refused("fallback.efforts_missing", 409) as problem:
        desk.do(ZHENG_JIE, fallback.mark, number, "推荐过都没成。")
    assert problem.value.params == {"done": 2, "needed": 3, "source": "第四条第（五）项"}
    recommend(desk, number)
    with refused("assistance.reason_missing", 422):
        desk.do(ZHENG_JIE, fallback.mark, number, " ")
    desk.do(ZHENG_JIE, fallback.mark, number, "推荐过都没成。")
    with refused("fallback.marked_already", 409):
        desk.do(ZHENG_JIE, fallback.mark, number, "推荐过都没成。")
    public = draft(desk, enter_employer(desk), **PUBLIC)
    assert [one.fallback for one in desk.read(ZHENG_JIE, order.candidates, public)] == [True]


@pytest.mark.parametrize("recommendations", [0, 3])
def test_xy_56_a_street_marks_nobody(desk: Desk, number: str, recommendations: int) -> None:
    for _ in range(recommendations):
        recommend(desk, number)
    with refused("fallback.county_only", 403):
        desk.do(ZHOU_MIN, fallback.mark, number, "推荐过都没成。")
