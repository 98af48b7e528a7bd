"""At the desk a file is called after its paper, so that a downloaded one says what it is."""

import pytest

from backend.applications import queries
from backend.applications.file_names import says_something
from backend.applications.guards import HOME_VISIT
from backend.applications.models import PaperFileRow, PaperRow
from backend.core.unit import Unit
from tests.backend.desk import Desk, hand_in
from tests.people import WANG_XIUYING, ZHOU_MIN


@pytest.fixture
def case(desk: Desk) -> str:
    """With 照片.jpg for 身份证或户口本, and another for 就业创业证."""
    return hand_in(desk.work, WANG_XIUYING)


def sent(unit: Unit, case: str, paper: str, name: str) -> str:
    content = name.encode()
    kind = "application/pdf" if name.endswith(".pdf") else "image/jpeg"
    row = PaperFileRow(
        id=unit.services.files.put(content),
        application_id=case,
        requirement=paper,
        name=name,
        media_type=kind,
        size=len(content),
        sha256="1" * 64,
        created_at=unit.now,
    )
    unit.session.add(row)
    unit.session.flush()
    return row.id


def taken_back(unit: Unit, file_id: str, seen: bool) -> None:
    """What no office has seen loses its content."""
    row = unit.session.get_one(PaperFileRow, file_id)
    row.removed_at, row.size = unit.now, row.size if seen else 0


def names(desk: Desk, case: str, paper: str) -> list[str]:
    view = desk.case(ZHOU_MIN, case)
    return [file.name for one in view.papers if one.requirement == paper for file in one.files]


def test_photos_are_called_after_the_paper_that_was_chosen_in_the_order_they_came(desk: Desk, case: str) -> None:
    for name in ("photo.jpg", "微信图片_20261121.jpg", "scan 12.pdf"):
        desk.system(sent, case, "identity", name)
    assert names(desk, case, "identity") == [
        "身份证或户口本-1.jpg", "身份证或户口本-2.jpg", "身份证或户口本-3.jpg", "身份证或户口本-4.pdf",
    ]  # fmt: skip
    desk.system(_chooses, case, "identity", "id_card")
    assert names(desk, case, "identity")[0] == "身份证-1.jpg"
    assert names(desk, case, "employment_certificate") == ["就业创业证-1.jpg"]


def test_a_name_in_her_own_words_stays(desk: Desk, case: str) -> None:
    desk.system(sent, case, "identity", "户口本首页.jpg")
    assert names(desk, case, "identity") == ["身份证或户口本-1.jpg", "户口本首页.jpg"]


def test_a_number_stays_with_its_file_and_what_nobody_saw_takes_none(desk: Desk, case: str) -> None:
    unseen, seen, last = (desk.system(sent, case, "identity", "photo.jpg") for _ in range(3))
    desk.system(taken_back, unseen, False)
    assert names(desk, case, "identity") == [f"身份证或户口本-{n}.jpg" for n in (1, 2, 3)]
    desk.system(taken_back, seen, True)
    assert names(desk, case, "identity") == [f"身份证或户口本-{n}.jpg" for n in (1, 3)]
    assert desk.read(ZHOU_MIN, queries.file, case, last).name == "身份证或户口本-3.jpg"


def test_a_photo_of_a_visit_is_called_after_the_visit(desk: Desk, case: str) -> None:
    photo = desk.system(sent, case, HOME_VISIT, "IMG_0007.jpg")
    assert desk.read(ZHOU_MIN, queries.file, case, photo).name == "入户核实照片-1.jpg"


@pytest.mark.parametrize(
    "name",
    ["photo.jpg", "image.jpg", "IMG_2041.jpg", "照片.jpg", "图片1.jpg", "微信图片_20261121101530.jpg", "材料.pdf",
     "mmexport1700000000.jpg", "扫描件 2.pdf", "屏幕截图(3).jpg", "20261121_101530.jpg", "新建文档.pdf", ".jpg"],
)  # fmt: skip
def test_names_that_devices_give_say_nothing(name: str) -> None:
    assert not says_something(name)


@pytest.mark.parametrize("name", ["身份证.jpg", "王秀英户口本.jpg", "残疾人证照片.jpg", "离婚判决书2.pdf", "村里的证明"])
def test_names_that_people_give_say_something(name: str) -> None:
    assert says_something(name)


def _chooses(unit: Unit, case: str, paper: str, alternative: str) -> None:
    unit.session.get_one(PaperRow, (case, paper)).chosen = alternative
