"""失业时间: who does not remember the day has a way on, and the office confirms."""

import httpx2
import pytest
from sqlalchemy import select

from backend.applications.field_views import field_views
from backend.applications.models import Application
from backend.applications.official_form_data import official_form
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Work
from tests.backend.citizen import AtTheWall, refuses


@pytest.mark.parametrize(
    ("said", "read", "printed"),
    [
        ("记不清", "记不清，请经办机构核实", "记不清，请经办机构核实"),
        ("忘了。", "记不清，请经办机构核实", "记不清，请经办机构核实"),
        ("去年8月", "约2025年8月，请经办机构核实", "约2025年8月，请经办机构核实"),
        ("2015年", "约2015年，请经办机构核实", "约2015年，请经办机构核实"),
    ],
)
async def test_a_day_nobody_remembers_is_told_roughly(
    http: httpx2.AsyncClient, work: Work, said: str, read: str, printed: str
) -> None:
    wang = AtTheWall(http)
    turn = await wang.fills(await wang.begins(), until="unemployed_since")
    assert turn.prompt is not None
    assert turn.prompt.unsure_allowed
    turn = await wang.puts(turn, "unemployed_since", said)
    assert turn.just_saved is not None
    assert turn.just_saved.shown == read

    def on_paper(unit: Unit) -> tuple[object, str]:
        row = unit.session.scalars(select(Application)).one()
        line = next(line for line in official_form(unit, row).lines if line.id == "unemployed_since")
        view = next(view for view in field_views(unit, row, [], unmasked=True) if view.field == "unemployed_since")
        return line.value, view.shown

    value, seen = work.read_now(SYSTEM, on_paper)
    assert value == printed
    assert seen == printed, "the officer reads what the citizen saw"


@pytest.mark.parametrize("said", ["2026年12月", "2026年13月", "1899年", "很久了"])
async def test_what_tells_no_month_that_has_been_is_asked_again(http: httpx2.AsyncClient, said: str) -> None:
    wang = AtTheWall(http)
    turn = await wang.fills(await wang.begins(), until="unemployed_since")
    with refuses("field.date_unclear" if "很" in said else "field.date_month_only"):
        await wang.puts(turn, "unemployed_since", said)
