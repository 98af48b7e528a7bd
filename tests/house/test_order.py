"""The long tests are dealt out before the short ones, and the browsers among all workers."""

from pathlib import Path

import pytest

from tests import order

MODULES = {
    "short": "def test_a(): ...\ndef test_b(): ...",
    "postgres": "pytestmark = pytest.mark.xdist_group('postgres')\ndef test_server(): ...",
    "desk": "pytestmark = pytest.mark.xdist_group('chromium')\ndef test_page(): ...",
    "chat": "pytestmark = [pytest.mark.xdist_group('chromium'), pytest.mark.timeout(300)]\ndef test_words(): ...",
    "mixed": "def test_c(): ...\n@pytest.mark.xdist_group('chromium')\n@pytest.mark.timeout(900)\ndef test_look(): ...",
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A small suite."""
    folder = tmp_path_factory.mktemp("order")
    made = {folder / f"test_order_of_{name}.py": text for name, text in MODULES.items()}
    for file, text in made.items():
        file.write_text(f"import pytest\n{text}\n", encoding="utf-8")
    return list(made)


@pytest.fixture
def items(request: pytest.FixtureRequest, files: list[Path]) -> list[pytest.Item]:
    """Its tests, as pytest finds them."""
    found: list[pytest.Item] = []
    for file in files:
        collected = pytest.Module.from_parent(request.session, path=file).collect()
        found += [one for one in collected if isinstance(one, pytest.Item)]
    return found


def test_what_stays_together_is_dealt_out_first_and_the_most_patient_before_all(items: list[pytest.Item]) -> None:
    order.deal_out(items)
    assert [one.name for one in items] == [
        "test_words",
        "test_server",
        "test_page",
        "test_c",
        "test_look",
        "test_a",
        "test_b",
    ]


def test_two_modules_in_chromium_need_not_share_a_worker(items: list[pytest.Item]) -> None:
    order.spread_browsers(items)
    groups = {one.name: {mark.args[0] for mark in one.iter_markers("xdist_group")} for one in items}
    assert groups["test_page"] & groups["test_words"] == {"chromium"}
    assert groups["test_page"] != groups["test_words"], "xdist joins the names of a test to one group"
    assert groups["test_server"] == {"postgres"}
    assert groups["test_a"] == set()
