"""An application as its owner may see it, and what to do next."""

from collections.abc import Iterator
from typing import cast

from backend.applications.asks import (
    ALL_COMMUNITIES,
    APPLY_AT,
    AT_RESIDENCE,
    COMMUNITY,
    COMMUNITY_SAID,
    DETAIL,
    OTHER,
    RESIDENCE_DETAIL,
    UNLISTED,
    Ask,
    address_field,
    station_of,
)
from backend.applications.declaration import declaration, declaration_version
from backend.applications.dossier import RESIDENCE, Dossier
from backend.applications.earlier import earlier
from backend.applications.field_views import shown_value
from backend.applications.lifecycle import State, allowed
from backend.applications.models import DefectRow
from backend.applications.paper_shapes import paper_shape, what_is_there
from backend.applications.progress import (
    can_take_back,
    kept_until,
    next_step_with_promise,
    office_name,
    steps,
)
from backend.applications.rough_days import exact_day, rough_words
from backend.applications.stop import stop_of, unread
from backend.core.masking import mask_phone
from backend.policies.days import day_words
from backend.rules import Field, mask_id_number
from backend.staff.service import find_office
from contract.application import (
    ApplicationTurn,
    Defect,
    FieldLine,
    FieldPrompt,
    Phase,
)
from contract.policy import Choice


def turn_of(dossier: Dossier, saved: str = "", note: str = "") -> ApplicationTurn:
    """The whole application. ``saved`` is the field this turn kept, ``note`` what there is to say about it."""
    row = dossier.row
    asking = dossier.asking
    lines = tuple(_Lines(dossier).all())
    return ApplicationTurn(
        id=row.id,
        pack=row.pack,
        state=row.state,
        phase=_phase(dossier, asking),
        prompt=_prompt(dossier, asking) if asking else None,
        lines=lines,
        papers=tuple(paper_shape(dossier, item) for item in dossier.checklist),
        defects=tuple(_defect(dossier, defect) for defect in dossier.defects),
        declaration=declaration(dossier),
        declaration_version=declaration_version(dossier),
        receipt=row.receipt or "",
        office=office_name(dossier),
        steps=steps(dossier),
        next_step=next_step_with_promise(dossier),
        can_withdraw="withdraw" in allowed(cast(State, row.state), "citizen"),
        can_take_back=can_take_back(dossier),
        can_submit=_can_submit(dossier, asking),
        kept_until=kept_until(dossier),
        stop=stop_of(dossier),
        for_whom=dossier.for_whom,
        just_saved=_saved(dossier, lines, saved, note) if saved else None,
    )


def _phase(dossier: Dossier, asking: Ask | None) -> Phase:
    """While corrections are awaited the check page shows the defects and the lines that may be changed."""
    if asking is not None:
        return "form"
    if dossier.row.state == "draft":
        return "check" if dossier.row.papers_done else "papers"
    return "check" if dossier.row.state == "awaiting_correction" else "sent"


def _can_submit(dossier: Dossier, asking: Ask | None) -> bool:
    """Whether sending, or supplying what was asked for, would succeed now."""
    if dossier.row.state == "awaiting_correction":
        return all(defect.mended_at for defect in dossier.defects)
    return (
        dossier.row.state == "draft"
        and asking is None
        and not dossier.missing_papers
        and not dossier.postponed()
        and bool(dossier.categories)
        and not unread(dossier)
    )


def _prompt(dossier: Dossier, ask: Ask) -> FieldPrompt:
    order = [one.id for one in dossier.asks]
    before = earlier(dossier, ask) if ask.id not in dossier.form else None
    choices = tuple(
        Choice(value=str(option.value), label=option.label, help=option.help, also=option.also) for option in ask.options
    )
    return FieldPrompt(
        field=ask.id,
        label=ask.label,
        text=ask.text,
        why=ask.why,
        input=ask.input,
        choices=(Choice(value="same", label=dossier._("和上次一样")), *choices) if before else choices,
        earlier=shown(dossier, ask, before),
        always=(UNLISTED, ALL_COMMUNITIES) if ask.input == "search" else (),
        chosen=dossier.ticks(ask) if ask.input == "multi" else (),
        unsure_allowed=ask.unsure,
        optional=ask.optional or (ask.later and dossier.row.state == "draft"),
        example=ask.example,
        current=shown(dossier, ask, dossier.form.get(ask.id)),
        step=order.index(ask.id) + 1,
        steps=len(order),
    )


def shown(dossier: Dossier, ask: Ask, value: object) -> str:
    """A value as its owner reads it; numbers that identify are masked (B26)."""
    if not value:
        return ""
    if ask.input == "id_number":
        return mask_id_number(str(value))
    if ask.input == "phone":
        return mask_phone(str(value))
    if ask.input == "photo":
        return dossier._("已收到")
    if ask.kind == "community":
        return _community(dossier, str(value))
    labels = {str(option.value): str(option.label) for option in ask.options}
    if isinstance(value, list):
        return dossier.listed(labels.get(one, one) for one in map(str, value))
    if ask.input == "date":
        day = exact_day(value)
        return day_words(dossier.unit.language, day) if day else rough_words(str(value), dossier._)
    return labels.get(str(value), str(value))


def _community(dossier: Dossier, value: str) -> str:
    if value == UNLISTED:
        return str(dossier.form.get(COMMUNITY_SAID, "")) or dossier._("不在名单里，由站所来找")
    return next((str(one.label) for one in dossier.known.communities if one.value == value), value)


