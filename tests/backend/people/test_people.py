"""Accounts, consents and the persons behind them."""

import httpx2
from sqlalchemy import func, select

from backend.core.actors import Citizen
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Caller, Work
from backend.people.models import Account, Consent, Person
from backend.people.service import account_of, consent, details_of, ensure_account, keep_person, person_of
from contract.application import ConsentText
from tests.backend.citizen import AtTheWall
from tests.people import JI_YONGQIANG, WANG_XIUYING

WANG = Caller(Citizen("telegram", WANG_XIUYING.chat_id))


def test_looking_around_makes_no_account(work: Work) -> None:
    assert work.read_now(WANG, account_of) is None


def test_an_account_is_made_once_and_knows_no_person(work: Work) -> None:
    first, second = (work.do_now(WANG, lambda unit: ensure_account(unit).id) for _ in range(2))
    assert first == second
    columns = set(Account.__table__.columns.keys())
    assert columns == {"id", "channel", "chat_id", "language", "reachable", "news_paused", "created_at"}


def test_a_person_is_one_row_with_the_newest_telephone(work: Work) -> None:
    def keep(unit: Unit, phone: str) -> str:
        return keep_person(unit, JI_YONGQIANG.id_number, JI_YONGQIANG.name, phone).id

    assert work.do_now(SYSTEM, keep, "19900000006") == work.do_now(SYSTEM, keep, "19911112222")

    def known(unit: Unit) -> tuple[dict[str, str], bytes, str]:
        person = person_of(unit, JI_YONGQIANG.id_number)
        assert person is not None
        return details_of(unit, person), person.sealed, person.id_index

    details, sealed, index = work.read_now(SYSTEM, known)
    assert details == {"id_number": JI_YONGQIANG.id_number, "name": "𠮷永强", "phone": "19911112222"}
    assert JI_YONGQIANG.id_number.encode() not in sealed
    assert JI_YONGQIANG.id_number not in index
    assert work.read_now(SYSTEM, lambda unit: unit.session.scalar(select(func.count(Person.id)))) == 1


def test_the_same_consent_is_recorded_once(work: Work) -> None:
    for _ in range(2):
        work.do_now(WANG, lambda unit: consent(unit, "2026-11-360500", "xinyu-2023-82").id)
    assert work.read_now(SYSTEM, lambda unit: unit.session.scalar(select(func.count(Consent.id)))) == 1


async def test_the_consent_says_who_what_why_how_long_and_whom_to_call(http: httpx2.AsyncClient) -> None:
    text = await AtTheWall(http).ask(ConsentText, "GET", "/consents/application?pack=xinyu-2023-82")
    for words in ("新余市就业创业服务中心", "就业困难人员认定", "身份证号", "敏感个人信息", "30天", "12333"):
        assert words in text.text
    english = await AtTheWall(http).in_english().ask(ConsentText, "GET", "/consents/application?pack=xinyu-2023-82")
    assert english.agree == "I agree, start"
