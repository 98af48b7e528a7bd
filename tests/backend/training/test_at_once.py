"""A voucher used twice, and a last seat wanted twice, at the same moment: exactly one wins, on both databases."""

from backend.activities import near
from backend.core.problems import Problem
from backend.training import at_school, offered, queries, schools, vouchers
from backend.training.vouchers import Redeemed
from tests.backend.activities.planned import as_citizen, plan, reads
from tests.backend.applications.test_review_races import at_once
from tests.backend.assistance.recognised import Recognise
from tests.backend.databases import settings as settings
from tests.backend.desk import Desk
from tests.backend.training.offers import designated, in_xinyu, issued, opened, recognised
from tests.people import LI_JIANGUO, WANG_XIUYING


def test_gz_26_a_voucher_used_twice_at_the_same_moment_is_used_once(guangzhou: Desk, recognise: Recognise) -> None:
    desk, number, school = guangzhou, recognised(guangzhou, recognise), designated(guangzhou)
    course, other = opened(desk, school), opened(desk, school, title="中式面点")
    code = desk.read("liangjing", queries.voucher, issued(desk, number, course, other)).code
    key = desk.do("huangke", schools.new_key, school)
    ends = at_once(
        lambda: desk.system(at_school.redeem, key, code, course),
        lambda: desk.system(at_school.redeem, key, code, other),
        lambda: desk.do("liangjing", vouchers.redeem, code, course),
    )
    assert sum(isinstance(end, Redeemed) for end in ends) == 1
    assert [end.code for end in ends if isinstance(end, Problem)] == ["voucher.used"] * 2
    seats = [desk.read("liangjing", queries.course, one).line.taken for one in (course, other)]
    assert sorted(seats) == [0, 1]


def test_the_last_seat_goes_to_one_and_the_other_waits(desk: Desk) -> None:
    fair = plan(desk, seats=1)
    at_once(
        lambda: as_citizen(desk, WANG_XIUYING, near.sign_up, fair),
        lambda: as_citizen(desk, LI_JIANGUO, near.sign_up, fair),
    )
    stands = [reads(desk, who, near.activity, fair).mine for who in (WANG_XIUYING, LI_JIANGUO)]
    assert sorted(stands) == ["signed", "waiting"]


def test_the_last_seat_of_a_course_goes_to_one(desk: Desk) -> None:
    course = in_xinyu(desk, seats=1)
    ends = at_once(
        lambda: as_citizen(desk, WANG_XIUYING, offered.enrol, course),
        lambda: as_citizen(desk, LI_JIANGUO, offered.enrol, course),
    )
    assert [end.code for end in ends if isinstance(end, Problem)] == ["course.full"]
