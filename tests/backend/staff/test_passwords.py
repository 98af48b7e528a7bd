"""Passwords: long, any characters, not those that others try first."""

import pytest

from backend.staff import passwords
from tests.backend.desk import refused
from tests.people import OFFICERS


@pytest.mark.parametrize(
    "password",
    [
        "灯笼 过桥 四十二 只船",
        "correct horse battery staple",
        "kettle-Rain_7 lighthouse",
        "x" * 40 + "abcdefghij 93 kettle",
        *(officer.password for officer in OFFICERS),
    ],
)
def test_long_and_unlikely_is_enough(password: str) -> None:
    passwords.check(password, "zhoumin")


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "P@ssw0rd!2026",
        "qwertyuiop123",
        "123456789012",
        "aaaaaaaaaaaaaa",
        "woaini5201314",
        "xinyu20262026",
        "bangban-bangban",
        "Bangban@2026!!",
        "zhoumin123456",
        "admin_admin_1",
        "abcabcabcabc",
        "新余就业新余就业2026",
    ],
)
def test_what_others_try_first_is_refused(password: str) -> None:
    with refused("password.common", 422):
        passwords.check(password, "zhoumin")


def test_length_has_two_ends() -> None:
    with refused("password.too_short", 422):
        passwords.check("kettle-Rain")
    with refused("password.too_long", 422):
        passwords.check("kettle-Rain" * 30)


def test_a_hash_fits_its_password_only_and_none_fits_an_empty_hash() -> None:
    kept = passwords.hash_password("kettle-Rain lighthouse")
    assert kept.startswith("$argon2id$")
    assert passwords.matches(kept, "kettle-Rain lighthouse")
    assert not passwords.matches(kept, "kettle-Rain lighthous")
    assert not passwords.matches("", "nobody has this password")
    assert not passwords.outdated(kept)
    assert passwords.outdated(passwords.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("x"))
