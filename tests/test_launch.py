"""Starting the house: what can be foreseen to go wrong ends in one sentence, without a trace."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import launch
from backend.core.settings import Settings


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def start(*words: str) -> Result:
    return CliRunner().invoke(launch.cli, list(words))


def one_sentence(result: Result) -> str:
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.output


def test_a_port_in_use_is_named_with_the_way_out(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        said = one_sentence(start("serve", "--port", port, "--data", str(tmp_path / "data")))
    assert port in said
    assert "--port" in said


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, free_port: int) -> None:
    (tmp_path / "file").touch()
    said = one_sentence(start("serve", "--port", str(free_port), "--data", str(tmp_path / "file/data")))
    assert "--data" in said


def test_a_token_of_another_form_is_explained(
    tmp_path: Path, free_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BANGBAN_TELEGRAM_TOKEN", "not-a-token")
    said = one_sentence(start("serve", "--port", str(free_port), "--data", str(tmp_path / "data")))
    assert "BANGBAN_TELEGRAM_TOKEN" in said


def test_demonstration_and_real_data_never_meet(tmp_path: Path) -> None:
    with launch.occupied(Settings(data=tmp_path)):
        (tmp_path / "keys.json").touch()
    with pytest.raises(SystemExit), launch.occupied(Settings(data=tmp_path, demo=True)):
        pass


def test_two_processes_cannot_share_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    alone = launch.occupied(Settings(data=tmp_path))
    second = launch.occupied(Settings(data=tmp_path))
    with alone, pytest.raises(SystemExit), second:
        pass
    assert "--data" in capsys.readouterr().err


def test_an_officer_is_added_with_a_link_and_never_twice(tmp_path: Path) -> None:
    words = ("staff", "add", "--login", "zhoumin", "--name", "周敏", "--office", "360502001")
    added = start(*words, "--data", str(tmp_path))
    assert added.exit_code == 0
    assert "/staff/invitations/" in added.output
    assert "用户名已被使用" in one_sentence(start(*words, "--data", str(tmp_path)))


def test_an_unknown_office_is_explained(tmp_path: Path) -> None:
    words = ("staff", "add", "--login", "zhoumin", "--name", "周敏", "--office", "999999")
    assert "没有这个机构" in one_sentence(start(*words, "--data", str(tmp_path)))


def test_the_audit_can_be_verified_from_the_command_line(tmp_path: Path) -> None:
    result = start("audit", "verify", "--data", str(tmp_path))
    assert result.exit_code == 0
    assert "完整" in result.output


@pytest.mark.parametrize(
    ("words", "unneeded"),
    [
        pytest.param(["--help"], ["aiogram", "polars", "fastapi", "sqlalchemy", "backend.app", "bot"], id="help"),
        pytest.param(["packs", "diff", "xinyu-2023-82", "xinyu-2023-82"], ["aiogram", "polars", "sqlalchemy"], id="packs"),
        pytest.param(["screen"], ["aiogram", "sqlalchemy", "backend.app"], id="screen"),
        pytest.param(["audit", "verify", "--data", "{data}"], ["aiogram", "bot.app", "backend.demo"], id="audit"),
    ],
)
def test_a_command_brings_only_what_it_needs(tmp_path: Path, words: list[str], unneeded: list[str]) -> None:
    """An errand of a moment does not wait for the bot, the console or a whole city."""
    command = f"""
import sys, launch
try:
    launch.main()
finally:
    print("needless:", [name for name in {unneeded} if name in sys.modules], file=sys.stderr)
"""
    told = [word.format(data=tmp_path / "data") for word in words]
    done = subprocess.run([sys.executable, "-c", command, *told], capture_output=True, text=True, check=False)
    assert "needless: []" in done.stderr, done.stderr
