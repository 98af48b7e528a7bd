"""The name: what is said to the machine is no name, and no name is taken for a command."""

import pytest

from backend.applications.names import is_said
from tests.people import PEOPLE


@pytest.mark.parametrize("said", ["申请认定", "菜单", "我要申请", "继续填写", "好的", "不知道", "查进度", "Menu"])
def test_commands_and_labels_are_no_names(said: str) -> None:
    assert is_said(said)


@pytest.mark.parametrize("name", [*(person.name for person in PEOPLE), "何好", "安可以然", "Kim Ok", "Noh Yes-un"])
def test_names_are_no_commands(name: str) -> None:
    assert not is_said(name)
