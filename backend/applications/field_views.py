"""The form as the officer reads it: in the order of the annex, masked unless the reason was given."""

from typing import Any

from backend.applications.asks import CHANGED, COMMUNITY, COMMUNITY_SAID, OTHER, UNLISTED, name_field
from backend.applications.dossier import RESIDENCE, Dossier
from backend.applications.models import Application, DefectRow
from backend.applications.paper_shapes import what_is_there
from backend.applications.rough_days import exact_day, rough_words
from backend.applications.ruling import pack_for
from backend.applications.sealed import Form, read_form
from backend.applications.views import FieldView
from backend.core.masking import mask_name, mask_phone, mask_text
from backend.core.unit import Unit
from backend.rules import Field, Pack, mask_id_number
from locales import translator

ADDRESS_SHOWN = 10
"""Characters of an address that are shown: city, county and the street's name."""
NUMBER_SHOWN = 6


def field_views(
    unit: Unit, row: Application, defects: list[DefectRow], *, unmasked: bool
) -> tuple[FieldView, ...]:
    """The fields the citizen filled in or that follow from them; after a correction with the value before."""
    pack, form = pack_for(unit, row), read_form(unit, row)
    before = {
        defect.target: unit.vault.open(defect.before, f"defects.before|{defect.id}")
        for defect in defects
        if defect.kind == "field" and defect.before is not None and defect.mended_at is not None
    }
    views = []
    for field in pack.form.fields:
        if field.filled_by not in ("citizen", "derived") or field.kind == "image":
            continue
        said = _papers(unit, row, field, form) if field.derived_from == "papers" else ""
        said = said or shown_value(pack, field, form.get(field.id), unit.language)
        whole = "：".join(filter(None, (said, own_words(form, field))))
        masked = whole if unmasked else masked_value(pack, field, whole)
        earlier = shown_value(pack, field, before.get(field.id), unit.language)
        views.append(
            FieldView(
                field=field.id,
                label=field.label,
                shown=masked,
                masked=masked != whole,
                derived=field.filled_by == "derived",
                before=earlier if unmasked else masked_value(pack, field, earlier),
            )
        )
        if field.kind == "address" and form.get(RESIDENCE):
            views.append(_residence(unit, str(form[RESIDENCE]), unmasked=unmasked))
        if field.kind == "address" and form.get(COMMUNITY) == UNLISTED:
            views.append(_unlisted(unit, str(form.get(COMMUNITY_SAID, ""))))
    if form.get(CHANGED):
        views.append(_changed(unit, str(form[CHANGED])))
    return tuple(views)


def _papers(unit: Unit, row: Application, field: Field, form: Form) -> str:
    """The papers the form ticks, and which one it is where a box names several."""
    dossier, _ = Dossier(unit, row), translator("notices", unit.language)
    return "、".join(
        _("{kind}（{place}）").format(kind=_option(field, box), place=there) if there else _option(field, box)
        for box in form.get(field.id) or ()
        for there in [what_is_there(dossier, str(box))]
    )


def _changed(unit: Unit, words: str) -> FieldView:
    """Who applies again says what is different now; the annex has no cell for it."""
    _ = translator("notices", unit.language)
    return FieldView(CHANGED, _("再次申请：情况变化"), words, masked=False, derived=False)


def _residence(unit: Unit, address: str, *, unmasked: bool) -> FieldView:
    """The annex has no cell for it, but the home visit goes there."""
    shown = address if unmasked else mask_text(address, ADDRESS_SHOWN)
    _ = translator("notices", unit.language)
    return FieldView(RESIDENCE, _("常住地址"), shown, masked=shown != address, derived=False)


def _unlisted(unit: Unit, said: str) -> FieldView:
    """The community was in no list: as it was written, for the station to find."""
    _ = translator("notices", unit.language)
    shown = _("{said}（本人写的，不在名单里）").format(said=said) if said else _("本人不知道，或不在名单里")
    return FieldView(COMMUNITY, _("社区（村）"), shown, masked=False, derived=False)


def readable_value(pack: Pack, field: Field, value: Any, language: str, *, unmasked: bool) -> str:
    """A value of the form as this reader may see it."""
    shown = shown_value(pack, field, value, language)
    return shown if unmasked else masked_value(pack, field, shown)


def own_words(form: Form, field: Field) -> str:
    """What the person wrote beside the box □其他."""
    return str(form.get(f"{field.id}_{OTHER}", "")) if field.kind == "choices" else ""


def shown_value(pack: Pack, field: Field, value: Any, language: str) -> str:
    """A value of the form as people read it; a day told roughly in the words the citizen saw."""
    if value is None or value == "":
        return ""
    if isinstance(value, list | tuple):
        return "、".join(_option(field, part) for part in value)
    if field.kind == "date":
        day = exact_day(value)
        if day is None:
            return rough_words(str(value), translator("citizen", language))
        return pack.vocabulary.words.date.format(year=day.year, month=day.month, day=day.day)
    return _option(field, value)


def _option(field: Field, value: Any) -> str:
    return next((option.label for option in field.options if option.value == value), str(value))


def masked_value(pack: Pack, field: Field, shown: str) -> str:
    """A value with what identifies the person covered; only its beginning where that is enough to work with."""
    if not shown:
        return ""
    match field.kind:
        case "id_number":
            return mask_id_number(shown)
        case "phone":
            return mask_phone(shown)
        case "address" | "place":
            return mask_text(shown, ADDRESS_SHOWN)
    if field.id == name_field(pack).id:
        return mask_name(shown)
    return mask_text(shown, NUMBER_SHOWN) if field.exactly else shown
