"""A page of the register reads an index, on both databases, for a station as for a city."""

from typing import Any

import pytest
from sqlalchemy import text

from backend.core.unit import Unit
from backend.core.work import SYSTEM, Work
from backend.registry import service as registry
from bench.export import _employ, _fill
from tests.backend.applications.test_queue_plans import asked, plan
from tests.backend.databases import settings as settings
from tests.backend.desk import Desk, open_desk

pytestmark = pytest.mark.xdist_group("postgres")
ROWS = 4000


@pytest.fixture
def full(work: Work) -> Desk:
    desk = open_desk(work)
    officer = work.do_now(SYSTEM, _employ)
    work.do_now(SYSTEM, _fill, 0, ROWS, officer.id)
    with work.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))
    return desk


@pytest.mark.parametrize("who", ["zhoumin", "zhengjie", "inspector"])
@pytest.mark.parametrize("place", [{}, {"after": "2026-11-01~2000"}, {"view": "active"}])
def test_a_page_of_the_register_is_read_off_an_index(full: Desk, who: str, place: dict[str, Any]) -> None:
    def wanted(unit: Unit) -> None:
        registry.register(unit, **place)

    statements = asked(full, who, wanted, about="FROM register_entries")
    page = next(one for one in statements if "count(" not in one[0])
    told = plan(full, *page)
    assert "ix_register_entries_" in told
    assert "Seq Scan on register_entries" not in told
    assert [line for line in told.split("\n") if line.startswith("SCAN register_entries") and "INDEX" not in line] == []
