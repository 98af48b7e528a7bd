"""Places: taken by citizens in the chat or by an officer for somebody, given back, filled from the waiting list."""

from sqlalchemy import func, select
from uuid_utils.compat import uuid7

from backend.activities import guards, letters
from backend.activities.lifecycle import HELD, PlaceAction, place_target
from backend.activities.models import Activity, SignUp
from backend.assistance import entries, taking_part
from backend.core.clock import day_in_china
from backend.core.problems import Problem, not_found
from backend.core.unit import Unit
from backend.people.service import ensure_account
from backend.registry.models import Entry

ACTS = {"talk": "policy_told", "consultation": "policy_told", "fair": "job_information", "posts": "job_information"}
"""Which service a recognised person has had who came, where her policy knows it: {kind of activity: kind of service}."""
MOST_WALK_INS = 100_000
TAPPED_WRONG = "签到点错了"
"""Why the line of the ledger is corrected; it stands there, in Chinese like every line."""


def take(unit: Unit, activity_id: str) -> SignUp:
    """The citizen takes a place, or a number in the waiting list where all are taken; twice is once.

    Raises 404 ``activity.not_found``; 409 ``activity.over``, ``activity.called_off``, ``sign_up.illegal_move``.
    """
    row = open_to_all(unit, activity_id)
    account = ensure_account(unit)
    mine = (SignUp.activity_id == row.id, SignUp.account_id == account.id)
    place = unit.session.scalar(select(SignUp).where(*mine))
    return _seated(unit, row, place, SignUp(account_id=account.id, person_id=person_of(unit, account.id)), "citizen")


def give_back(unit: Unit, activity_id: str) -> None:
    """The citizen comes not after all; doing it twice is no mistake.

    Raises 404 ``activity.not_found``; 409 ``activity.over``, ``activity.called_off``, ``sign_up.illegal_move``.
    """
    row = open_to_all(unit, activity_id)
    mine = (SignUp.activity_id == row.id, SignUp.account_id == ensure_account(unit).id)
    place = unit.session.scalar(select(SignUp).where(*mine))
    if place is None or place.state == "cancelled":
        return
    _move(unit, place, place_target(place.state, "cancel", "citizen"))
    letters.withdraw_reminder(unit, place)
    unit.audit("sign_up.cancel", f"activity:{row.id}", number=place.number)
    fill(unit, row)


def add(unit: Unit, activity_id: str, number: str) -> None:
    """An officer signs a person of the register up, for instance somebody without a chat.

    Raises 404 ``activity.not_found``, ``entry.not_found``; 403 ``activity_form.not_yours``; 409 ``activity.called_off``,
    ``activity_form.closed``, ``sign_up.known``.
    """
    row = guards.attended_to(unit, activity_id)
    if row.state != "announced":
        raise Problem("activity.called_off" if row.state == "called_off" else "activity_form.closed", 409)
    entry = entries.seen(unit, number)
    hers = SignUp.person_id == entry.person_id
    if entry.account_id is not None:
        hers |= SignUp.account_id == entry.account_id
    place = unit.session.scalar(select(SignUp).where(SignUp.activity_id == row.id, hers).limit(1))
    if place is not None and place.state != "cancelled":
        raise Problem("sign_up.known", 409, number=place.number)
    _seated(unit, row, place, SignUp(account_id=entry.account_id, person_id=entry.person_id), "officer")


def register(unit: Unit, sign_up_id: str, action: PlaceAction) -> str:
    """Notes at the entrance who came and who did not; whoever is on the register gets a line in the ledger for it.

    Gives the id of the activity. Raises 404 ``activity.not_found``; 403 ``activity_form.not_yours``; 409
    ``activity_form.not_begun``, ``activity_form.closed``, ``sign_up.illegal_move``.
    """
    found = unit.session.get(SignUp, sign_up_id)
    if found is None:
        raise not_found("activity")
    row = guards.attended_to(unit, found.activity_id)
    unit.session.refresh(found)  # The activity is locked now; somebody else may have tapped before.
    if row.state != "announced":
        raise Problem("activity_form.closed", 409)
    if unit.today < day_in_china(row.starts_at):
        raise Problem("activity_form.not_begun", 409)
    was = found.state
    _move(unit, found, place_target(was, action, "officer"))
    if action == "attend":
        found.act_id = _credit(unit, row, found)
    elif was == "attended":
        taking_part.take_back(unit, found.act_id, TAPPED_WRONG)
        found.act_id = None
    unit.audit(f"sign_up.{action}", f"activity:{row.id}", number=found.number)
    return row.id


