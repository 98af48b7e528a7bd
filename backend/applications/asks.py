"""What the form asks, in the order of a conversation: nothing known, nothing that follows, one thing at a time.

The fields come from the pack. Three things the annex does not print are asked beside it, because the case needs
them: the street of the hukou and, where someone applies at home, of the residence, and which of the two it is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from backend.applications.sealed import Form
from backend.policies.outcome import HUKOU, eligible, fitting
from backend.rules import Answers, Assessment, Field, Option, Pack, Text
from backend.rules.catalogue import Divisions
from locales import Translate

APPLY_AT, AT_HUKOU, AT_RESIDENCE = "apply_at", "hukou", "residence"
DISTRICT, STREET, DETAIL = "_district", "_street", "_detail"
"""An address is asked in parts; the whole, as it is printed, is put together when it is saved."""
RESIDENCE_DISTRICT, RESIDENCE_STREET = AT_RESIDENCE + DISTRICT, AT_RESIDENCE + STREET
RESIDENCE_DETAIL = AT_RESIDENCE + DETAIL
OTHER = "other"
"""The option of a multiple choice that may carry words of one's own."""
OTHER_LONGEST = 50

Input = Literal["text", "choice", "multi", "date", "phone", "id_number", "photo"]
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
    preset: tuple[str, ...] = ()
    depends: tuple[str, ...] = ()
    """Asks whose values end when this one changes."""

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


def asks(known: Known, _: Translate) -> tuple[Ask, ...]:
    """Everything this person is asked, answered or not, in order."""
    return tuple(_Asking(known, _).all())


def address_field(pack: Pack) -> Field:
    return next(item for item in pack.form.fields if item.kind == "address")


def name_field(pack: Pack) -> Field:
    """The first field of a form that a citizen fills in is the name."""
    return next(item for item in pack.form.fields if item.filled_by == "citizen")


def category_field(pack: Pack) -> Field:
    """The field whose boxes are the categories one can apply for."""
    ids = list(pack.applicable)
    return next(item for item in pack.form.fields if [option.value for option in item.options] == ids)


def district_of(known: Known) -> str:
    """The code of the hukou's district: from the self-check, else as chosen in the form; may be empty."""
    told = known.answers.get(HUKOU)
    if isinstance(told, str) and told in known.divisions:
        return told
    return str(known.form.get(address_field(known.pack).id + DISTRICT, ""))


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


class _Asking:
    def __init__(self, known: Known, gettext: Translate) -> None:
        self.known = known
        self.pack = known.pack
        self.boxes = category_field(known.pack)
        self.name = name_field(known.pack).id
        self._ = gettext

    def all(self) -> Iterator[Ask]:
        for item in self.fields():
            if item.kind == "address":
                yield from self.address(item)
            else:
                yield from self.plain(item)

    def fields(self) -> Sequence[Field]:
        """The fields a citizen fills in; the first of the annex, the name, stays first."""
        own = [item for item in self.pack.form.fields if item.filled_by == "citizen"]
        return own[:1] + sorted(own[1:], key=lambda item: NATURAL_ORDER.index(item.kind))

    def plain(self, item: Field) -> Iterator[Ask]:
        if item.fact and self.known.answers.get(item.fact) is not None and item.kind != "id_number":
            return
        if item.id == self.boxes.id:
            yield from self.categories(item)
            return
        yield self.ask(item)
        if OTHER in self.known.form.get(item.id, ()) and item.kind == "choices":
            yield self.other(item)

    def ask(self, item: Field) -> Ask:
        return Ask(
            id=item.id,
            kind="name" if item.id == self.name else item.kind,
            label=item.label,
            text=self.question(item),
            why=self.why(item),
            options=item.options,
            # A photo can still be glued on at the counter; nobody must fail for want of one.
            optional=not item.required or item.kind == "image",
            example=item.example,
            longest=item.longest or 100,
            exactly=item.exactly,
        )

    def question(self, item: Field) -> str:
        words = {
            "choice": self._("您的{label}是？"),
            "choices": self._("您有哪些{label}？"),
            "image": self._("请发一张本人的照片。没有也可以先跳过，到窗口再补。"),
            "date": self._("您的{label}是哪一天？"),
        }.get(item.kind, self._("请告诉我您的{label}。"))
        return "\n".join(filter(None, (words.format(label=self.spoken(item)), item.hint)))

    def spoken(self, item: Field) -> str:
        """The label as one would say it: the annex prints 婚否, nobody asks so."""
        return item.spoken or item.label

    def why(self, item: Field) -> str:
        if item.kind == "id_number":
            stage = self.pack.stages[0]
            article = self.pack.citations[stage.citation_id].article
            return self._("{stage}时要用它核对信息（{article}）。").format(stage=stage.name, article=article)
        if item.kind == "phone":
            return self._("工作人员核实情况时联系您。")
        return self._("这是申请表的第{number}项。").format(number=item.number)

    def categories(self, item: Field) -> Iterator[Ask]:
        """Asked only where there is a choice; everything that may fit can be ticked, nothing else."""
        open_to = eligible(self.pack, self.known.assessment)
        if len(open_to) > 1:
            options = tuple(option for option in item.options if option.value in open_to)
            ask = replace(self.ask(item), preset=fitting(self.pack, self.known.assessment))
            yield replace(ask, options=options, text=self._("您想按哪几类申请？已按自测结果勾好。"))

    def other(self, item: Field) -> Ask:
        return Ask(
            id=f"{item.id}_{OTHER}",
            kind="text",
            label=self._("{label}（其他）").format(label=item.label),
            text=self._("您还有什么别的愿望？请用一句话写下来。"),
            why=self._("这是申请表的第{number}项。").format(number=item.number),
            optional=True,
            longest=OTHER_LONGEST,
        )

    def address(self, item: Field) -> Iterator[Ask]:
        """District where the self-check does not know it, street, and the rest; then where to apply."""
        yield from self.places(
            item.id,
            self.known.answers.get(HUKOU) in self.known.divisions,
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
            why=self.why(item),
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
        self, prefix: str, district_known: bool, district: str, which_district: str, which_street: str
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
                options=_division_options(divisions, divisions.children(self.pack.region)),
                depends=(street,),
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
            )


def _division_options(divisions: Divisions, codes: Sequence[str]) -> tuple[Option, ...]:
    """Places as options; people leave out the 街道 or 镇 at the end."""
    return tuple(
        Option(code, Text(name), also=(Text(name.removesuffix("街道").rstrip("区县乡镇")),))
        for code in codes
        for name in (divisions.name(code),)
    )
