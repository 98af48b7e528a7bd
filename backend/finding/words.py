"""What an invitation says: that somebody may fit, where to look, and that nothing is decided. No category, no grounds:
a letter travels through a messenger, and a paper lies on a table."""

from collections.abc import Iterator

from backend.core.unit import Unit
from backend.finding.models import Candidate
from backend.policies.days import day_words
from backend.policies.spoken import pack_of
from backend.staff.models import OfficeRow
from locales import translator

FINDING = "主动发现"
"""How a document calls it; the provision that has the word is named."""


def invitation_lines(unit: Unit, row: Candidate) -> Iterator[str]:
    """The invitation in the language of the unit, a thing a line."""
    _ = translator("citizen", unit.language)
    office = unit.session.get_one(OfficeRow, row.office_id)
    yield _("您可能符合就业困难人员认定的条件。")
    yield _("依据{document}{place}，{office}主动联系您。").format(
        document=pack_of(unit, row.pack).number, place=place_of(unit, row.pack), office=office.name
    )
    yield _("这只是提醒，不是认定，您现在的待遇不会因此改变。")
    yield _("请先做自测，几分钟就知道；要不要申请由您决定。以经办机构审核为准。")
    if row.expires_on:
        yield _("邀请到{day}为止；以后也可以随时自测、申请。").format(
            day=day_words(unit.language, row.expires_on)
        )


def place_of(unit: Unit, pack_id: str) -> str:
    """The provision about finding people, 第六条第（二）项; empty where the document has none."""
    text = unit.services.catalogue.texts.get(pack_id)
    if text is None:
        return ""
    places = (
        one.place for article in text.articles for one in article.walk() if FINDING in one.title + one.text
    )
    return max(places, key=len, default="")
