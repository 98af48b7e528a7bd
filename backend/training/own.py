"""Seats in courses and vouchers as own data: told, copied, and erased as far as that may be."""

from sqlalchemy import delete, select, update

from backend.applications.events import OwnDataAsked, OwnDataErased
from backend.core.unit import Unit
from backend.policies.days import day_words
from backend.registry.models import Entry
from backend.training.labels import ENROLMENTS, VOUCHERS
from backend.training.models import Course, Enrolment, Voucher
from backend.training.vouchers import standing
from contract.application import Held
from locales import translator


def tell(unit: Unit, event: OwnDataAsked) -> None:
    """Seats, which go when asked; vouchers and what was paid with one stay on the office's record."""
    _tell_seats(unit, event)
    _tell_vouchers(unit, event)


def erase(unit: Unit, event: OwnDataErased) -> None:
    """Seats without a voucher go where the course has not begun; of the others only the number stays."""
    mine = (Enrolment.account_id == event.account_id, Enrolment.voucher_id.is_(None))
    ahead = select(Course.id).where(Course.starts_on > unit.today)
    unit.session.execute(delete(Enrolment).where(*mine, Enrolment.course_id.in_(ahead)))
    unit.session.execute(update(Enrolment).where(*mine).values(account_id=None, person_id=None))


def _tell_seats(unit: Unit, event: OwnDataAsked) -> None:
    _, label = translator("citizen", unit.language), translator("notices", unit.language)
    wanted = select(Course, Enrolment).join(Enrolment, Enrolment.course_id == Course.id)
    hers = wanted.where(Enrolment.account_id == event.account_id).order_by(Course.starts_on, Course.id)
    found = unit.session.execute(hers).all()
    free = sum(place.voucher_id is None for _course, place in found)
    if free:
        title = _("培训报名：{count}个").format(count=free)
        event.items.append(Held(kind="course", title=title, why=_("只有报名号。"), erasable=True))
    event.lines.extend(f"{course.title}：{label(ENROLMENTS[place.state])}" for course, place in found)


def _tell_vouchers(unit: Unit, event: OwnDataAsked) -> None:
    _, label = translator("citizen", unit.language), translator("notices", unit.language)
    wanted = select(Voucher).join(Entry, Entry.id == Voucher.entry_id).where(Entry.account_id == event.account_id)
    rows = unit.session.scalars(wanted.order_by(Voucher.id)).all()
    if rows:
        title = _("职业技能培训券：{count}张").format(count=len(rows))
        why = _("是发券和使用的凭证，由经办机构按档案规定保存。")
        event.items.append(Held(kind="voucher", title=title, why=why, erasable=False))
    for row in rows:
        day, stands = day_words(unit.language, row.valid_until), label(VOUCHERS[standing(row, unit.today)])
        event.lines.append(_("培训券 {code}：{stands}，有效期到{day}").format(code=row.code, stands=stands, day=day))
