"""代办 with several cities: the policy is the one of the person helped, whatever city the helper's chat is about."""

from collections.abc import Callable

from tests.chat import Chat
from tests.people import WANG_XIAOYAN, Person


async def test_the_city_of_the_person_helped_is_asked(visit: Callable[[Person], Chat]) -> None:
    daughter = visit(WANG_XIAOYAN)
    await daughter.says("乌有")
    await daughter.says("代办")
    await daughter.taps("为另一个人代办")
    await daughter.sees("要帮的人，户口在哪个城市", within=10)
    await daughter.says("嗯嗯")
    await daughter.sees("我没有看懂", "要帮的人，户口在哪个城市", within=10)
    await daughter.says("新余")
    await daughter.sees("您是本人的什么人", within=10)
    await daughter.taps("子女")
    await daughter.says(f"王秀英 王小燕 {WANG_XIAOYAN.phone}")
    await daughter.taps("为王秀英自测")
    await daughter.sees("您现在在为王秀英办理", "新余市 · 第1步", within=10)


async def test_my_mother_said_first_keeps_the_question_of_her_city(visit: Callable[[Person], Chat]) -> None:
    daughter = visit(WANG_XIAOYAN)
    await daughter.says("乌有")
    await daughter.says("代办")
    await daughter.sees("要由本人来做", within=10)
    await daughter.says("帮我妈")
    await daughter.sees("好的，帮“我妈”办。还差一样：本人户口在哪个城市。", within=10)
    await daughter.taps("新余")
    await daughter.sees("请用一行写", within=10)


async def test_grounds_asked_on_the_way_are_of_the_city_chosen_there_and_the_question_comes_again(
    visit: Callable[[Person], Chat],
) -> None:
    daughter = visit(WANG_XIAOYAN)
    await daughter.says("乌有")
    await daughter.says("代办")
    await daughter.taps("为另一个人代办")
    await daughter.taps("新余")
    for question in ("您是本人的什么人", "请用一行写"):
        await daughter.sees(question, within=10)
        await daughter.says("依据是什么")
        await daughter.sees("政策依据", "余人社字〔2023〕82号", question, within=10)
        await daughter.sees_nothing_of("乌有")
        await daughter.says("第三条")
        await daughter.sees("动态管理", question, within=10)
        await daughter.says("子女")


async def test_who_says_what_she_is_herself_is_not_taken_for_the_person_helped(visit: Callable[[Person], Chat]) -> None:
    officer = visit(WANG_XIAOYAN)
    await officer.says("我是村干部 帮村里人办")
    await officer.sees("好的，记下了。还差一样：本人户口在哪个城市。", within=10)
