"""Named locks for the length of a transaction."""

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, insert_new
from backend.core.unit import Unit


class NamedLock(Base):
    """A row to lock. On SQLite the writer is alone anyway."""

    __tablename__ = "named_locks"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)


def hold(unit: Unit, name: str) -> None:
    """Waits for the lock and keeps it until the transaction ends."""
    if unit.session.get_bind().dialect.name == "sqlite":
        return
    insert_new(unit.session, NamedLock, [{"name": name}], ("name",))
    unit.session.execute(select(NamedLock).where(NamedLock.name == name).with_for_update())
