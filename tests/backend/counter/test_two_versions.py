"""Two write one application: the person in her own chat, and the officer for her. Her newer words count; both are seen."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from backend.applications import form as forms
from backend.applications import service as applications
from backend.applications.dossier import own_application
from backend.applications.models import Application
from backend.core import audit
from backend.core.actors import Citizen
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Caller
from backend.counter import service as counter
from backend.counter.two_versions import Kept, put_over
from backend.people import mandate_details, mandates
from backend.people.consent import application_consent
from backend.people.mandate_models import Mandate
from backend.policies import service as checks
from contract.application import PutField, StartApplication
from contract.screening import GiveAnswer, StartScreening
from tests.backend.counter.entering import ANSWERS, checked, form_of, seen
from tests.backend.counter.test_lists import enters, texts, uploads
from tests.backend.counter.test_lists import mandates as all_mandates
from tests.backend.desk import PACK, Desk, refused
from tests.people import WANG_XIUYING, ZHOU_MIN

HERS = Caller(Citizen("web", WANG_XIUYING.chat_id))


def filled_half(desk: Desk) -> str:
    """周敏 has begun the form of 王秀英 and filled it in; 王秀英 has named the code in her own chat. Gives the mandate."""
    mandate = checked(desk, ZHOU_MIN)
    consent = seen(desk, ZHOU_MIN, mandate).consent
    assert consent is not None
    desk.do(ZHOU_MIN, counter.begin_form, mandate, consent.version)
    assert sends(desk, mandate, form_of(WANG_XIUYING), {}) == Kept({}, {})
    names_the_code(desk, mandate)
    return mandate


def names_the_code(desk: Desk, mandate: str) -> None:
    def code(unit: Unit) -> str:
        return mandate_details.shown_code(unit, unit.session.get_one(Mandate, mandate))

    desk.work.do_now(HERS, mandates.confirm, desk.work.read_now(SYSTEM, code))


def sends(desk: Desk, mandate: str, typed: Mapping[str, Sequence[str]], stood: Mapping[str, str]) -> Kept:
    def put(unit: Unit) -> Kept:
        return put_over(unit, counter.application_id(unit, mandate), typed, stood)

    kept: Kept = desk.do(ZHOU_MIN, put)
    return kept


def page(desk: Desk, mandate: str) -> tuple[dict[str, list[str]], dict[str, str]]:
    """What the officer's page holds when it is made: each line, and how it stood."""
    fields = seen(desk, ZHOU_MIN, mandate).fields
    return {one.id: list(one.values) for one in fields}, {one.id: one.stood for one in fields}


def changes(desk: Desk, mandate: str, field: str, text: str) -> None:
    """王秀英 changes a line of the application in her own chat."""
    def put(unit: Unit, case: str) -> None:
        own_application(unit, case, to_change=True).row.editing = field
        forms.put_field(unit, case, field, PutField(text=text))

    desk.work.do_now(HERS, put, application(desk, mandate))


def application(desk: Desk, mandate: str) -> str:
    turn = seen(desk, ZHOU_MIN, mandate).application
    assert turn is not None
    return turn.id


def line(desk: Desk, mandate: str, field: str) -> str:
    return next(one.stood for one in seen(desk, ZHOU_MIN, mandate).fields if one.id == field)


def test_a_page_that_was_open_does_not_write_over_what_she_said_meanwhile(desk: Desk) -> None:
    mandate = filled_half(desk)
    typed, stood = page(desk, mandate)
    changes(desk, mandate, "education", "高中")
    assert sends(desk, mandate, typed, stood) == Kept({}, {}), "the officer touched nothing: there is nothing to tell"
    assert line(desk, mandate, "education") != stood["education"]


def test_of_two_words_for_one_line_hers_counts_and_both_are_told(desk: Desk) -> None:
    mandate = filled_half(desk)
    typed, stood = page(desk, mandate)
    changes(desk, mandate, "education", "高中")
    hers = line(desk, mandate, "education")
    kept = sends(desk, mandate, typed | {"education": ["大专"], "political": ["中共党员"]}, stood)
    assert kept.wrong == {}
    assert list(kept.differs) == ["education"]
    assert (kept.differs["education"].now[:2], kept.differs["education"].typed) == ("高中", "大专")
    assert line(desk, mandate, "education") == hers
    assert line(desk, mandate, "political") != stood["political"], "every other line is kept"


def test_the_officer_who_has_seen_her_words_may_change_them(desk: Desk) -> None:
    mandate = filled_half(desk)
    changes(desk, mandate, "education", "高中")
    typed, stood = page(desk, mandate)
    assert sends(desk, mandate, typed | {"education": ["大专"]}, stood) == Kept({}, {})
    assert line(desk, mandate, "education") not in (stood["education"], "")


