"""代办 in the chat: a daughter fills in for her mother, with a mandate, and only as long as it stands."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx2
import pytest

from backend.applications.models import Application
from backend.core import audit
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Work
from backend.people.models import Account
from contract.application import ApplicationTurn, OwnData
from contract.mandate import Mandate
from tests import papers
from tests.backend.applications.acting import (
    DAUGHTER,
    LETTER,
    asks,
    begins,
    checks,
    fills,
    ready,
    row_of,
    says,
)
from tests.backend.applications.acting import daughter as daughter
from tests.backend.applications.acting import mother as mother
from tests.backend.citizen import AtTheWall, refuses
from tests.backend.desk import Desk
from tests.conftest import StoppedClock
from tests.people import LI_JIANGUO, WANG_XIAOYAN, WANG_XIUYING, ZHANG_GUIHUA, ZHAO_MIN, ZHOU_MIN

# --- filling in and handing in


async def test_a_daughter_fills_in_for_her_mother_and_every_turn_says_for_whom(daughter: AtTheWall) -> None:
    mandate = await asks(daughter)
    assert (mandate.part, mandate.state, mandate.other, mandate.active) == ("helper", "requested", "王秀英", True)
    checked = await checks(daughter, mandate)
    assert checked.for_whom == "王秀英"
    turn = await daughter.consents(checked.id)
    assert turn.for_whom == "王秀英"
    assert turn.prompt is not None
    assert turn.prompt.field != "name"  # told already, not asked twice
    assert (await daughter.fills(turn)).for_whom == "王秀英"


async def test_without_the_signed_paper_nothing_reaches_an_office(daughter: AtTheWall, work: Work) -> None:
    mandate = await asks(daughter)
    turn = await fills(daughter, mandate)
    for paper in turn.papers:
        if paper.item.needed and paper.item.id != LETTER:
            turn = await daughter.hands_in(turn, paper.item.id, papers.jpeg(paper.item.title))
    assert LETTER in [paper.item.id for paper in turn.papers]
    assert not turn.can_submit
    with refuses("application.papers_missing", 409):
        await daughter.sends(turn)
    turn = await daughter.hands_in(turn, LETTER, papers.jpeg("委托书"))
    sent = await daughter.sends(turn)
    assert sent.state == "submitted"
    assert (row_of(work, mandate).state, row_of(work, mandate).how) == ("given", "paper")


async def test_her_mothers_word_in_her_own_chat_stands_for_the_paper(
    daughter: AtTheWall, mother: AtTheWall, work: Work
) -> None:
    mandate = await asks(daughter)
    looked = await says(mother, mandate, "look")
    assert (looked.part, looked.other, looked.state) == ("principal", "王小燕", "requested")
    assert row_of(work, mandate).state == "requested"  # Looking decides nothing.
    assert (await says(mother, mandate, "agree")).state == "given"
    turn = await ready(daughter, mandate)
    assert LETTER not in [paper.item.id for paper in turn.papers]
    assert (await daughter.sends(turn)).state == "submitted"


async def test_the_review_page_tells_who_acted_for_whom_and_shows_the_paper(
    daughter: AtTheWall, desk: Desk
) -> None:
    sent = await daughter.sends(await ready(daughter, await asks(daughter)))
    case = desk.case(ZHOU_MIN, sent.id)
    assert ("王* 代 王*", "提交了申请") in [(line.actor, line.sentence) for line in case.timeline]
    assert len(next(paper for paper in case.papers if paper.requirement == LETTER).files) == 1
    entries = desk.work.read_now(SYSTEM, lambda unit: audit.history(unit.session, f"application:{sent.id}"))
    submitted = next(entry for entry in entries if entry.action == "application.submitted")
    assert (submitted.actor_kind, submitted.actor) == ("helper", DAUGHTER)
    assert submitted.params["mandate"]


async def test_a_helper_hands_in_for_the_person_of_the_mandate_and_nobody_else(daughter: AtTheWall) -> None:
    turn = await ready(daughter, await asks(daughter))
    turn = await daughter.ask(ApplicationTurn, "POST", f"/applications/{turn.id}/fields/name/reopen")
    turn = await daughter.puts(turn, "name", "王小燕")
    with refuses("mandate.other_person", 409, name="王秀英"):
        await daughter.sends(turn)


# --- going on


async def test_what_was_answered_for_her_is_not_asked_again(daughter: AtTheWall) -> None:
    mandate = await asks(daughter)
    first = await begins(daughter, mandate)
    assert (first.news, first.draft) == ("", "")
    assert first.screening is not None
    await daughter.replies(await daughter.replies(first.screening))
    again = await begins(daughter, mandate)
    assert again.screening is not None
    assert again.screening.id == first.screening.id
    assert [line.fact for line in again.screening.answered] == ["work.status", "person.hukou_code"]
    assert again.news == "接着上次：王秀英的2个回答都还在，不用再答。"
    assert again.screening.for_whom == "王秀英"


async def test_a_form_begun_for_her_is_gone_on_with(daughter: AtTheWall) -> None:
    mandate = await asks(daughter)
    turn = await daughter.consents((await checks(daughter, mandate)).id)
    again = await begins(daughter, mandate)
    assert (again.screening, again.draft) == (None, turn.id)
    assert again.news == "接着上次：王秀英的申请表已经开始填了。"


async def test_two_people_are_each_gone_on_with_by_themselves(daughter: AtTheWall) -> None:
    mother, uncle = await asks(daughter), await asks(daughter, LI_JIANGUO, "relative")
    begun = (await begins(daughter, mother)).screening
    assert begun is not None
    await daughter.replies(begun)
    fresh = await begins(daughter, uncle)
    assert fresh.screening is not None
    assert (fresh.news, fresh.screening.answered) == ("", ())


# --- what no helper may do


async def test_a_helper_takes_nothing_back_that_an_office_has(daughter: AtTheWall, mother: AtTheWall) -> None:
    mandate = await asks(daughter)
    sent = await daughter.sends(await ready(daughter, mandate))
    with refuses("mandate.principal_only", 403):
        await daughter.does(sent, "withdraw")
    await says(mother, mandate, "agree")
    assert (await mother.does(sent, "withdraw")).state == "withdrawn"


ACTS: dict[str, Callable[[AtTheWall, ApplicationTurn], Awaitable[Any]]] = {
    "look": lambda one, turn: one.application(turn.id),
    "fill": lambda one, turn: one.puts(turn, "phone", "19900000009"),
    "paper": lambda one, turn: one.hands_in(turn, "identity", papers.jpeg("另一张")),
    "submit": lambda one, turn: one.sends(turn),
    "withdraw": lambda one, turn: one.does(turn, "withdraw"),
    "print": lambda one, turn: one.document(f"/applications/{turn.id}/form.pdf"),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("end", ["by_helper", "by_principal", "refused", "by_day"])
async def test_with_an_ended_mandate_a_helper_sees_and_does_nothing(
    daughter: AtTheWall, mother: AtTheWall, clock: StoppedClock, end: str, act: str
) -> None:
    mandate = await asks(daughter)
    turn = await fills(daughter, mandate)
    if end == "by_helper":
        assert (await daughter.ask(Mandate, "POST", f"/mandates/{mandate.id}/end")).state == "ended"
    elif end == "by_principal":
        await says(mother, mandate, "agree")
        await mother.ask(Mandate, "POST", f"/mandates/{mandate.id}/end")
    elif end == "refused":
        assert (await says(mother, mandate, "refuse")).state == "refused"
    else:
        clock.advance(days=181)  # Before any night has marked it: the day alone counts.
    with refuses("application.not_found", 404):
        await ACTS[act](daughter, turn)
    assert await daughter.cases() == ()
    assert (await daughter.home()).draft is None


@pytest.mark.parametrize("act", ACTS)
async def test_without_a_mandate_nobody_sees_or_does_anything(
    daughter: AtTheWall, http: httpx2.AsyncClient, act: str
) -> None:
    turn = await fills(daughter, await asks(daughter))
    stranger = AtTheWall(http, ZHAO_MIN)
    with refuses("application.not_found", 404):
        await ACTS[act](stranger, turn)
    (mandate,) = await daughter.ask(tuple[Mandate, ...], "GET", "/mandates")
    with refuses("mandate.not_found", 404):
        await stranger.ask(Mandate, "POST", f"/mandates/{mandate.id}/end")


async def test_nobody_speaks_for_an_account_that_is_acted_for(daughter: AtTheWall, work: Work) -> None:
    turn = await fills(daughter, await asks(daughter))

    def chat(unit: Unit) -> int:
        row = unit.session.get_one(Application, turn.id)
        return unit.session.get_one(Account, row.account_id).chat_id

    named = AtTheWall(daughter.http, WANG_XIUYING, account=f"mandate:{work.read_now(SYSTEM, chat)}")
    with refuses("access.account_missing", 400):
        await named.application(turn.id)


# --- several people


async def test_two_people_and_ones_own_affairs_never_mix(http: httpx2.AsyncClient, daughter: AtTheWall) -> None:
    uncle = AtTheWall(http, ZHANG_GUIHUA, account=DAUGHTER, keys=daughter.keys)
    herself = AtTheWall(http, LI_JIANGUO, account=DAUGHTER, keys=daughter.keys)
    for_mother, for_uncle = await asks(daughter), await asks(daughter, ZHANG_GUIHUA, "relative")
    first, second = await fills(daughter, for_mother), await fills(uncle, for_uncle)
    own = await herself.begins(person__birth_date="1970.1.1")
    assert [first.for_whom, second.for_whom, own.for_whom] == ["王秀英", "张桂花", ""]
    assert len({first.id, second.id, own.id}) == 3
    names = {one.id: next(line.shown for line in one.lines if line.field == "name") for one in (first, second)}
    again = await daughter.application(first.id)
    assert next(line.shown for line in again.lines if line.field == "name") == names[first.id] == "王秀英"
    assert {case.for_whom for case in await daughter.cases()} == {"王秀英", "张桂花", ""}
    home = await daughter.home()
    assert home.draft is not None
    assert home.draft.id == own.id
    held = await daughter.ask(OwnData, "GET", "/own-data")
    assert [one.kind for one in held.items].count("draft") == 1  # What belongs to others is no data of hers.


async def test_a_private_chat_acts_for_few_people_at_a_time(daughter: AtTheWall) -> None:
    for person in (WANG_XIUYING, LI_JIANGUO, ZHANG_GUIHUA):
        last = await asks(daughter, person)
    with refuses("mandate.too_many", 409, limit=3):
        await asks(daughter, ZHAO_MIN)
    await daughter.ask(Mandate, "POST", f"/mandates/{last.id}/end")
    assert (await asks(daughter, ZHAO_MIN)).other == "赵敏"


async def test_trying_numbers_counts_for_the_helper_however_many_people_she_names(daughter: AtTheWall) -> None:
    turn = await daughter.consents((await checks(daughter, await asks(daughter))).id)
    for person in (LI_JIANGUO, ZHANG_GUIHUA, ZHAO_MIN, WANG_XIAOYAN):
        turn = await daughter.puts(turn, "id_number", person.id_number)
        turn = await daughter.ask(ApplicationTurn, "POST", f"/applications/{turn.id}/fields/id_number/reopen")
    other = await daughter.consents((await checks(daughter, await asks(daughter, LI_JIANGUO))).id)
    await daughter.puts(other, "id_number", WANG_XIUYING.id_number)
    other = await daughter.ask(ApplicationTurn, "POST", f"/applications/{other.id}/fields/id_number/reopen")
    with refuses("id_number.too_many_tries", 409):
        await daughter.puts(other, "id_number", "360502197001019912")


async def test_somebody_with_an_open_case_gets_no_second_one_through_a_helper(
    daughter: AtTheWall, mother: AtTheWall
) -> None:
    await mother.applies()
    turn = await daughter.consents((await checks(daughter, await asks(daughter))).id)
    with refuses("id_number.not_here", 409):
        await daughter.puts(turn, "id_number", WANG_XIUYING.id_number)
