"""With several cities a question is put to every document until the city is known, then to its own."""

from collections.abc import Callable

from tests.chat import Chat
from tests.people import WANG_XIUYING, Person

Visit = Callable[[Person], Chat]


async def test_a_question_before_the_city_is_told_is_answered_by_document_and_the_city_asked_again(
    visit: Visit,
) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("自测")
    await wang.sees("您在哪个城市办事")
    await wang.says("退出后多久能再申请？")
    await wang.sees("第三条第（二）项", "乌有市", "第四条", "您在哪个城市办事")
    await wang.says("新余")
    await wang.sees("第1步")
    await wang.says("退出后多久能再申请？")
    await wang.sees("第三条第（二）项", "第1步")
    await wang.sees_nothing_of("乌有市")
