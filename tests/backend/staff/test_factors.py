"""The second factor (F65, S3): each code opens once, tries are counted, a lost phone can be helped, on either database."""

import asyncio

import pyotp
import pytest

from backend.core.problems import Problem
from backend.core.settings import Settings
from backend.core.unit import Unit
from backend.core.work import SYSTEM
from backend.staff import factors, second_step, sessions
from backend.staff import service as staff
from backend.staff.models import RecoveryCode, SecondFactor, StaffSession
from tests.backend.databases import settings as settings
from tests.backend.desk import Desk, refused
from tests.people import ZHOU_MIN

HERE = "203.0.113.7"


@pytest.fixture
def demanding(desk: Desk) -> Desk:
    """A house that demands the second factor of reviewers, and 周敏 with a password."""
    desk.work.services.settings.second_factor = "reviewer, policy, admin"
    secret = desk.do("admin", staff.invite, desk.officers["zhoumin"].id)
    desk.system(staff.accept_invitation, secret, sessions.passwords.hash_password(ZHOU_MIN.password))
    return desk


async def first_step(desk: Desk) -> second_step.Asked:
    needed = await sessions.sign_in(desk.work, "zhoumin", ZHOU_MIN.password, HERE)
    assert isinstance(needed, sessions.CodeNeeded)
    return await desk.work.read(SYSTEM, second_step.ask, needed)


async def bound(desk: Desk) -> tuple[str, tuple[str, ...]]:
    """周敏 binds a phone: the secret in it, and the recovery codes."""
    asked = await first_step(desk)
    assert asked.enrolment is not None
    secret = asked.enrolment.secret
    done = await second_step.finish(desk.work, asked.ticket, code_of(desk, secret), HERE)
    assert isinstance(done, second_step.Bound)
    desk.work.clock.advance(minutes=1)  # type: ignore[attr-defined]
    return secret, done.codes


def code_of(desk: Desk, secret: str, drift: int = 0) -> str:
    return pyotp.TOTP(secret).at(desk.work.clock(), counter_offset=drift)


async def tried(desk: Desk, code: str) -> sessions.SignedIn:
    done = await second_step.finish(desk.work, (await first_step(desk)).ticket, code, HERE)
    assert isinstance(done, sessions.SignedIn)
    return done


async def test_a_right_password_alone_opens_nothing(demanding: Desk) -> None:
    asked = await first_step(demanding)
    assert demanding.count(StaffSession) == 0
    assert demanding.system(sessions.find_session, asked.ticket) is None


async def test_binding_a_phone_opens_the_session_and_tells_recovery_codes_once(demanding: Desk) -> None:
    secret, codes = await bound(demanding)
    assert len(set(codes)) == factors.HOW_MANY
    kept = demanding.system(lambda unit: unit.session.get_one(SecondFactor, demanding.officers["zhoumin"].id).secret)
    assert secret.encode() not in kept
    assert (await tried(demanding, code_of(demanding, secret))).officer.name == "周敏"


async def test_a_wrong_code_binds_nothing_and_the_same_phone_may_try_again(demanding: Desk) -> None:
    asked = await first_step(demanding)
    with refused("staff.first_code_refused", 401):
        await second_step.finish(demanding.work, asked.ticket, "000000", HERE)
    again = await demanding.work.read(SYSTEM, second_step.ask_again, asked.ticket)
    assert again == asked
    assert demanding.count(SecondFactor) == 0


async def test_f65_a_code_opens_once_and_an_older_one_not_after_it(demanding: Desk) -> None:
    secret, _ = await bound(demanding)
    now = code_of(demanding, secret)
    await tried(demanding, now)
    for used in (now, code_of(demanding, secret, -1)):
        with refused("staff.code_refused", 401):
            await tried(demanding, used)
    demanding.work.clock.advance(seconds=30)  # type: ignore[attr-defined]
    assert await tried(demanding, code_of(demanding, secret))


async def test_f65_of_racing_uses_of_one_code_one_opens(demanding: Desk) -> None:
    secret, _ = await bound(demanding)
    tickets = [(await first_step(demanding)).ticket for _ in range(4)]
    code = code_of(demanding, secret)
    tries = [second_step.finish(demanding.work, ticket, code, HERE) for ticket in tickets]
    ends = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(end, sessions.SignedIn) for end in ends) == 1
    assert sum(isinstance(end, Problem) and end.code == "staff.code_refused" for end in ends) == 3


async def test_f65_guessing_codes_is_counted_like_guessing_passwords(demanding: Desk) -> None:
    secret, _ = await bound(demanding)
    ticket = (await first_step(demanding)).ticket
    for _ in range(sessions.MOST_FAILURES):
        with refused("staff.code_refused", 401):
            await second_step.finish(demanding.work, ticket, "000000", HERE)
    with refused("staff.too_many_attempts", 429):
        await second_step.finish(demanding.work, ticket, code_of(demanding, secret), HERE)
    demanding.work.clock.advance(minutes=15)  # type: ignore[attr-defined]
    assert await tried(demanding, code_of(demanding, secret))


