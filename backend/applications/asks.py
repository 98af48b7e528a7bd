"""What the form asks, in the order of a conversation: nothing known, nothing that follows, one thing at a time.

The fields come from the pack. Three things the annex does not print are asked beside it, because the case needs
them: the street of the hukou and, where someone applies at home, of the residence, and which of the two it is.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from backend.applications.sealed import Form
from backend.policies.outcome import HUKOU
from backend.rules import Answers, Assessment, Field, Option, Pack
from backend.rules.catalogue import Divisions

APPLY_AT, AT_HUKOU, AT_RESIDENCE = "apply_at", "hukou", "residence"
DISTRICT, STREET, DETAIL = "_district", "_street", "_detail"
ELSEWHERE = "elsewhere"
"""Lives outside the city: the station of the hukou is the only one (XP18)."""
"""An address is asked in parts; the whole, as it is printed, is put together when it is saved."""
RESIDENCE_DISTRICT, RESIDENCE_STREET = AT_RESIDENCE + DISTRICT, AT_RESIDENCE + STREET
RESIDENCE_DETAIL = AT_RESIDENCE + DETAIL
AGAIN = "again."
"""Beside the form: the day on which the last recognition ended; there only where somebody applies again."""
CHANGED = "changed"
"""What has changed since then, in the person's words (第三条第二款)."""
COUNTED = "count."
"""Before the fact that counts persons whose papers are wanted one by one (GZ-16)."""
COMMUNITY = "community"
"""The community of the place applied at, by the code of its office (XY-12); asked only where its station has any."""
UNLISTED = "unlisted"
"""In no list, or not known: the station finds out."""
ALL_COMMUNITIES = "all"
"""The whole list again, after a search."""
COMMUNITY_SAID = "community_said"
"""What somebody wrote whose community is in no list."""
COMMUNITY_SEARCH = "search.community"
"""Beside the form: what was typed to find a community, while it is not found."""
OF_A_PLACE = (COMMUNITY, COMMUNITY_SAID, COMMUNITY_SEARCH)
"""What ends when somebody moves to another street."""
OTHER = "other"
"""The option of a multiple choice that may carry words of one's own."""
OTHER_LONGEST = 50

Input = Literal["text", "choice", "multi", "date", "phone", "id_number", "photo", "search"]
INPUTS: dict[str, Input] = {
    "name": "text",
    "text": "text",
    "number": "text",
    "address": "text",
    "place": "text",
    "choice": "choice",
    "choices": "multi",
    "date": "date",
    "phone": "phone",
    "id_number": "id_number",
    "image": "photo",
    "community": "search",
}
NATURAL_ORDER = ("id_number", "phone", "address", "place", "choice", "text", "number", "date", "choices", "image")
"""People say who and where they are first; the photo, which must be looked for, comes last."""


@dataclass(frozen=True)
class Ask:
    """One thing the form asks. ``field`` is the field of the annex it belongs to, None beside the annex.

    ``preset`` are the ticks shown before the person touched any.
    """

    id: str
    kind: str
    label: str
    text: str
    why: str
    options: tuple[Option, ...] = ()
    optional: bool = False
    example: str = ""
    longest: int = 100
    exactly: int = 0
    unsure: bool = False
    """A day may be told roughly, or not at all."""
    preset: tuple[str, ...] = ()
    depends: tuple[str, ...] = ()
    """Asks whose values end when this one changes."""

    @property
    def beside(self) -> bool:
        """Asked beside the annex, which has no cell for it."""
        return self.id == CHANGED or self.id.startswith(COUNTED)

    @property
    def input(self) -> Input:
        return INPUTS[self.kind]

    @property
    def later(self) -> bool:
        """Stands on a certificate one may have to look for: a draft goes on without it, sending does not."""
        return self.exactly > 0 and not self.optional


@dataclass(frozen=True)
class Known:
    """What the questions depend on. ``pack`` and ``divisions`` speak the caller's language."""

    pack: Pack
    divisions: Divisions
    form: Form
    answers: Answers
    assessment: Assessment
    communities_under: Callable[[str], Sequence[Option]] = lambda _station: ()
    """The communities of a station, by its division."""

    @property
    def communities(self) -> Sequence[Option]:
        """Those of the station where one applies."""
        station = station_of(self)
        return self.communities_under(station) if station else ()


def address_field(pack: Pack) -> Field:
    return next(item for item in pack.form.fields if item.kind == "address")


def dates_told(pack: Pack) -> tuple[Field, ...]:
    """The days of the form that the self-check may know already; they can be changed in the form."""
    return tuple(
        item
        for item in pack.form.fields
        if item.filled_by == "citizen" and item.kind == "date" and item.fact
    )


def name_field(pack: Pack) -> Field:
    """The first field of a form that a citizen fills in is the name."""
    return next(item for item in pack.form.fields if item.filled_by == "citizen")


def category_field(pack: Pack) -> Field:
    """The field whose boxes are the categories one can apply for."""
    ids = list(pack.applicable)
    return next(item for item in pack.form.fields if [option.value for option in item.options] == ids)


def district_of(known: Known) -> str:
    """The code of the hukou's district: as chosen in the form, else from the self-check; may be empty."""
    chosen = str(known.form.get(address_field(known.pack).id + DISTRICT, ""))
    told = known.answers.get(HUKOU)
    return chosen or (told if isinstance(told, str) and told in known.divisions else "")


def street_of(known: Known) -> str:
    """The code of the hukou's street or town; may be empty."""
    district = district_of(known)
    streets = known.divisions.children(district) if district else ()
    if len(streets) == 1:
        return streets[0]
    chosen = str(known.form.get(address_field(known.pack).id + STREET, ""))
    return chosen if chosen in streets else ""


def residence_street_of(known: Known) -> str:
    """The code of the residence's street or town; may be empty."""
    streets = known.divisions.children(str(known.form.get(RESIDENCE_DISTRICT, "")))
    if len(streets) == 1:
        return streets[0]
    chosen = str(known.form.get(RESIDENCE_STREET, ""))
    return chosen if chosen in streets else ""


def station_of(known: Known) -> str:
    """The division of the station that receives the application (第二条第一款); may be empty."""
    if known.form.get(APPLY_AT) == AT_RESIDENCE:
        return residence_street_of(known)
    return street_of(known)
