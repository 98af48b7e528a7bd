"""业务问答 at the desk (GZ-45): a station asks, the city answers, another county finds it."""

from tests.backend.desk import Desk
from tests.console.conftest import SignIn
from tests.people import HE_WEI, ZHOU_MIN

ROOM = "/staff/practice"
QUESTION, ANSWER = "夫妻一方在外地就业，算不算零就业家庭？", "不算。只要有一人就业，就不是零就业家庭。"


async def test_gz_45_a_station_asks_the_city_answers_and_another_county_finds_it(sign_in: SignIn, desk: Desk) -> None:
    desk.employ("qinfang", "秦芳", "360500")
    station, city = await sign_in(ZHOU_MIN.login), await sign_in("qinfang")
    page = await station.get(ROOM)
    silent = await station.send(page.form(ROOM), article="第一条", question="")
    assert (silent.status, "请写问题" in silent.text, "第一条" in silent.response.text) == (422, True, True)
    asked = await station.send(silent.form(ROOM), article="第一条", question=QUESTION)
    assert "等答复" in asked.text
    home = await city.get("/staff/")
    assert "业务问题 1 件" in home.text
    listed = await city.get(next(link for link in home.links if link.startswith(ROOM)))
    one = await city.get(next(link for link in listed.links if link.startswith(ROOM + "/")))
    silent = await city.send(one.form("/answer"), answer=" ")
    assert (silent.status, "请写答复" in silent.text) == (422, True)
    await city.send(silent.form("/answer"), answer=ANSWER)
    home = await station.get("/staff/")
    assert "业务问题有答复 1 件" in home.text
    page = await station.send((await station.get(f"{ROOM}/1")).form("/read"))
    assert ANSWER in page.text
    assert "业务问题有答复" not in (await station.get("/staff/")).text
    county = await sign_in(HE_WEI.login)
    found = await county.get(ROOM + "?text=零就业家庭")
    assert QUESTION in found.text
    assert QUESTION not in (await county.get(ROOM + "?text=培训券")).text
    assert ANSWER in (await county.get(f"{ROOM}/1")).text
    inspector = await sign_in("inspector")
    assert ROOM in (await inspector.get("/staff/care")).links
    assert [form.action for form in (await inspector.get(f"{ROOM}/1")).forms if form.action.startswith(ROOM)] == []


async def test_a_question_that_is_not_needed_any_more_is_taken_back(sign_in: SignIn, desk: Desk) -> None:
    station = await sign_in(ZHOU_MIN.login)
    asked = await station.send((await station.get(ROOM)).form(ROOM), article="", question=QUESTION)
    page = await station.send(asked.form("/withdraw"))
    assert QUESTION not in page.text
