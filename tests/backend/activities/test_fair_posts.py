"""XY-47: a fair lists the posts of its employers, as long as they are on offer, and the way to sign up stays at hand."""



from backend.activities import fair_posts, near, queries
from backend.vacancies import service
from contract.activities import Activity, FairPosts
from tests.backend.activities.planned import as_citizen, from_her_chat, plan, reads
from tests.backend.desk import Desk, refused
from tests.backend.registry.leaving import on_the_register
from tests.backend.vacancies.conftest import employer as employer
from tests.backend.vacancies.posts import PUBLIC, draft, enter_employer, opened
from tests.conftest import StoppedClock
from tests.people import LI_JIANGUO, SUN_LI, WANG_XIUYING, ZHENG_JIE, ZHOU_MIN, Person


def titles(desk: Desk, fair: str, who: Person = LI_JIANGUO, page: int = 0) -> list[str]:
    found: FairPosts = reads(desk, who, fair_posts.shown, fair, page)
    return [one.title for one in found.posts]


def test_xy_47_fair_page_lists_posts_and_lets_people_sign_up(desk: Desk, employer: int) -> None:
    fair = plan(desk, employers=("平安家政",))
    for number in range(4):
        opened(desk, employer, title=f"保洁员{number}")
    opened(desk, enter_employer(desk, 2, "城南超市"), title="理货员")
    assert desk.do(ZHOU_MIN, fair_posts.add, fair, f"employer:{employer}") == 4
    page: Activity = reads(desk, LI_JIANGUO, near.activity, fair)
    assert (page.posts, page.employers) == (4, ("平安家政", "城南保洁有限公司"))
    assert titles(desk, fair) == ["保洁员0", "保洁员1", "保洁员2"]
    assert titles(desk, fair, page=1) == ["保洁员3"]
    assert as_citizen(desk, LI_JIANGUO, near.sign_up, fair).mine == "signed"
    [left] = desk.read(ZHOU_MIN, queries.activity, fair).choices
    assert (left.employer, [title for _id, title in left.posts]) == ("城南超市", ["理货员"])


def test_xy_47_posts_that_are_over_or_filled_vanish_from_the_fair(
    desk: Desk, employer: int, clock: StoppedClock
) -> None:
    fair = plan(desk, days=10)
    posts = {
        "stays": opened(desk, employer, title="stays"),
        "closed": opened(desk, employer, title="closed"),
        "expired": opened(desk, employer, title="expired", expires_on="2026-11-22"),
        "filled": opened(desk, employer, title="filled"),
    }
    desk.do(ZHOU_MIN, fair_posts.add, fair, f"employer:{employer}")
    desk.do(ZHOU_MIN, service.close, posts["closed"], "不招了")
    desk.do(ZHOU_MIN, service.hire, posts["filled"], 2)
    clock.advance(days=2)
    assert titles(desk, fair) == ["stays"]
    lines = desk.read(ZHOU_MIN, queries.activity, fair).posts
    assert {one.title: one.shown for one in lines} == {name: name == "stays" for name in posts}
    desk.do(ZHOU_MIN, fair_posts.remove, fair, posts["stays"])
    assert titles(desk, fair) == []


def test_gz_28_a_reserved_post_is_seen_at_the_fair_by_recognised_persons_first(desk: Desk, employer: int) -> None:
    number = on_the_register(desk, WANG_XIUYING)
    desk.system(from_her_chat, number)
    post = draft(desk, employer, **PUBLIC)
    desk.do(ZHOU_MIN, service.send, post)
    desk.do(ZHENG_JIE, service.approve, post)
    fair = plan(desk)
    desk.do(ZHOU_MIN, fair_posts.add, fair, post)
    assert (titles(desk, fair, WANG_XIUYING), titles(desk, fair)) == (["社区保洁员"], [])


def test_what_cannot_be_added_is_said(desk: Desk, employer: int) -> None:
    post = opened(desk, employer)
    talk, fair = plan(desk, kind="talk"), plan(desk)
    with refused("activity_form.no_posts_here", 422):
        desk.do(ZHOU_MIN, fair_posts.add, talk, post)
    desk.do(ZHOU_MIN, fair_posts.add, fair, post)
    for again in (post, f"employer:{employer}", "employer:99", "", "employer:x"):
        with refused("activity_form.post_missing", 422):
            desk.do(ZHOU_MIN, fair_posts.add, fair, again)
    with refused("activity.not_found", 404):
        desk.do(SUN_LI, fair_posts.add, fair, post)
