"""找工作 with several cities: posts of her own, of another only when she asks for it."""

from collections.abc import Callable

from backend.core.work import Work
from tests.backend.desk import open_desk
from tests.backend.vacancies.posts import enter_employer, opened
from tests.bot.test_jobs_in_chat import WISHES
from tests.chat import Chat
from tests.people import WANG_XIUYING, Person


async def test_the_city_is_asked_first_and_others_are_shown_on_request(
    visit: Callable[[Person], Chat], work: Work
) -> None:
    desk = open_desk(work)
    opened(desk, enter_employer(desk))
    wang = visit(WANG_XIUYING)
    await wang.says("找岗位")
    await wang.sees("您在哪个城市", within=10)
    await wang.taps("乌有市")
    for wish in WISHES:
        await wang.sees("/6", within=10)
        await wang.taps(wish)
    await wang.sees("眼下没有别的合适岗位", "城市：乌有市", within=10)
    await wang.taps("看所有城市的岗位")
    page = await wang.sees("1. 社区保洁员", within=10)
    assert "看所有城市的岗位" not in [one.label for one in page.buttons]
    await wang.says("新余")
    await wang.says("找岗位")
    await wang.sees("合您意愿的岗位", "新余市", "1. 社区保洁员", within=10)
