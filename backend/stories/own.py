"""Stories as own data: told, copied, and taken down when all goes that may."""

from sqlalchemy import select

from backend.applications.events import OwnDataAsked, OwnDataErased
from backend.core.unit import Unit
from backend.registry.models import Entry
from backend.stories import content, service
from backend.stories.lifecycle import STANDING
from backend.stories.models import Story
from contract.application import Held
from locales import translator


def tell(unit: Unit, event: OwnDataAsked) -> None:
    """What is told of her with her consent, or prepared to be."""
    _ = translator("citizen", unit.language)
    rows = _about(unit, event.account_id)
    if rows:
        title = _("关于您的典型案例：{count}篇").format(count=len(rows))
        why = _("经您同意后才发布；您随时可以撤回，撤回后马上删除。")
        event.items.append(Held(kind="story", title=title, why=why, erasable=True))
        event.lines.extend(content.opened(unit, row).title for row in rows)


def erase(unit: Unit, event: OwnDataErased) -> None:
    """To have everything erased takes the consent back with it."""
    for row in _about(unit, event.account_id):
        service.revoke_own(unit, row)


def _about(unit: Unit, account_id: int) -> list[Story]:
    wanted = select(Story).join(Entry, Entry.id == Story.entry_id)
    mine = wanted.where(Entry.account_id == account_id, Story.state.in_(STANDING)).order_by(Story.id)
    return list(unit.session.scalars(mine.with_for_update(of=Story)))
