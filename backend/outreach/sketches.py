"""What of a broadcast is not finished: kept for its writer alone, sealed, until it is saved as a message or 30 days old.

Nothing of it is checked, so that nothing typed is refused. Who writes the same one in two places keeps both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, select
from uuid_utils.compat import uuid7

from backend.core.problems import not_found
from backend.core.unit import Unit
from backend.outreach import broadcasts
from backend.outreach.audience import Audience
from backend.outreach.broadcast_models import Broadcast, BroadcastSketch
from backend.outreach.broadcasts import Written, broadcaster
from contract.base import DEFAULT_LANGUAGE
from contract.splitting import beginning

KEPT: Final = timedelta(days=30)


@dataclass(frozen=True)
class At:
    """Which sketch a form holds: ``id`` is made with the form, ``revision`` counts how often it was kept, 0 for never."""

    id: str
    revision: int = 0


@dataclass(frozen=True)
class Kept:
    """What has come of keeping: ``beside`` is another sketch of the same, written elsewhere meanwhile; empty for none.

    ``gone``: elsewhere it was saved as a message, or deleted; nothing was kept.
    """

    id: str
    revision: int
    at: datetime
    beside: str = ""
    gone: bool = False


@dataclass(frozen=True)
class Sketch:
    """One as its writer reads it. ``broadcast_id`` is the message it changes, 0 for a new one."""

    at: At
    told: Written
    broadcast_id: int
    beside: str
    updated_at: datetime
    behind: bool
    """Whether the message was changed since the writing began."""

    @property
    def called(self) -> str:
        """Its title, or how its words begin; empty where there are none."""
        words = self.told.texts.get(DEFAULT_LANGUAGE, "").strip().partition("\n")[0]
        return self.told.title or beginning(words, 20)


def blank() -> At:
    """The mark of a form nothing of which was kept yet."""
    return At(uuid7().hex)


def keep(unit: Unit, at: At, told: Written, broadcast_id: int = 0, base: int = 0, *, anew: bool = False) -> Kept:
    """Keeps what is written so far; ``base`` is the revision of the message it began from.

    Where it was kept elsewhere since, this becomes one of its own beside the other. One that is gone is begun
    ``anew`` only on demand. Raises 404 ``broadcast.not_found`` for a message that is not the officer's.
    """
    officer = broadcaster(unit)
    if broadcast_id:
        broadcasts.seen(unit, broadcast_id)
    row = _mine(unit, at.id, lock=True)
    if row is None and at.revision and not anew:
        return Kept(at.id, at.revision, unit.now, gone=True)
    if row is not None and row.revision != at.revision and _told(unit, row) != told:
        return _new(unit, officer.id, told, broadcast_id, base, beside=row.id)
    if row is None:
        return _new(unit, officer.id, told, broadcast_id, base, at.id if _is_free(unit, at.id) else "")
    if _told(unit, row) != told:
        row.sealed, row.revision, row.updated_at = _sealed(unit, row.id, told), row.revision + 1, unit.now
    return Kept(row.id, row.revision, row.updated_at, _other(unit, row))


def opened(unit: Unit, sketch_id: str) -> Sketch:
    """One of the officer's own. Raises 404 ``broadcast.not_found``, the same for absent and foreign."""
    row = _mine(unit, sketch_id)
    if row is None:
        raise not_found("broadcast")
    return _sketch(unit, row)


def mine(unit: Unit) -> tuple[Sketch, ...]:
    """The officer's own, the newest first."""
    own = select(BroadcastSketch).where(BroadcastSketch.officer_id == broadcaster(unit).id)
    rows = unit.session.scalars(own.order_by(BroadcastSketch.updated_at.desc(), BroadcastSketch.id))
    return tuple(_sketch(unit, row) for row in rows)


def drop(unit: Unit, sketch_id: str) -> None:
    """Deletes one of the officer's own; one that is gone is gone."""
    row = _mine(unit, sketch_id, lock=True)
    if row is not None:
        unit.session.delete(row)


def start(unit: Unit, sketch_id: str, told: Written) -> int:
    """Makes a message of it, in one step with its end. Raises what :func:`broadcasts.start` raises."""
    drop(unit, sketch_id)
    return broadcasts.start(unit, told)


def write(unit: Unit, sketch_id: str, broadcast_id: int, revision: int, told: Written) -> int:
    """Changes the message by it, in one step with its end. Raises what :func:`broadcasts.write` raises."""
    drop(unit, sketch_id)
    return broadcasts.write(unit, broadcast_id, revision, told)


def forget(unit: Unit) -> int:
    """Deletes what nobody has touched for a month, and says how many there were."""
    old = delete(BroadcastSketch).where(BroadcastSketch.updated_at < unit.now - KEPT)
    return len(unit.session.scalars(old.returning(BroadcastSketch.id)).all())


def _mine(unit: Unit, sketch_id: str, *, lock: bool = False) -> BroadcastSketch | None:
    row = unit.session.get(BroadcastSketch, sketch_id, with_for_update=lock or None)
    return row if row is not None and row.officer_id == broadcaster(unit).id else None


def _is_free(unit: Unit, sketch_id: str) -> bool:
    """Whether a form's mark can name a new row: somebody else's cannot, nor one that was made up."""
    made = len(sketch_id) == 32 and all(sign in "0123456789abcdef" for sign in sketch_id)
    return made and unit.session.get(BroadcastSketch, sketch_id) is None


def _new(
    unit: Unit, officer_id: int, told: Written, broadcast_id: int, base: int, sketch_id: str = "", beside: str = ""
) -> Kept:
    sketch_id = sketch_id or uuid7().hex
    row = BroadcastSketch(
        id=sketch_id,
        officer_id=officer_id,
        broadcast_id=broadcast_id or None,
        base=base,
        beside_id=beside,
        sealed=_sealed(unit, sketch_id, told),
        updated_at=unit.now,
    )
    unit.session.add(row)
    unit.session.flush()
    return Kept(row.id, row.revision, row.updated_at, beside)


def _sketch(unit: Unit, row: BroadcastSketch) -> Sketch:
    changed = row.broadcast_id is not None and unit.session.get_one(Broadcast, row.broadcast_id).revision != row.base
    at = At(row.id, row.revision)
    return Sketch(at, _told(unit, row), row.broadcast_id or 0, _other(unit, row), row.updated_at, changed)


def _other(unit: Unit, row: BroadcastSketch) -> str:
    """The one it stands beside, whichever of the two came first, as long as there is one."""
    together = (BroadcastSketch.id == row.beside_id) | (BroadcastSketch.beside_id == row.id)
    return unit.session.scalar(select(BroadcastSketch.id).where(together).limit(1)) or ""


def _told(unit: Unit, row: BroadcastSketch) -> Written:
    kept: Mapping[str, Any] = unit.vault.open(row.sealed, _place(row.id))
    audience = Audience.of(kept["audience"])
    return Written(kept["title"], kept["texts"], audience, kept["link"], tuple(kept["abouts"]))


def _sealed(unit: Unit, sketch_id: str, told: Written) -> bytes:
    kept = {
        "title": told.title,
        "texts": dict(told.texts),
        "audience": told.audience.to_json(),
        "link": told.link,
        "abouts": list(told.abouts),
    }
    return unit.vault.seal(kept, _place(sketch_id))


def _place(sketch_id: str) -> str:
    return f"broadcast_sketches.sealed|{sketch_id}"