class _Lines:
    """The lines of the check page: the annex in its printed order, and where to apply behind the address."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.form = dossier.form
        self.asked = {ask.id: ask for ask in dossier.asks}
        self._ = dossier._

    def all(self) -> Iterator[FieldLine]:
        for field in self.dossier.pack.form.fields:
            if field.filled_by == "derived":
                yield self.derived(field)
            elif field.filled_by == "citizen":
                yield from self.citizen(field)
        yield from (self.asked_line(ask) for ask in self.asked.values() if ask.beside)

    def citizen(self, field: Field) -> Iterator[FieldLine]:
        if field.kind == "address":
            yield self.line(field.id, field.label, str(self.form.get(field.id, "")), field.id + DETAIL)
            yield from self.where_to_apply()
        elif field.id in self.asked:
            yield self.asked_line(self.asked[field.id])
            if beside := self.asked.get(f"{field.id}_{OTHER}"):
                yield self.asked_line(beside)
        else:
            yield self.known(field)

    def asked_line(self, ask: Ask) -> FieldLine:
        value = self.form.get(ask.id)
        if ask.input == "multi" and value is None and ask.preset:
            value = list(ask.preset)
        return self.line(ask.id, ask.label, shown(self.dossier, ask, value), ask.id)

    def line(self, field: str, label: str, words: str, ask_id: str) -> FieldLine:
        editable = self.dossier.may_change("field", ask_id) and ask_id in self.asked
        missing = any(ask.id == ask_id for ask in self.dossier.postponed())
        return FieldLine(field=field, label=label, shown=words, editable=editable, missing=missing)

    def known(self, field: Field) -> FieldLine:
        """A line the self-check has answered: the only ground that fits, or a fact."""
        if field.id == self.dossier.category_field.id:
            labels = {option.value: option.label for option in field.options}
            words = self.dossier.listed(labels[one] for one in self.dossier.categories)
        else:
            fact = self.dossier.pack.vocabulary[field.fact]
            words = fact.show(self.dossier.answers.get(field.fact))
        return self.fixed(field, words, self._("自测"))

    def derived(self, field: Field) -> FieldLine:
        row = self.dossier.row
        if field.derived_from == "today":
            day = row.submitted_at or self.dossier.unit.now
            return self.fixed(field, day_words(self.dossier.unit.language, day), self._("自动填写"))
        if field.derived_from == "papers":
            files = [
                str(option.value) for option in field.options if self.dossier.handed_in(str(option.value))
            ]
            labels = {str(option.value): str(option.label) for option in field.options}
            named = (self.with_choice(one, labels[one]) for one in files)
            return self.fixed(field, self.dossier.listed(named), self._("您上传的材料"))
        source = self.dossier.label(field.derived_from)
        value, language = self.form.get(field.id), self.dossier.unit.language
        return self.fixed(field, shown_value(self.dossier.pack, field, value, language), source)

    def with_choice(self, requirement: str, label: str) -> str:
        """The annex prints one box for several papers; here stands which one was handed in."""
        there = what_is_there(self.dossier, requirement)
        return self._("{kind}（{place}）").format(kind=label, place=there) if there else label

    def fixed(self, field: Field, words: str, source: str) -> FieldLine:
        return FieldLine(field=field.id, label=field.label, shown=words, editable=False, derived_from=source)

    def where_to_apply(self) -> Iterator[FieldLine]:
        place = station_of(self.dossier.known)
        if APPLY_AT not in self.asked and (office := find_office(self.dossier.unit, place)):
            source = address_field(self.dossier.pack).label
            label = self._("申请地点")
            yield FieldLine(
                field=APPLY_AT, label=label, shown=office.name, editable=False, derived_from=source
            )
        if ask := self.asked.get(APPLY_AT):
            chosen = shown(self.dossier, ask, self.form.get(APPLY_AT))
            if self.form.get(APPLY_AT) == AT_RESIDENCE and place:
                named = self.dossier.divisions.name(place)
                chosen = self._("{kind}（{place}）").format(kind=chosen, place=named)
            yield self.line(APPLY_AT, ask.label, chosen, APPLY_AT)
        if ask := self.asked.get(RESIDENCE_DETAIL):
            yield self.line(RESIDENCE, ask.label, str(self.form.get(RESIDENCE, "")), RESIDENCE_DETAIL)
        if (ask := self.asked.get(COMMUNITY)) and COMMUNITY in self.form:
            yield self.asked_line(ask)


def _saved(dossier: Dossier, lines: tuple[FieldLine, ...], saved: str, note: str) -> FieldLine:
    """What this turn understood, to be echoed; a part of an address by itself."""
    line = next((line for line in lines if line.field == saved), None)
    if line is None:
        ask = dossier.ask(saved)
        words = shown(dossier, ask, dossier.form.get(saved))
        line = FieldLine(field=saved, label=ask.label, shown=words, editable=True)
    return line.model_copy(update={"problem": note or _remark(dossier, saved)})


def _remark(dossier: Dossier, saved: str) -> str:
    """What is left for later is wanted before sending. A certificate of another city is worth a second look."""
    if any(ask.id == saved for ask in dossier.postponed()):
        return dossier._("这一项提交前要填。现在可以先往下做。")
    field = next((item for item in dossier.pack.form.fields if item.id == saved), None)
    city = dossier.pack.region[:4]
    number = str(dossier.form.get(saved, ""))
    if field is None or not field.exactly or not number or number.startswith(city):
        return ""
    return dossier._("前几位不是{city}的代码。外地发的证也可以，请再核对一遍。").format(
        city=dossier.pack.region_name
    )


def _defect(dossier: Dossier, defect: DefectRow) -> Defect:
    return Defect(
        kind=defect.kind,
        target=defect.target,
        label=dossier.label(defect.target),
        comment=defect.comment or dossier._("您改了申请内容，这份材料也要提供。"),
        mended=defect.mended_at is not None,
    )
