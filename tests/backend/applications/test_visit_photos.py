"""Photos of a home visit (第二条第（二）项, C19): kept sealed like papers, shown to officers, never to be mended."""

from backend.applications import intake_files, queries, visit_photos
from backend.applications.dossier import Dossier
from backend.applications.models import Application
from backend.core.unit import Unit
from tests import papers
from tests.backend.desk import Desk, refused
from tests.people import SUN_LI, WU_GANG, ZHENG_JIE, ZHOU_MIN


def photo(text: str = "door") -> intake_files.CleanFile:
    return intake_files.clean(papers.jpeg(text), f"{text}.jpg", 20_000_000, picture_only=True)


def test_xy_22_a_photo_of_the_visit_is_kept_sealed_and_shown_with_the_visit(desk: Desk, case: str) -> None:
    desk.take_up(ZHOU_MIN, case)
    kept = photo()
    for _ in range(2):
        desk.do(ZHOU_MIN, visit_photos.add_photo, case, "IMG_01.jpg", kept)
    step = next(one for one in desk.case(ZHOU_MIN, case).steps if one.step == "home_visit")
    assert [one.name for one in step.photos] == ["入户核实照片-1.jpg"]
    file = step.photos[0].id
    assert desk.read(ZHOU_MIN, queries.file, case, file).content == kept.content
    on_disk = next(path for path in desk.work.services.settings.data.rglob(file))
    assert kept.content[:64] not in on_disk.read_bytes()
    with refused("application.not_found", 404):
        desk.read(SUN_LI, queries.file, case, file)


def test_xy_22_photos_are_no_papers_of_the_applicant(desk: Desk, case: str) -> None:
    desk.take_up(ZHOU_MIN, case)
    before = desk.system(_own_files, case)
    desk.do(ZHOU_MIN, visit_photos.add_photo, case, "IMG_01.jpg", photo())
    assert desk.system(_own_files, case) == before
    assert "home_visit" not in {paper.requirement for paper in desk.case(ZHOU_MIN, case).papers}


def test_xy_22_only_who_may_record_the_visit_adds_and_removes_photos(desk: Desk, case: str) -> None:
    with refused("application.illegal_move", 409):
        desk.do(ZHOU_MIN, visit_photos.add_photo, case, "IMG_01.jpg", photo())
    desk.take_up(ZHOU_MIN, case)
    with refused("review.held_by_other", 409):
        desk.do(WU_GANG, visit_photos.add_photo, case, "IMG_01.jpg", photo())
    for number in range(visit_photos.MOST):
        desk.do(ZHOU_MIN, visit_photos.add_photo, case, "IMG.jpg", photo(f"p{number}"))
    with refused("review.too_many_photos", 409):
        desk.do(ZHOU_MIN, visit_photos.add_photo, case, "IMG.jpg", photo("more"))
    first = next(one for one in desk.case(ZHOU_MIN, case).steps if one.step == "home_visit").photos[0].id
    for _ in range(2):
        desk.do(ZHOU_MIN, visit_photos.remove_photo, case, first)
    with refused("file.not_found", 404):
        desk.read(ZHOU_MIN, queries.file, case, first)
    paper = desk.case(ZHOU_MIN, case).papers[0].files[0].id
    with refused("file.not_found", 404):
        desk.do(ZHOU_MIN, visit_photos.remove_photo, case, paper)


def test_a_review_without_a_visit_takes_no_photos(desk: Desk, case: str) -> None:
    desk.pass_preliminary(ZHOU_MIN, case)
    desk.take_up(ZHENG_JIE, case)
    with refused("application.illegal_move", 409):
        desk.do(ZHENG_JIE, visit_photos.add_photo, case, "IMG.jpg", photo())


def _own_files(unit: Unit, case: str) -> int:
    return len(Dossier(unit, unit.session.get_one(Application, case)).files)
