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


async def test_after_just_ask_the_bare_name_of_a_city_changes_the_city(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("政策")
    await wang.taps("直接问")
    await wang.says("新余")
    await wang.sees("下面是新余市的政策", "您想问什么")
    await wang.says("退出后多久能再申请？")
    await wang.sees("第三条第（二）项")
    await wang.sees_nothing_of("乌有市")
    await wang.says("乌有市。")
    await wang.sees("下面是乌有市的政策", "您想问什么")
    await wang.says("退出后多久能再申请？")
    await wang.sees("最接近的条文", "乌有市", "第四条")


async def test_a_question_to_all_documents_names_the_one_that_is_silent(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("多久能办好")
    await wang.sees("新余市", "第七条第（三）项", "这里没有写明要多少天、多少个月", "乌有市", "没有找到合适的条文")

async def test_once_the_city_is_told_only_its_document_is_what_everything_rests_on(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("依据是什么")
    await wang.sees("政策依据", "余人社字〔2023〕82号", "乌人社〔2026〕1号")
    await wang.says("新余")
    await wang.sees("下面是新余市的政策")
    await wang.says("依据是什么")
    await wang.sees("政策依据", "余人社字〔2023〕82号")
    await wang.sees_nothing_of("乌人社〔2026〕1号")
