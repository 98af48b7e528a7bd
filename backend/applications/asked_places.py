"""The address of the hukou, where to apply, and the residence of who applies there: asked in parts."""

from collections.abc import Iterator, Sequence

from backend.applications.asks import (
    APPLY_AT,
    AT_HUKOU,
    AT_RESIDENCE,
    DETAIL,
    DISTRICT,
    ELSEWHERE,
    RESIDENCE_DETAIL,
    RESIDENCE_DISTRICT,
    RESIDENCE_STREET,
    STREET,
    Ask,
    Known,
    district_of,
    street_of,
)
from backend.policies.outcome import HUKOU
from backend.rules import Field, Option, Text
from backend.rules.catalogue import Divisions
from locales import Translate


def places_asked(known: Known, item: Field, why: str, _: Translate) -> Iterator[Ask]:
    """The questions of the address ``item``, and those that follow from it."""
    return _Places(known, _).address(item, why)


class _Places:
    def __init__(self, known: Known, gettext: Translate) -> None:
        self.known = known
        self.pack = known.pack
        self._ = gettext

    def address(self, item: Field, why: str) -> Iterator[Ask]:
        """District where the self-check does not know it, street, and the rest; then where to apply."""
        told = self.known.answers.get(HUKOU) in self.known.divisions
        yield from self.places(
            item.id,
            told and item.id + DISTRICT not in self.known.form,
            district_of(self.known),
            self._("户口所在的县（区）是？"),
            self._("户口在哪个街道（乡镇）？"),
        )
        place = street_of(self.known)
        text = self._("{place}后面的地址是什么？请按户口本填写，写到门牌号。")
        named = self.known.divisions.name(place) if place else ""
        yield Ask(
            id=item.id + DETAIL,
            kind=item.kind,
            label=item.label,
            text=text.format(place=named),
            why=why,
            optional=not item.required,
            example=self._("平安路12号"),
            longest=item.longest or 100,
        )
        yield from self.where_to_apply()

    def where_to_apply(self) -> Iterator[Ask]:
        route = self.pack.route
        if AT_RESIDENCE not in route.places:
            return
        street = street_of(self.known)
        at_hukou = self._("户籍地")
        if street:
            named = self.known.divisions.name(street)
            at_hukou = self._("{kind}（{place}）").format(kind=at_hukou, place=named)
        yield Ask(
            id=APPLY_AT,
            kind="choice",
            label=self._("申请地点"),
            text="\n".join((self._("您想在哪里办理？"), route.note)),
            why=self._("户籍地和常住地的站所都可以受理（{article}）。").format(
                article=self.pack.citations[route.citation_id].article
            ),
            options=(
                Option(AT_HUKOU, Text(at_hukou), also=(Text(self._("户籍地")),)),
                Option(AT_RESIDENCE, Text(self._("常住地")), also=(Text(self._("现在住的地方")),)),
            ),
            depends=(RESIDENCE_DISTRICT, RESIDENCE_STREET, RESIDENCE_DETAIL),
        )
        if self.known.form.get(APPLY_AT) == AT_RESIDENCE:
            yield from self.residence()

    def residence(self) -> Iterator[Ask]:
        yield from self.places(
            AT_RESIDENCE,
            False,
            str(self.known.form.get(RESIDENCE_DISTRICT, "")),
            self._("您现在住在哪个县（区）？"),
            self._("您现在住在哪个街道（乡镇）？"),
            outside=True,
        )
        yield Ask(
            id=RESIDENCE_DETAIL,
            kind="address",
            label=self._("常住地址"),
            text=self._("您现在住的地址是什么？请写到门牌号。"),
            why=self._("工作人员要入户核实。"),
            example=self._("平安路12号"),
        )

    def places(
        self,
        prefix: str,
        district_known: bool,
        district: str,
        which_district: str,
        which_street: str,
        *,
        outside: bool = False,
    ) -> Iterator[Ask]:
        divisions = self.known.divisions
        why = self._("由您所在街道（乡镇）的站所受理。")
        street = prefix + STREET
        if not district_known:
            yield Ask(
                id=prefix + DISTRICT,
                kind="choice",
                label=self._("县（区）"),
                text=which_district,
                why=why,
                options=(*_division_options(divisions, divisions.to_choose(self.pack.region)), *self.outside(outside)),
                depends=(street,),
            )
        if district and len(divisions.children(district)) > 1:
            yield Ask(
                id=street,
                kind="choice",
                label=self._("街道（乡镇）"),
                text=which_street,
                why=why,
                options=_division_options(divisions, divisions.to_choose(district)),
            )


    def outside(self, offered: bool) -> Iterator[Option]:
        """For a residence: that it lies in another city."""
        if offered:
            label = self._("不在{city}").format(city=self.pack.region_name)
            yield Option(ELSEWHERE, Text(label), also=(Text(self._("外地")),))


def _division_options(divisions: Divisions, codes: Sequence[str]) -> tuple[Option, ...]:
    """Places as options; people leave out the 街道 or 镇 at the end."""
    return tuple(
        Option(code, Text(name), also=(Text(name.removesuffix("街道").rstrip("区县乡镇")),))
        for code in codes
        for name in (divisions.name(code),)
    )
