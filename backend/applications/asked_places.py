"""The address of the hukou, where to apply, and the residence of who applies there: asked in parts."""

from collections.abc import Iterator, Sequence

from backend.applications.asks import (
    ALL_COMMUNITIES,
    APPLY_AT,
    AT_HUKOU,
    AT_RESIDENCE,
    COMMUNITY,
    COMMUNITY_SAID,
    COMMUNITY_SEARCH,
    DETAIL,
    DISTRICT,
    ELSEWHERE,
    OF_A_PLACE,
    RESIDENCE_DETAIL,
    RESIDENCE_DISTRICT,
    RESIDENCE_STREET,
    STREET,
    UNLISTED,
    Ask,
    Known,
    district_of,
    street_of,
)
from backend.applications.community_names import found
from backend.policies.outcome import HUKOU
from backend.rules import Field, Option, Text
from backend.rules.catalogue import Divisions
from locales import Translate

COMMUNITY_LONGEST = 50


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
        yield from self.community()

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
            depends=(RESIDENCE_DISTRICT, RESIDENCE_STREET, RESIDENCE_DETAIL, *OF_A_PLACE),
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

    def community(self) -> Iterator[Ask]:
        """Asked only where the station has communities; what is in no list goes to the station."""
        listed = self.known.communities
        if not listed:
            return
        article = self.pack.citations[self.pack.stages[0].citation_id].article
        label = self._("社区（村）")
        why = self._("申请由站所或社区初审、入户核实（{article}）。选了社区，就不用再转一次。").format(article=article)
        yield Ask(
            id=COMMUNITY,
            kind="community",
            label=label,
            text="\n".join((self.which_community(), self.how_to_find(listed))),
            why=why,
            options=self.offered(listed),
            example=str(listed[0].label),
            longest=COMMUNITY_LONGEST,
        )
        if self.known.form.get(COMMUNITY) == UNLISTED:
            yield Ask(
                id=COMMUNITY_SAID,
                kind="text",
                label=self._("社区（村）的名称"),
                text=self._("您的社区（村）叫什么？写个大概也行，由站所来找。不知道可以不填。"),
                why=why,
                optional=True,
                example=self._("平安社区"),
                longest=COMMUNITY_LONGEST,
            )

    def which_community(self) -> str:
        if self.known.form.get(APPLY_AT) == AT_RESIDENCE:
            return self._("您现在住在哪个社区（村）？")
        return self._("您的户口在哪个社区（村）？")

    def how_to_find(self, listed: Sequence[Option]) -> str:
        said = str(self.known.form.get(COMMUNITY_SEARCH, ""))
        if not said:
            return self._("也可以打几个字，或者拼音首字母来找。")
        if count := len(found(said, listed)):
            return self._("和“{said}”相近的有{count}个，请点一个。").format(said=said, count=count)
        return self._("名单里没有“{said}”。可以换个写法再打；点“不在名单里”，就照您写的记下，由站所来找。").format(said=said)

    def offered(self, listed: Sequence[Option]) -> tuple[Option, ...]:
        """The whole list, or what a search has found; and the ways out of it."""
        said = str(self.known.form.get(COMMUNITY_SEARCH, ""))
        shown = found(said, listed) if said else tuple(listed)
        unsure = ("不知道", "不清楚", "不晓得", "不在名单里", "没有", "都不是")
        label = self._("不在名单里") if said else self._("不知道，或不在名单里")
        unlisted = Option(UNLISTED, Text(label), also=tuple(map(Text, unsure)))
        again = (Option(ALL_COMMUNITIES, Text(self._("看全部名单"))),) if said else ()
        return (*shown, unlisted, *again)

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
                options=(*_division_options(divisions, divisions.children(self.pack.region)), *self.outside(outside)),
                depends=(street, *OF_A_PLACE),
            )
        streets = divisions.children(district) if district else ()
        if len(streets) > 1:
            yield Ask(
                id=street,
                kind="choice",
                label=self._("街道（乡镇）"),
                text=which_street,
                why=why,
                options=_division_options(divisions, streets),
                depends=OF_A_PLACE,
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
