"""A desk at a fair: matching with its posts alone, and questions that are taken down (GZ-33)."""

import pytest

from backend.activities import fair_posts
from backend.assistance.models import Ticket
from backend.matching import desk as view
from tests.backend.activities.planned import plan
from tests.backend.applications.test_queue_plans import asked
from tests.backend.desk import Desk
from tests.backend.vacancies.posts import enter_employer, opened
from tests.console.conftest import SignIn
from tests.people import CHENGNAN, ZHOU_MIN


@pytest.fixture
def employer(desk: Desk) -> int:
    return enter_employer(desk)


async def test_gz_33_at_a_fair_only_its_posts_are_matched_and_skills_are_asked(
    sign_in: SignIn, desk: Desk, employer: int
) -> None:
    fair = plan(desk)
    there = opened(desk, employer, title="现场保洁员")
    cook = opened(desk, employer, title="现场厨师", occupation="4-03", skills="会做饭")
    opened(desk, employer, title="别处保洁员")
    for post in (there, cook):
        desk.do(ZHOU_MIN, fair_posts.add, fair, post)
    zhou = await sign_in("zhoumin")
    room = f"/staff/matching?fair={fair}"
    assert room in (await zhou.get(f"/staff/activities/{fair}")).links
    page = await zhou.get(room)
    assert "只从“城南街道专场招聘会”的岗位里找" in page.text
    found = (await zhou.get(f"{room}&asked=1&skills=cooking")).text
    assert found.index("现场厨师") < found.index("现场保洁员")
    assert "用得上：会做饭" in found
    assert "别处保洁员" not in found
    assert "别处保洁员" in (await zhou.get("/staff/matching?asked=1&kinds=cleaning")).text
    assert (await zhou.get("/staff/matching?fair=nothing")).status == 404


async def test_gz_33_a_question_at_the_fair_is_a_ticket_with_an_office_and_a_day(sign_in: SignIn, desk: Desk) -> None:
    fair = plan(desk)
    zhou = await sign_in("zhoumin")
    page = await zhou.get(f"/staff/activities/{fair}")
    assert "咨询窗口已登记0件" in page.text
    asks = {"ask_kind": "consult", "ask_area": CHENGNAN, "ask_name": "王秀英", "ask_text": "社保补贴怎么申请"}
    silent = await zhou.send(page.form("/questions"), **asks, ask_phone="")
    assert (silent.status, "请填写联系电话" in silent.text, "社保补贴怎么申请" in silent.text) == (422, True, True)
    done = await zhou.send(silent.form("/questions"), **asks, ask_phone="13800001111")
    assert "咨询窗口已登记1件" in done.text
    assert desk.count(Ticket) == 1
    listed = await zhou.get("/staff/tickets")
    assert "政策咨询" in listed.text


def test_gz_33_what_matching_asks_of_the_database_does_not_grow_with_the_fair(desk: Desk, employer: int) -> None:
    fair = plan(desk)

    def statements() -> int:
        return len(asked(desk, ZHOU_MIN, view.posts_for, "", {"kinds": "cleaning"}, fair, about="SELECT"))

    for _number in range(5):
        opened(desk, employer)
    desk.do(ZHOU_MIN, fair_posts.add, fair, f"employer:{employer}")
    few = statements()
    for _number in range(25):
        opened(desk, employer)
    desk.do(ZHOU_MIN, fair_posts.add, fair, f"employer:{employer}")
    assert statements() == few <= 25
