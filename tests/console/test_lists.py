"""Lists one works in: sorted by their columns, so many a page, and never losing the place (C3, C4, C34)."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from backend.assistance import tickets
from backend.assistance.tickets import NewTicket
from backend.core.console.listing import SIZES, Listing, arrange, listing_of
from backend.core.unit import Unit
from backend.outreach import emergencies
from backend.outreach.emergencies import NewEmergency
from backend.registry.models import Entry
from tests.backend.desk import Desk
from tests.backend.registry.leaving import on_the_register
from tests.console.conftest import SignIn
from tests.console.console import Page
from tests.people import CHENGNAN, LI_JIANGUO, WANG_XIUYING, YUSHUI


@dataclass(frozen=True)
class Line:
    id: int
    name: str
    day: date | None


DAY = date(2026, 11, 21)
COLUMNS = ("name", "day")


def asked(**query: str) -> Listing:
    return listing_of(query, "/staff/here", COLUMNS, {"state": "open"})


def names(lines: list[Line], listing: Listing) -> list[int]:
    return [one.id for one in arrange(lines, listing, lambda one: one.id).lines]


def test_words_go_by_their_sound_and_what_has_no_value_stands_last_either_way() -> None:
    lines = [Line(1, "赵敏", DAY), Line(2, "安明", None), Line(3, "李建国", DAY - timedelta(days=1))]
    assert names(lines, asked()) == [1, 2, 3], "its own order"
    assert names(lines, asked(order="name.up")) == [2, 3, 1]
    assert names(lines, asked(order="name.down")) == [1, 3, 2]
    assert names(lines, asked(order="day.up")) == [3, 1, 2]
    assert names(lines, asked(order="day.down")) == [1, 3, 2]


@given(
    st.lists(st.tuples(st.sampled_from("甲乙丙"), st.integers(0, 3)), max_size=70),
    st.sampled_from(("", "name.up", "name.down", "day.up", "day.down")),
)
def test_a_list_is_walked_forth_and_back_in_every_order_without_a_gap(rows: list[tuple[str, int]], order: str) -> None:
    lines = [Line(place, name, DAY + timedelta(days=day)) for place, (name, day) in enumerate(rows)]
    whole = names(lines, replace(asked(order=order), per_page=10_000))
    forth, page = [], arrange(lines, asked(order=order), lambda one: one.id)
    forth += [one.id for one in page.lines]
    while page.next_after:
        page = arrange(lines, asked(order=order, after=page.next_after), lambda one: one.id)
        forth += [one.id for one in page.lines]
    assert forth == whole
    back = [one.id for one in page.lines]
    while page.previous_before:
        page = arrange(lines, asked(order=order, before=page.previous_before), lambda one: one.id)
        back = [one.id for one in page.lines] + back
    assert back == whole


@pytest.mark.parametrize(
    "query", [{"order": "secret.up"}, {"order": "name"}, {"order": "name.sideways"}, {"per_page": "7"}, {"after": "gone"}]
)
def test_what_nobody_offers_counts_as_not_given(query: dict[str, str]) -> None:
    lines = [Line(place, "王秀英", DAY) for place in range(30)]
    assert names(lines, asked(**query)) == list(range(SIZES[0]))


def test_an_address_says_what_is_not_usual_and_keeps_the_filters() -> None:
    assert asked().address() == "/staff/here?state=open"
    assert asked().turned("day") == "/staff/here?state=open&order=day.up"
    assert asked(order="day.up", per_page="50").turned("day") == "/staff/here?state=open&order=day.down&per_page=50"
    assert asked(order="day.up", after="7").turned("name") == "/staff/here?state=open&order=name.up", "from its first row"


LISTS = {
    "/staff/tickets": ("zhoumin", ("number", "kind", "office", "state_label", "due_on")),
    "/staff/activities": ("zhoumin", ("title", "starts_at", "where", "taken", "came", "state_label")),
    "/staff/courses": ("zhoumin", ("title", "school", "starts_on", "taken", "state_label")),
    "/staff/vouchers": ("zhoumin", ("number", "issued_on", "valid_until", "state_label")),
    "/staff/officers": ("admin", ("name", "login", "role", "office", "active")),
    "/staff/clients": ("zhoumin", ("number", "provider", "since", "sessions", "last_on")),
    "/staff/spot-checks": ("zhengjie", ("at", "office", "officer", "seed", "n", "done")),
    "/staff/register-todos": ("zhoumin", ("number", "words", "since")),
    "/staff/promises": ("zhoumin", ("number", "step", "due_on")),
    "/staff/register": ("zhoumin", ("recognised_on",)),
    "/staff/care": ("zhoumin", ("recognised_on",)),
    "/staff/ledger": ("zhoumin", ("done_on",)),
    "/staff/broadcasts": ("zhengjie", ("title", "area", "people", "author")),
    "/staff/emergencies": ("zhengjie", ("title", "area", "starts_on", "people", "left")),
    "/staff/helping": ("zhoumin", ("created_at",)),
}


@pytest.mark.parametrize("address", LISTS)
async def test_a_list_is_given_in_every_order_and_size_it_offers(desk: Desk, sign_in: SignIn, address: str) -> None:
    who, columns = LISTS[address]
    browser = await sign_in(who)
    for column in columns:
        for way in ("up", "down"):
            page = await browser.get(f"{address}?order={column}.{way}&per_page=50")
            assert page.status == 200, (address, column, way)


def html(page: Page) -> str:
    return page.response.text


async def test_the_heads_of_the_tickets_sort_them_and_say_so(desk: Desk, sign_in: SignIn) -> None:
    made = [
        desk.do("zhoumin", tickets.open_ticket, NewTicket(kind, CHENGNAN, "来电人", "07900000000", "想问补贴。"))
        for kind in ("feedback", "consult", "guidance")
    ]
    browser = await sign_in("zhoumin")
    page = await browser.get("/staff/tickets?order=due_on.down")
    assert 'aria-sort="descending"' in html(page)
    places = [html(page).index(f'href="/staff/tickets/{number}"') for number in made]
    assert places[0] < places[2] < places[1], "five days, three, one"
    turned = next(link for link in page.links if "order=due_on.up" in link)
    page = await browser.get(turned)
    assert html(page).count("aria-sort=") == 1
    places = [html(page).index(f'href="/staff/tickets/{number}"') for number in made]
    assert places[1] < places[2] < places[0]


async def test_the_register_is_turned_and_its_views_keep_the_order_and_the_size(desk: Desk, sign_in: SignIn) -> None:
    early, late = (on_the_register(desk, one) for one in (WANG_XIUYING, LI_JIANGUO))

    def older(unit: Unit) -> None:
        unit.session.scalars(select(Entry).where(Entry.number == early)).one().recognised_on = date(2026, 1, 5)

    desk.system(older)
    browser = await sign_in("zhoumin")
    page = await browser.get("/staff/register")
    assert 'aria-sort="descending"' in html(page)
    assert html(page).index(late) < html(page).index(early)
    page = await browser.send(page.form("/staff/register"), number="RD")
    page = await browser.get("/staff/register?order=recognised_on.up&per_page=50")
    assert 'aria-sort="ascending"' in html(page)
    assert html(page).index(early) < html(page).index(late)
    assert "/staff/register?view=active&order=recognised_on.up&per_page=50" in page.links
    opened = next(link for link in page.links if link.startswith(f"/staff/register/{early}?back="))
    assert f"/staff/register?order=recognised_on.up&per_page=50#e-{early}" in (await browser.get(opened)).links


async def test_events_are_found_by_what_one_knows_of_them(desk: Desk, sign_in: SignIn) -> None:
    for title, days in (("乙厂停工", 3), ("甲厂停工", 9)):
        new = NewEmergency("closure", title, YUSHUI, DAY - timedelta(days=days), DAY + timedelta(days=30))
        desk.do("zhengjie", emergencies.open_emergency, new)
    browser = await sign_in("zhengjie")
    usual, by_title, by_day = [
        html(await browser.get(f"/staff/emergencies{order}"))
        for order in ("", "?order=title.up", "?order=starts_on.down")
    ]
    assert usual.index("甲厂停工") < usual.index("乙厂停工"), "the newest first"
    assert by_title.index("甲厂停工") < by_title.index("乙厂停工")
    assert by_day.index("乙厂停工") < by_day.index("甲厂停工")
    assert 'aria-sort="ascending"' in by_title