@pytest.mark.parametrize(("drift", "opens"), [(-2, False), (-1, True), (1, True), (2, False)])
async def test_a_phone_may_be_half_a_minute_off(demanding: Desk, drift: int, opens: bool) -> None:
    secret, _ = await bound(demanding)
    demanding.work.clock.advance(minutes=5)  # type: ignore[attr-defined]
    if opens:
        assert await tried(demanding, code_of(demanding, secret, drift))
    else:
        with refused("staff.code_refused", 401):
            await tried(demanding, code_of(demanding, secret, drift))


async def test_a_recovery_code_opens_once_however_it_is_typed(demanding: Desk) -> None:
    _, codes = await bound(demanding)
    await tried(demanding, f" {codes[0].upper().replace('-', ' ')} ")
    with refused("staff.code_refused", 401):
        await tried(demanding, codes[0])
    assert demanding.count(RecoveryCode) == factors.HOW_MANY - 1


async def test_a_password_alone_never_replaces_a_phone(demanding: Desk) -> None:
    """Two browsers at the first sign-in: the second finds a phone bound and is told so."""
    first, second = await first_step(demanding), await first_step(demanding)
    assert first.enrolment
    assert second.enrolment
    await second_step.finish(demanding.work, first.ticket, code_of(demanding, first.enrolment.secret), HERE)
    with refused("staff.factor_stands", 409):
        await second_step.finish(demanding.work, second.ticket, code_of(demanding, second.enrolment.secret), HERE)


async def test_a_ticket_ends_with_time_and_with_the_password(demanding: Desk) -> None:
    secret, _ = await bound(demanding)
    old, other = (await first_step(demanding)).ticket, (await first_step(demanding)).ticket
    demanding.work.clock.advance(minutes=16)  # type: ignore[attr-defined]
    fresh = (await first_step(demanding)).ticket

    def change(unit: Unit) -> None:
        unit.session.get_one(staff.OfficerRow, demanding.officers["zhoumin"].id).password_hash = "another"

    with refused("staff.step_over", 401):
        await second_step.finish(demanding.work, old, code_of(demanding, secret), HERE)
    demanding.system(change)
    for ticket in (fresh, other, "made up", ""):
        with refused("staff.step_over", 401):
            await second_step.finish(demanding.work, ticket, code_of(demanding, secret), HERE)


async def test_an_administrator_resets_a_lost_phone_and_it_leaves_a_line(demanding: Desk) -> None:
    secret, _ = await bound(demanding)
    inside = await tried(demanding, code_of(demanding, secret))
    demanding.do("admin", factors.reset, demanding.officers["zhoumin"].id)
    assert demanding.system(sessions.find_session, inside.token) is None
    assert (demanding.count(SecondFactor), demanding.count(RecoveryCode)) == (0, 0)
    assert (await first_step(demanding)).enrolment is not None
    with refused("staff.no_factor", 409):
        demanding.do("admin", factors.reset, demanding.officers["zhoumin"].id)
    with refused("staff.admins_only", 403):
        demanding.do(ZHOU_MIN, factors.reset, demanding.officers["wugang"].id)
    with refused("staff.own_factor", 409):
        demanding.do("admin", factors.reset, demanding.officers["admin"].id)


async def test_the_command_line_resets_by_login(demanding: Desk) -> None:
    await bound(demanding)
    assert demanding.system(factors.reset_by_login, " ZhouMin ") == "周敏"
    with refused("officer.not_found", 404):
        demanding.system(factors.reset_by_login, "nobody")


async def test_new_recovery_codes_end_the_old_ones(demanding: Desk) -> None:
    secret, old = await bound(demanding)
    officer = demanding.officers["zhoumin"]
    new = await second_step.with_code(demanding.work, officer, code_of(demanding, secret), HERE, factors.renew_codes)
    with refused("staff.code_refused", 401):
        await tried(demanding, old[0])
    assert await tried(demanding, new[0])


def test_who_is_asked() -> None:
    """Everybody in real use, nobody in the demonstration, and otherwise whom the setting names."""
    assert factors.roles_asked(Settings()) == factors.ROLES
    assert factors.roles_asked(Settings(demo=True)) == ()
    assert factors.roles_asked(Settings(demo=True, second_factor="admin,policy")) == ("admin", "policy")
    assert factors.roles_asked(Settings(second_factor="none")) == ()
    with refused("staff.roles_unknown", 500):
        factors.roles_asked(Settings(second_factor="admins"))


async def test_whose_role_may_do_without_signs_in_with_the_password(demanding: Desk) -> None:
    demanding.work.services.settings.second_factor = "admin"
    assert isinstance(await sessions.sign_in(demanding.work, "zhoumin", ZHOU_MIN.password, HERE), sessions.SignedIn)
    asked = demanding.do(ZHOU_MIN, second_step.offer)
    assert asked.enrolment
    code = code_of(demanding, asked.enrolment.secret)
    assert len(demanding.do(ZHOU_MIN, second_step.bind, asked.ticket, code)) == factors.HOW_MANY
    assert isinstance(await sessions.sign_in(demanding.work, "zhoumin", ZHOU_MIN.password, HERE), sessions.CodeNeeded)
