"""The scanner as the house asks it: clamd by its protocol, a command by its exit code, the real one when it is here."""

import hashlib
import shutil
from pathlib import Path

import pytest

from backend.core.scanner import Clamd, Command, ScannerDown, ScannerUnusable, open_scanner
from tests import papers
from tests.scanner.fakes import EICAR, FakeClamd, program

SECONDS = 2.0


def test_clamd_tells_the_clean_from_the_infected(tmp_path: Path) -> None:
    with FakeClamd(tmp_path) as clamd:
        scanner = open_scanner(clamd.setting)
        assert scanner is not None
        assert scanner.verdict(papers.jpeg(), SECONDS) == "clean"
        assert scanner.verdict(b"", SECONDS) == "clean"
        assert scanner.verdict(papers.jpeg() + EICAR, SECONDS) == "infected"


def test_what_clamd_finds_too_large_has_no_verdict_ever(tmp_path: Path) -> None:
    with FakeClamd(tmp_path) as clamd:
        clamd.mood = "full"
        assert Clamd(str(clamd.path)).verdict(papers.jpeg(), SECONDS) == "failed"


@pytest.mark.parametrize("mood", ["hangs", "grumbles"])
def test_a_clamd_without_a_verdict_is_no_clean_file(tmp_path: Path, mood: str) -> None:
    with FakeClamd(tmp_path) as clamd:
        clamd.mood = mood
        with pytest.raises(ScannerDown):
            Clamd(str(clamd.path)).verdict(papers.jpeg(), 0.2)


def test_a_clamd_that_is_not_there_is_down(tmp_path: Path) -> None:
    with pytest.raises(ScannerDown):
        Clamd(str(tmp_path / "none.ctl")).verdict(b"x", SECONDS)
    with pytest.raises(ScannerDown):
        Clamd(("127.0.0.1", 9)).verdict(b"x", SECONDS)


def test_a_command_ends_with_its_verdict(tmp_path: Path) -> None:
    scanner = open_scanner(program(tmp_path))
    assert scanner is not None
    assert scanner.verdict(papers.jpeg(), 20) == "clean"
    assert scanner.verdict(EICAR, 20) == "infected"


@pytest.mark.parametrize("words", [("false-name-of-nothing",), ("sh", "-c", "exit 2"), ("sleep", "5")])
def test_a_command_that_breaks_gives_no_verdict(words: tuple[str, ...]) -> None:
    with pytest.raises(ScannerDown):
        Command(words).verdict(b"x", 0.3)


@pytest.mark.parametrize("setting", ["clamd", "clamd:", "clamd:somewhere", "command:", "other:thing"])
def test_a_setting_that_names_no_scanner_is_refused_in_words(setting: str) -> None:
    with pytest.raises(ScannerUnusable, match="BANGBAN_SCANNER"):
        open_scanner(setting)
    assert open_scanner("") is None


@pytest.mark.skipif(shutil.which("clamscan") is None, reason="Debian's clamav is not installed")
def test_the_real_clamscan_finds_a_local_signature(tmp_path: Path) -> None:
    """``clamscan -d custom.hdb`` needs no database of the makers and no net."""
    bad = papers.jpeg() + EICAR
    signature = f"{hashlib.md5(bad).hexdigest()}:{len(bad)}:House.Test\n"
    (tmp_path / "custom.hdb").write_text(signature)
    scanner = open_scanner(f"command:clamscan --no-summary -d {tmp_path / 'custom.hdb'} -")
    assert scanner is not None
    assert scanner.verdict(bad, 60) == "infected"
    assert scanner.verdict(papers.jpeg(), 60) == "clean"
