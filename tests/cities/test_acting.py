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
