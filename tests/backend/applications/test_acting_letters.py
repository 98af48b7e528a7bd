"""代办 in the chat: whose letters and whose data they are, and how a mandate ends."""


import httpx2
import pytest

from backend.applications import review
from backend.applications.mandate_letters import forget_mandates
from backend.applications.views import DefectClaim
from backend.core.work import SYSTEM, Work
from backend.people import mandate_details
from backend.people import mandates as rooms
from contract.application import OwnData
from contract.mandate import Mandate
from tests.backend.applications.acting import asks, fills, ready, row_of, says
from tests.backend.applications.acting import daughter as daughter
from tests.backend.applications.acting import mother as mother
from tests.backend.citizen import AtTheWall, refuses
from tests.backend.desk import Desk
from tests.conftest import StoppedClock
from tests.people import WANG_XIAOYAN, WANG_XIUYING, ZHAO_MIN, ZHOU_MIN

# --- letters


def letters_to(desk: Desk, case_id: str) -> list[tuple[str, int]]:
    return [(letter.channel, letter.chat_id) for letter in desk.letters(case_id)]


def returned(desk: Desk, case_id: str) -> None:
    desk.take_up(ZHOU_MIN, case_id)
    claim = DefectClaim("field", "phone", "电话打不通。")
    desk.do(ZHOU_MIN, review.return_for_correction, case_id, desk.version(case_id), (claim,))


async def test_letters_go_to_the_helper_and_say_for_whom(daughter: AtTheWall, desk: Desk) -> None:
    sent = await daughter.sends(await ready(daughter, await asks(daughter)))
    (letter,) = desk.letters(sent.id)
    assert (letter.channel, letter.chat_id) == ("web", WANG_XIAOYAN.chat_id)
    assert letter.text.startswith("您代办的事项，本人：王秀英")


async def test_letters_go_to_her_own_chat_once_she_has_one(
    daughter: AtTheWall, mother: AtTheWall, desk: Desk
) -> None:
    mandate = await asks(daughter)
    sent = await daughter.sends(await ready(daughter, mandate))
    await says(mother, mandate, "agree")
    returned(desk, sent.id)
    letter = desk.letters(sent.id)[-1]
    assert (letter.channel, letter.chat_id) == ("web", WANG_XIUYING.chat_id)
    assert "代办" not in letter.text
    copy = desk.letters(sent.id)[-2]
    assert (copy.channel, copy.chat_id) == ("web", WANG_XIAOYAN.chat_id), "who mends it has to know"
    assert copy.text.startswith("您代办的事项，本人：王秀英\n\n您的申请需要补正")
    assert f"通知编号：{copy.number}" in copy.text
    assert letter.number not in copy.text
    assert [case.id for case in await mother.cases()] == [sent.id]
    turn = await daughter.puts(await daughter.application(sent.id), "phone", "19900000011")
    assert (await daughter.does(turn, "supply")).state == "in_review"  # 补正 is within the mandate.


async def test_with_the_mandate_ended_no_letter_goes_to_the_helper_any_more(
    daughter: AtTheWall, desk: Desk
) -> None:
    mandate = await asks(daughter)
    sent = await daughter.sends(await ready(daughter, mandate))
    await daughter.ask(Mandate, "POST", f"/mandates/{mandate.id}/end")
    assert desk.letters(sent.id)[0].state == "cancelled"  # It had not left yet.
    returned(desk, sent.id)
    last = desk.letters(sent.id)[-1]
    assert (last.channel, last.state) == ("mandate", "failed")  # For the officer to hand out on paper.


# --- the principal's rights, and the end


async def test_a_code_is_for_one_chat_and_never_the_helpers_own(
    daughter: AtTheWall, mother: AtTheWall, http: httpx2.AsyncClient
) -> None:
    mandate = await asks(daughter)
    with refuses("mandate.own", 409):
        await says(daughter, mandate, "agree")
    await says(mother, mandate, "agree")
    with refuses("mandate.of_another_chat", 409):
        await says(AtTheWall(http, ZHAO_MIN), mandate, "agree")
    with refuses("mandate.not_found", 404):
        await mother.ask(Mandate, "POST", "/mandates/answers", {"code": "0000-0000-0000", "answer": "look"})


async def test_her_data_is_hers_whoever_filled_it_in(daughter: AtTheWall, mother: AtTheWall) -> None:
    mandate = await asks(daughter)
    turn = await fills(daughter, mandate)
    await says(mother, mandate, "agree")
    held = await mother.ask(OwnData, "GET", "/own-data")
    assert [one.kind for one in held.items] == ["draft"]
    await mother.ask(OwnData, "DELETE", "/own-data")
    assert (await daughter.application(turn.id)).state == "withdrawn"


async def test_a_helper_who_has_her_data_erased_acts_for_nobody_any_more(daughter: AtTheWall, work: Work) -> None:
    mandate = await asks(daughter)
    await daughter.ask(OwnData, "DELETE", "/own-data")
    assert row_of(work, mandate).state == "ended"


async def test_a_mandate_of_which_nothing_came_is_forgotten(
    daughter: AtTheWall, work: Work, clock: StoppedClock
) -> None:
    mandate = await asks(daughter)
    clock.advance(days=31)
    assert work.do_now(SYSTEM, forget_mandates) == 1
    assert work.do_now(SYSTEM, forget_mandates) == 0
    row = row_of(work, mandate)
    assert row.state == "expired"
    assert work.read_now(SYSTEM, mandate_details.details_of, row) == {}


async def test_over_by_its_day_is_marked_at_night(daughter: AtTheWall, work: Work, clock: StoppedClock) -> None:
    mandate = await asks(daughter)
    clock.advance(days=180)
    assert work.do_now(SYSTEM, rooms.expire) == 0
    clock.advance(days=1)
    assert work.do_now(SYSTEM, rooms.expire) == 1
    assert row_of(work, mandate).state == "expired"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"principal": "123"}, "field.name_only"),
        ({"helper": ""}, "field.empty"),
        ({"helper_phone": "12"}, "phone.length"),
        ({"relation": "boss"}, "mandate.relation_unknown"),
        ({"principal": "王小燕"}, "mandate.yourself"),
    ],
)
async def test_bad_input_is_refused_with_words(daughter: AtTheWall, wrong: dict[str, str], code: str) -> None:
    with refuses(code, 422):
        await asks(daughter, **wrong)  # type: ignore[arg-type]
