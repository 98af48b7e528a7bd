"""Pictures that messages carry: uploaded to a messenger once, and known by its own id from then on (F43).

While nobody knows that id, only one message with the picture is on its way in a channel, however many processes send.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, Moment
from backend.core.unit import Unit


class SentPicture(Base):
    """Under which id the messenger of a channel keeps a picture for our bot."""

    __tablename__ = "sent_pictures"

    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    picture: Mapped[str] = mapped_column(String(40), primary_key=True)
    file_id: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(Moment)


def known(unit: Unit, channel: str, pictures: Iterable[str]) -> dict[str, str]:
    """The messenger's ids of those of these pictures that it has."""
    wanted = sorted({one for one in pictures if one})
    if not wanted:
        return {}
    rows = unit.session.scalars(
        select(SentPicture).where(SentPicture.channel == channel, SentPicture.picture.in_(wanted))
    )
    return {row.picture: row.file_id for row in rows}


def keep(unit: Unit, channel: str, picture: str, file_id: str) -> None:
    """Notes the id; a later one stands for the earlier, which the messenger may have forgotten."""
    row = unit.session.get(SentPicture, (channel, picture))
    if row is None:
        unit.session.add(SentPicture(channel=channel, picture=picture, file_id=file_id, at=unit.now))
    else:
        row.file_id, row.at = file_id, unit.now
