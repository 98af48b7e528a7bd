"""Signing in: the same answer for everyone who may not, a limit for guessers, an end for every session."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.core.work import SYSTEM
from backend.staff import duty, passwords, sessions
from backend.staff import service as staff
from backend.staff.models import OfficerRow, SignInFailure, StaffSession
from tests.backend.desk import Desk, refused
from tests.people import WU_GANG, ZHOU_MIN

HERE = "203.0.113.7"
SHORTEST_OF_FAILURES = 10


@pytest.fixture
async def known(desk: Desk) -> Desk:
    """周敏 has chosen a password by invitation."""
    secret = desk.do("admin", staff.invite, desk.officers["zhoumin"].id)
    await sessions.choose_first_password(desk.work, secret, ZHOU_MIN.password)
    return desk


async def sign_in(desk: Desk, password: str = ZHOU_MIN.password, login: str = "zhoumin") -> sessions.SignedIn:
    return await sessions.sign_in(desk.work, login, password, HERE)


async def test_an_invitation_is_good_once(desk: Desk) -> None:
    secret = desk.do("admin", staff.invite, desk.officers["zhoumin"].id)
    await sessions.choose_first_password(desk.work, secret, ZHOU_MIN.password)
    assert (await sign_in(desk)).officer.name == "周敏"
    with refused("staff.invitation_gone", 404):
        await sessions.choose_first_password(desk.work, secret, "another kettle-Rain 77")


async def test_an_invitation_ends_after_a_day_or_when_a_new_one_is_made(desk: Desk) -> None:
    first = desk.do("admin", staff.invite, desk.officers["zhoumin"].id)
    second = desk.do("admin", staff.invite, desk.officers["zhoumin"].id)
    with refused("staff.invitation_gone", 404):
        await sessions.choose_first_password(desk.work, first, ZHOU_MIN.password)
    desk.work.clock.advance(hours=24)  # type: ignore[attr-defined]
    with refused("staff.invitation_gone", 404):
        await sessions.choose_first_password(desk.work, second, ZHOU_MIN.password)


async def test_a_weak_first_password_is_refused_and_the_invitation_stays(desk: Desk) -> None:
    secret = desk.do("admin", staff.invite, desk.officers["zhoumin"].id)
    with refused("password.too_short", 422):
        await sessions.choose_first_password(desk.work, secret, "short")
    with refused("password.common", 422):
        await sessions.choose_first_password(desk.work, secret, "zhoumin-zhoumin")
    await sessions.choose_first_password(desk.work, secret, ZHOU_MIN.password)


async def test_unknown_wrong_kept_out_and_uninvited_hear_the_same(known: Desk) -> None:
    known.do("admin", duty.leave, known.officers["wugang"].id)
    bodies = []
    for login in ("zhoumin", "nobody", "wugang", "sunli"):
        with pytest.raises(Problem) as caught:
            await sign_in(known, "wrong kettle-Rain 1", login)
        bodies.append(caught.value.body())
    assert {(body.code, body.status) for body in bodies} == {("staff.sign_in_refused", 401)}


async def test_a_login_may_be_typed_in_capitals(known: Desk) -> None:
    assert (await sign_in(known, login=" ZhouMin ")).officer.name == "周敏"


@pytest.mark.parametrize(("spread", "most"), [("login", 10), ("address", 100)])
async def test_many_failures_in_a_quarter_of_an_hour_are_the_end_for_now(
    known: Desk, spread: str, most: int
) -> None:
    def fail(unit: Unit) -> None:
        for attempt in range(most - 1):
            login = "zhoumin" if spread == "login" else f"guess{attempt}"
            address = f"203.0.113.{attempt}" if spread == "login" else HERE
            unit.session.add(SignInFailure(login=login, address=address, at=unit.now))

    known.system(fail)
    await sign_in(known)  # An office shares its address: who knows the password comes in.
    with refused("staff.sign_in_refused", 401):
        login = "zhoumin" if spread == "login" else "guess"
        await sessions.sign_in(known.work, login, "wrong kettle-Rain 1", HERE)
    with pytest.raises(Problem) as caught:
        await sign_in(known)
    assert (caught.value.code, caught.value.params) == ("staff.too_many_attempts", {"minutes": 16})
    known.work.clock.advance(minutes=15)  # type: ignore[attr-defined]
    assert (await sign_in(known)).officer.name == "周敏"


async def test_success_is_no_failure(known: Desk) -> None:
    for _ in range(SHORTEST_OF_FAILURES + 2):
        await sign_in(known)
    assert known.count(SignInFailure) == 0


async def test_secrets_are_kept_as_hashes_only(known: Desk) -> None:
    signed_in = await sign_in(known)

    def kept(unit: Unit) -> list[str]:
        return list(unit.session.scalars(select(StaffSession.token_hash)))

    assert signed_in.token not in known.work.read_now(SYSTEM, kept)
    assert signed_in.token not in repr(signed_in)


async def test_an_idle_session_ends_and_a_used_one_ends_after_eight_hours(known: Desk) -> None:
    token = (await sign_in(known)).token
    clock = known.work.clock
    for _ in range(34):
        clock.advance(minutes=14)  # type: ignore[attr-defined]
        assert known.system(sessions.find_session, token) is not None
    clock.advance(minutes=5)  # type: ignore[attr-defined]
    assert known.system(sessions.find_session, token) is None
    idle = (await sign_in(known)).token
    clock.advance(minutes=15)  # type: ignore[attr-defined]
    assert known.system(sessions.find_session, idle) is None
    assert known.count(StaffSession) == 0


async def test_whoever_comes_back_in_time_is_told_the_new_end_and_not_the_old(known: Desk) -> None:
    token, clock = (await sign_in(known)).token, known.work.clock
    clock.advance(minutes=14)  # type: ignore[attr-defined]
    session = known.system(sessions.find_session, token)
    assert session.idle_until - clock() == timedelta(minutes=15)


async def test_sign_out_keeping_out_and_a_new_password_end_sessions_at_once(known: Desk) -> None:
    officer = known.officers["zhoumin"]
    token = (await sign_in(known)).token
    known.do(ZHOU_MIN, sessions.sign_out, token)
    assert known.system(sessions.find_session, token) is None

    token = (await sign_in(known)).token
    await sessions.change_password(known.work, officer, ZHOU_MIN.password, "another kettle-Rain 77", HERE)
    assert known.system(sessions.find_session, token) is None

    token = (await sign_in(known, "another kettle-Rain 77")).token
    known.do("admin", duty.leave, officer.id)
    assert known.system(sessions.find_session, token) is None


async def test_a_password_is_changed_only_by_who_knows_it(known: Desk) -> None:
    officer = known.officers["zhoumin"]
    with refused("staff.sign_in_refused", 401):
        await sessions.change_password(known.work, officer, "wrong", "another kettle-Rain 77", HERE)
    with refused("password.too_short", 422):
        await sessions.change_password(known.work, officer, ZHOU_MIN.password, "short", HERE)


async def test_rights_are_read_anew_for_every_request(known: Desk) -> None:
    token = (await sign_in(known)).token

    def move(unit: Unit) -> None:
        row = unit.session.get_one(OfficerRow, known.officers["zhoumin"].id)
        row.office_id = staff.office_of_area(unit, "360521001").id

    known.system(move)
    session = known.system(sessions.find_session, token)
    assert session.officer.area == "360521001"


async def test_officers_see_and_end_their_own_sessions_only(known: Desk) -> None:
    first, second = (await sign_in(known)).token, (await sign_in(known)).token
    lines = known.do(ZHOU_MIN, sessions.sessions_of, second)
    assert sorted(line.current for line in lines) == [False, True]
    other = next(line.id for line in lines if not line.current)
    with refused("session.not_found", 404):
        known.do(WU_GANG, sessions.end_session, other)
    known.do(ZHOU_MIN, sessions.end_session, other)
    assert known.system(sessions.find_session, first) is None
    assert known.system(sessions.find_session, second) is not None


async def test_a_hash_of_weaker_parameters_is_renewed_at_the_next_sign_in(known: Desk) -> None:
    weak = passwords.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(ZHOU_MIN.password)

    def weaken(unit: Unit) -> None:
        unit.session.get_one(OfficerRow, known.officers["zhoumin"].id).password_hash = weak

    known.system(weaken)
    await sign_in(known)

    def kept(unit: Unit) -> str:
        return unit.session.get_one(OfficerRow, known.officers["zhoumin"].id).password_hash

    assert not passwords.outdated(known.work.read_now(SYSTEM, kept))


async def test_what_has_ended_is_thrown_away(known: Desk) -> None:
    await sign_in(known)
    with refused("staff.sign_in_refused", 401):
        await sign_in(known, "wrong kettle-Rain 1")
    known.work.clock.advance(hours=9)  # type: ignore[attr-defined]
    known.system(sessions.forget_ended)
    assert (known.count(StaffSession), known.count(SignInFailure)) == (0, 0)
