"""An impact survives `kill -9` of the process that reckons it: it goes on behind the last portion, nobody counts twice."""

import polars as pl
import pytest

from backend.core import jobs
from backend.core.work import SYSTEM, Work
from backend.workbench import list_impact, own_figures, own_impact
from tests.backend.databases import settings as settings
from tests.backend.desk import hand_in, open_desk
from tests.backend.registry.leaving import on_the_register
from tests.backend.workbench.writing import AUTHOR, draft
from tests.durability.test_long_work import Hands, hands, row, until, work  # noqa: F401
from tests.people import LI_JIANGUO, WANG_XIUYING, ZHAO_MIN

pytestmark = [pytest.mark.xdist_group("durability"), pytest.mark.timeout(180)]
ENTRY = "tests.durability.policies:main"
FACTS = ("work.status", "unemp.registered", "work.willing", "work.capacity", "pension.receiving")
COLUMNS = ("编号", "person.sex", "person.hukou_code", *FACTS, "person.birth_date")
KNOWN = ("F", "360502", "unemployed", "true", "true", "full", "false")


def died_and_went_on(hands: Hands, work: Work, job_id: str, after: int) -> None:  # noqa: F811
    assert hands.ended(hands.hire(f"job.after_step:{after}", ENTRY)) == 137
    assert row(work, job_id).cursor == after
    hands.hire(entry=ENTRY)
    until(lambda: row(work, job_id).state == "done")
    assert row(work, job_id).runs == 2


def test_an_impact_on_our_own_people(work: Work, hands: Hands) -> None:  # noqa: F811
    desk = open_desk(work)
    for person in (ZHAO_MIN, LI_JIANGUO):
        on_the_register(desk, person)
    hand_in(work, WANG_XIUYING)
    version_id = draft(desk)
    died_and_went_on(hands, work, desk.do(AUTHOR, own_impact.start, version_id), 2)
    found = desk.read(AUTHOR, own_figures.figures, version_id)[1]
    assert found.people == 3
    assert len({line.number for line in found.lines}) == len(found.lines) == found.changes


def test_an_impact_on_a_list(work: Work, hands: Hands) -> None:  # noqa: F811
    desk = open_desk(work)
    version_id = draft(desk)
    rows = [(f"{at:03}", *KNOWN, f"19{70 + at}-03-05") for at in range(14)]
    path = work.services.settings.data / "list.parquet"
    pl.DataFrame(rows, schema=list(COLUMNS), orient="row").write_parquet(path)
    file_id = work.services.files.put_from(path)
    job_id = desk.do(AUTHOR, list_impact.start, version_id, file_id, ".parquet", len(rows))
    died_and_went_on(hands, work, job_id, 2)
    found = desk.read(AUTHOR, list_impact.latest, version_id)[1]
    # Born 1976-12-02 to 1986-12-01: 40 to 49 years old on the day; of each year one.
    assert (found.people, found.by_category["“4050”人员"]["lose"], found.affected) == (14, 7, 7)
    pieces = work.read_now(SYSTEM, jobs.result_of, job_id)
    lines = b"".join(pieces).decode("utf-8-sig").splitlines()
    assert [line.partition(",")[0] for line in lines] == ["编号", *(f"{at:03}" for at in range(7, 14))]
    assert work.do_now(SYSTEM, list_impact.forget_portions) == 5
    assert work.do_now(SYSTEM, list_impact.forget_portions) == 0