def test_several_ticks_are_one_line(desk: Desk) -> None:
    mandate = filled_half(desk)
    typed, stood = page(desk, mandate)
    assert sends(desk, mandate, typed, stood) == Kept({}, {})
    assert page(desk, mandate)[1] == stood


def begins_herself(desk: Desk) -> str:
    """王秀英 answers the self-check in her own chat and begins the form; gives the application."""
    answers: dict[str, Any] = ANSWERS | {
        "person.hukou_code": "渝水区",
        "person.sex": "女",
        "person.birth_date": f"{WANG_XIUYING.birth_date:%Y.%m.%d}",
    }
    turn = desk.work.do_now(HERS, checks.start_screening, StartScreening(pack=PACK))
    while turn.question:
        given = GiveAnswer(fact=turn.question.fact, text=answers[turn.question.fact])
        turn = desk.work.do_now(HERS, checks.answer, turn.id, given)

    def start(unit: Unit) -> str:
        version = application_consent(unit, PACK).version
        return applications.start_application(unit, StartApplication(screening=turn.id, consent_version=version)).id

    return desk.work.do_now(HERS, start)


def her_form(desk: Desk, case: str) -> dict[str, Any]:
    return desk.work.read_now(HERS, lambda unit: dict(own_application(unit, case).form))


@pytest.fixture
def listed(desk: Desk) -> str:
    """The mandate of a row that told the form but no consent: its cells wait."""
    enters(desk, uploads(desk, texts(consent="")))
    (mandate,) = all_mandates(desk)
    return mandate.id


def test_what_a_list_told_comes_along_when_she_begins_in_her_own_chat(desk: Desk, listed: str) -> None:
    names_the_code(desk, listed)
    case = begins_herself(desk)
    told = her_form(desk, case)
    assert told["certificate_no"] == WANG_XIUYING.certificate_no
    assert told["marital"]
    done = desk.system(lambda unit: [one.action for one in audit.history(unit.session, f"application:{case}")])
    assert "application.told_by_list" in done
    kept = desk.system(lambda unit: mandate_details.details_of(unit, unit.session.get_one(Mandate, listed)))
    assert kept["for_form"]["education"] == ["初中"], "with the officer it stays as it was told"


def test_what_she_writes_counts_and_stays_when_she_comes_back(desk: Desk, listed: str) -> None:
    names_the_code(desk, listed)
    case = begins_herself(desk)

    def put(unit: Unit) -> None:
        own_application(unit, case, to_change=True).row.editing = "education"
        forms.put_field(unit, case, "education", PutField(text="高中"))

    desk.work.do_now(HERS, put)
    hers = her_form(desk, case)["education"]
    assert begins_herself(desk) == case
    assert her_form(desk, case)["education"] == hers


def test_nothing_comes_along_from_a_mandate_that_is_not_hers_or_is_over(desk: Desk, listed: str) -> None:
    assert "certificate_no" not in her_form(desk, begins_herself(desk)), "she has named no code"
    with refused("mandate.not_found", 404):
        desk.work.do_now(HERS, mandates.end, listed)


def test_a_mandate_that_has_ended_brings_nothing(desk: Desk, listed: str) -> None:
    names_the_code(desk, listed)
    desk.work.do_now(HERS, mandates.end, listed)
    assert "certificate_no" not in her_form(desk, begins_herself(desk))


def test_the_officer_reads_where_the_list_and_she_differ_once_she_has_handed_in(desk: Desk, listed: str) -> None:
    names_the_code(desk, listed)
    case = begins_herself(desk)

    def put(unit: Unit) -> None:
        own_application(unit, case, to_change=True).row.editing = "education"
        forms.put_field(unit, case, "education", PutField(text="高中"))

    desk.work.do_now(HERS, put)
    assert seen(desk, ZHOU_MIN, listed).sent_herself is None, "until then her chat is hers alone"

    def handed_in(unit: Unit) -> None:
        row = unit.session.get_one(Application, case)
        row.submitted_at, row.state, row.receipt = unit.now, "declined", "XY000000007001"

    desk.system(handed_in)
    found = seen(desk, ZHOU_MIN, listed).sent_herself
    assert found is not None
    assert found.receipt == "XY000000007001"
    assert [(differs.now[:2], differs.typed) for _label, differs in found.lines] == [("高中", "初中")]
    desk.work.do_now(HERS, mandates.end, listed)
    assert seen(desk, ZHOU_MIN, listed).sent_herself is None, "nor after the mandate"