def count_walk_ins(unit: Unit, activity_id: str, count: int) -> None:
    """How many came without a place. Raises 404, 403, 409 ``activity_form.closed``, 422 ``activity_form.count_wrong``."""
    row = guards.attended_to(unit, activity_id)
    if row.state != "announced":
        raise Problem("activity_form.closed", 409)
    if not 0 <= count <= MOST_WALK_INS:
        raise Problem("activity_form.count_wrong", 422, most=MOST_WALK_INS)
    row.walk_ins = count
    unit.audit("activity.walk_ins", f"activity:{row.id}", count=count)


def fill(unit: Unit, row: Activity) -> None:
    """Free seats go to whoever waits longest, with a letter."""
    waiting = (SignUp.activity_id == row.id, SignUp.state == "waiting")
    for place in unit.session.scalars(select(SignUp).where(*waiting).order_by(SignUp.number)).all():
        if full(unit, row):
            return
        _move(unit, place, place_target(place.state, "move_up", "house"))
        letters.tell_all(unit, row, [place], "moved_up")
        unit.audit("sign_up.move_up", f"activity:{row.id}", number=place.number)


def taken(unit: Unit, row: Activity) -> int:
    """How many seats are taken."""
    wanted = select(func.count()).where(SignUp.activity_id == row.id, SignUp.state.in_(HELD))
    return unit.session.scalar(wanted) or 0


def full(unit: Unit, row: Activity) -> bool:
    return 0 < row.seats <= taken(unit, row)


def open_to_all(unit: Unit, activity_id: str) -> Activity:
    """The activity, locked: of two who want the last seat one comes second.

    Raises 404 ``activity.not_found``, 409 ``activity.called_off``, ``activity.over``.
    """
    row = unit.session.scalar(select(Activity).where(Activity.id == activity_id).with_for_update())
    if row is None:
        raise not_found("activity")
    if row.state == "called_off":
        raise Problem("activity.called_off", 409)
    if row.state == "closed" or row.ends_at <= unit.now:
        raise Problem("activity.over", 409)
    return row


def _seated(unit: Unit, row: Activity, place: SignUp | None, new: SignUp, mover: str) -> SignUp:
    """The place as it stands, or a new one: a seat where one is free, else the end of the waiting list."""
    if place is not None and place.state != "cancelled":
        return place
    waits = full(unit, row)
    last = unit.session.scalar(select(func.max(SignUp.number)).where(SignUp.activity_id == row.id)) or 0
    if place is None:
        place = new
        place.id, place.activity_id, place.number, place.state = uuid7().hex, row.id, last + 1, "cancelled"
        unit.session.add(place)
    elif waits:
        place.number = last + 1  # Who comes back queues up behind those who stayed.
    target = place_target(place.state, "queue" if waits else "take", "officer" if mover == "officer" else "citizen")
    _move(unit, place, target)
    unit.session.flush()
    unit.audit(f"sign_up.{target}", f"activity:{row.id}", number=place.number)
    return place


def _move(unit: Unit, place: SignUp, target: str) -> None:
    place.state, place.moved_at = target, unit.now
    unit.session.flush()


def _credit(unit: Unit, row: Activity, place: SignUp) -> int | None:
    kind = ACTS.get(row.kind)
    if kind is None or place.person_id is None:
        return None
    return taking_part.credit(unit, place.person_id, kind, day_in_china(row.starts_at), row.title)


def person_of(unit: Unit, account_id: int) -> str | None:
    """The recognised person behind a chat, if this is the chat she was recognised through."""
    hers = select(Entry.person_id).where(Entry.account_id == account_id, Entry.state != "exited")
    return unit.session.scalar(hers.order_by(Entry.id.desc()).limit(1))
