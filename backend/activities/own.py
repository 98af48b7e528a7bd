"""Places as own data: told, copied, and erased with everything else."""

from sqlalchemy import delete, func, select, update

from backend.activities import letters, places
from backend.activities.labels import PLACES
from backend.activities.models import Activity, QuizAnswer, SignUp
from backend.applications.events import OwnDataAsked, OwnDataErased
from backend.core.unit import Unit
from contract.application import Held
from locales import translator


def tell(unit: Unit, event: OwnDataAsked) -> None:
    """How many places are kept, and the lines of the copy."""
    _, label = translator("citizen", unit.language), translator("notices", unit.language)
    mine = (
        select(Activity, SignUp)
        .join(SignUp, SignUp.activity_id == Activity.id)
        .where(SignUp.account_id == event.account_id)
        .order_by(Activity.starts_at, Activity.id)
    )
    found = unit.session.execute(mine).all()
    _tell_quiz(unit, event)
    if not found:
        return
    why = _("只有报名号；活动结束{days}天后自动删除。").format(days=letters.KEPT.days)
    title = _("活动报名：{count}个").format(count=len(found))
    event.items.append(Held(kind="activity", title=title, why=why, erasable=True))
    for row, place in found:
        when = letters.when_words(unit.language, row)
        event.lines.append(f"{row.title}（{when}）：{label(PLACES[place.state])}")


def _tell_quiz(unit: Unit, event: OwnDataAsked) -> None:
    _ = translator("citizen", unit.language)
    mine = select(func.count()).select_from(QuizAnswer).where(QuizAnswer.account_id == event.account_id)
    count = unit.session.scalar(mine) or 0
    if count:
        why = _("只有选了哪一项；活动结束{days}天后自动删除。").format(days=letters.KEPT.days)
        title = _("有奖问答：答了{count}题").format(count=count)
        event.items.append(Held(kind="activity", title=title, why=why, erasable=True))


def erase(unit: Unit, event: OwnDataErased) -> None:
    """Places still to come go and are free for others; of those that are past only the count stays."""
    mine = SignUp.account_id == event.account_id
    ahead = select(Activity).join(SignUp, SignUp.activity_id == Activity.id).where(mine, Activity.ends_at > unit.now)
    for row in unit.session.scalars(ahead.with_for_update()).all():
        hers = select(SignUp).where(SignUp.activity_id == row.id, mine)
        letters.withdraw_reminder(unit, unit.session.scalars(hers).one())
        unit.session.execute(
            delete(SignUp).where(SignUp.activity_id == row.id, mine, SignUp.state.in_(("signed", "waiting", "cancelled")))
        )
        places.fill(unit, row)
    unit.session.execute(update(SignUp).where(mine).values(account_id=None, person_id=None))
    said = QuizAnswer.account_id == event.account_id
    unit.session.execute(update(QuizAnswer).where(said).values(account_id=None))
