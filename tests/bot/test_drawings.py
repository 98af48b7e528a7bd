"""Drawings of papers as they should be photographed: our own, without letters, one for each kind the policies name."""

from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from backend.policies.catalogue import PackError, load_policies
from backend.rules.procedure import DRAWINGS
from bot import drawings
from bot.screens.drawings import caption, described
from locales import translator
from tests.policies.folders import XINYU, policies_of

POLICIES = Path(__file__).parents[2] / "policies"
NAMES = sorted(drawings.names())


def test_every_kind_a_policy_may_name_is_drawn_and_no_other() -> None:
    assert sorted(DRAWINGS) == NAMES


def test_every_paper_that_is_photographed_has_its_drawing() -> None:
    packs = load_policies(POLICIES).catalogue.packs.values()
    wanted = [
        (pack.id, other.id)
        for pack in packs
        for item in pack.requirements
        for other in item.alternatives
        if item.id != "form" and not other.drawing
    ]
    assert (len(packs), wanted) == (2, [])


def test_a_drawing_that_is_none_is_refused_when_a_policy_is_read(tmp_path: Path) -> None:
    folder = policies_of(tmp_path / "policies", XINYU)
    pack = folder / XINYU / "pack.yaml"
    pack.write_text(pack.read_text().replace("drawing: card}", "drawing: cart}"))
    with pytest.raises(PackError, match="cart"):
        load_policies(folder)


@pytest.mark.parametrize("name", NAMES)
def test_a_drawing_is_small_wide_enough_for_a_phone_and_says_nothing_in_letters(name: str) -> None:
    picture = drawings.png(name)
    with Image.open(BytesIO(picture)) as shown:
        assert (shown.format, shown.size) == ("PNG", (640, 600))
        colours = shown.convert("RGB").getcolors(1 << 20)
        assert colours is not None
        assert len(colours) > 20
    assert len(picture) < 64 * 1024
    root = ElementTree.fromstring((drawings.HERE / f"{name}.svg").read_text())
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert tags <= {"svg", "rect", "circle", "path", "polygon", "g", "clipPath"}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["zh_Hans_CN", "en"])
def test_each_has_a_sentence_below_it_and_words_for_who_cannot_see(name: str, language: str) -> None:
    _ = translator("bot", language)
    assert 10 < len(caption(_, name)) < 200
    assert len(described(_, name)) > 20


def test_a_name_that_is_none_is_no_file_of_somebody_else() -> None:
    with pytest.raises(KeyError):
        drawings.png("../../pyproject")
