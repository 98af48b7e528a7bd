"""The form, one field at a time: put, tick, change, go back."""

from backend.applications import community_choice
from backend.applications.again import recall
from backend.applications.asks import (
    APPLY_AT,
    AT_HUKOU,
    AT_RESIDENCE,
    COUNTED,
    DETAIL,
    DISTRICT,
    ELSEWHERE,
    RESIDENCE_DETAIL,
    RESIDENCE_DISTRICT,
    STREET,
    Ask,
    address_field,
    dates_told,
    residence_street_of,
    street_of,
)
from backend.applications.dossier import TICKS, Dossier, in_chinese, own_application
from backend.applications.earlier import earlier, is_same
from backend.applications.followed_papers import follow
from backend.applications.identity import must_be_free, reassess, take_over
from backend.applications.intake_files import CleanFile
from backend.applications.models import PaperFileRow
from backend.applications.paper_files import keep_file, remove_file
from backend.applications.paper_shapes import advice
from backend.applications.rough_days import exact_day
from backend.applications.scanning import STOPPED
from backend.applications.stop import STOP, mark
from backend.applications.turn import turn_of
from backend.applications.typed import in_order, is_same_address, read_value
from backend.core.problems import Problem, not_found
from backend.core.unit import Unit
from backend.policies.outcome import HUKOU, standings
from backend.rules import FactValue
from contract.application import ApplicationTurn, PutField, ToggleChoice


def put_field(unit: Unit, application_id: str, field: str, put: PutField) -> ApplicationTurn:
    """Keeps one field. For a multiple choice an empty text confirms the ticks so far.

    Raises 409 ``application.other_field`` for a button of a field that is not being asked, unless it says
    again what is known; 422 with words when the text cannot be read.
    """
    dossier = own_application(unit, application_id, to_change=True)
    ask = dossier.ask(field)
    dossier.must_be_changeable("field", field)
    same = _as_at_hukou(dossier, ask, put.text)
    before = earlier(dossier, ask) if is_same(put.text) else None
    value = before or same or _value(dossier, ask, put)
    if ask.kind == "community" and not value:
        _must_be_asked(dossier, ask)
        dossier.save()
        return turn_of(dossier)
    if dossier.form.get(field) == value and not _asked_now(dossier, ask):
        return turn_of(dossier, saved=field)
    _must_be_asked(dossier, ask)
    return _keep(dossier, ask, value, dossier._("已按户籍地址填写。") if same else "")


def toggle_choice(unit: Unit, application_id: str, field: str, toggle: ToggleChoice) -> ApplicationTurn:
    """Ticks or unticks one value. Raises 422 ``field.choice_unknown``, 409 ``application.other_field``."""
    dossier = own_application(unit, application_id, to_change=True)
    ask = dossier.ask(field)
    dossier.must_be_changeable("field", field)
    if ask.input != "multi":
        raise Problem("field.not_multiple", 422, label=ask.label)
    _must_be_asked(dossier, ask)
    if toggle.value not in {option.value for option in ask.options}:
        raise Problem("field.choice_unknown", 422, label=ask.label, example="", count=len(ask.options))
    ticked = set(dossier.ticks(ask)) ^ {toggle.value}
    dossier.form[TICKS + field] = in_order(ask, ticked)
    dossier.save()
    return turn_of(dossier)


def reopen_field(unit: Unit, application_id: str, field: str) -> ApplicationTurn:
    """Asks one field again, with what it holds. An address is asked again from its street on."""
    dossier = own_application(unit, application_id, to_change=True)
    target = _first_part(dossier, field)
    dossier.must_be_changeable("field", target)
    dossier.row.editing = target
    dossier.row.updated_at = unit.now
    return turn_of(dossier)


def go_on(unit: Unit, application_id: str) -> ApplicationTurn:
    """The person has read what has changed, and goes on. Twice is once."""
    dossier = own_application(unit, application_id, to_change=True)
    if dossier.form.pop(STOP, None) is not None:
        dossier.save()
    return turn_of(dossier)


def back(unit: Unit, application_id: str) -> ApplicationTurn:
    """One step back: to the field before, from the papers to the form, from the check to the papers.

    Where a line of the check page is being changed, back leaves it as it was.
    """
    dossier = own_application(unit, application_id, to_change=True)
    row = dossier.row
    if row.state != "draft":
        row.editing = ""
    elif dossier.unanswered():
        row.editing = _before(dossier)
    elif row.editing:
        row.editing = ""
    elif row.papers_done:
        row.papers_done = False
    else:
        row.editing = dossier.asks[-1].id
    row.updated_at = unit.now
    return turn_of(dossier)


def put_photo(unit: Unit, application_id: str, name: str, file: CleanFile) -> ApplicationTurn:
    """Keeps the photo of the form in place of an earlier one. Raises 404 ``field.not_found``, 422 ``file.not_taken``."""
    dossier = own_application(unit, application_id, to_change=True)
    field = dossier.photo_field
    if field is None:
        raise not_found("field")
    dossier.must_be_changeable("field", field.id)
    if file.scan in STOPPED:
        raise Problem("file.not_taken", 422)
    earlier = list(dossier.files_of(field.id))
    row = keep_file(dossier, field.id, name, file)
    _replace(dossier, earlier, row)
    # A portrait may be small and before any wall; only what would spoil it on paper is worth a word.
    row.advice = row.advice if row.advice in ("blank", "dark", "blurred") else ""
    return _keep(dossier, dossier.ask(field.id), row.id, _of_portrait(dossier, row.advice))


def _of_portrait(dossier: Dossier, code: str) -> str:
    """What would make the photo of the form better, and where it is changed; it counts as it is."""
    told = advice(dossier, code)
    return told + dossier._("核对时点“修改表格”，可以换一张。") if told else ""


def _value(dossier: Dossier, ask: Ask, put: PutField) -> str | list[str]:
    if put.skip:
        if not ask.optional and not (ask.later and dossier.row.state == "draft"):
            raise Problem("field.required", 422, label=ask.label)
        return [] if ask.input == "multi" else ""
    if ask.input == "photo":
        raise Problem("field.photo_wanted", 422, label=ask.label)
    if ask.input == "multi" and not put.text.strip():
        ticked = in_order(ask, dossier.ticks(ask))
        if not ticked and not ask.optional:
            raise Problem("field.nothing_chosen", 422, label=ask.label)
        return ticked
    if ask.later and dossier.row.state == "draft" and _says_not_at_hand(put.text):
        raise Problem("field.find_later", 422, label=ask.label)
    if ask.kind == "community":
        return community_choice.take(dossier, ask, put.text)
    value = _read(dossier, ask, put.text)
    return _without_places(dossier, ask, str(value)) if ask.kind == "address" else value


def _as_at_hukou(dossier: Dossier, ask: Ask, text: str) -> str:
    """“同上” where the place one lives in is asked: the address of the hukou; empty where nobody says so.

    Raises ``field.empty`` where another street was chosen before, so that it cannot be the same.
    """
    if not (ask.kind == "place" or ask.id == RESIDENCE_DETAIL) or not is_same_address(text):
        return ""
    known, detail = dossier.known, address_field(dossier.pack).id + DETAIL
    if ask.kind == "place":
        same = dossier.full_address(street_of(known), detail)
    else:
        alike = residence_street_of(known) == street_of(known)
        same = str(dossier.form.get(detail, "")) if alike else ""
    if not same:
        raise Problem("field.empty", 422, label=ask.label, example=ask.example)
    return same


def _says_not_at_hand(text: str) -> bool:
    """“没有”, “找不到”: words where a number is asked."""
    return bool(text.strip()) and not any(letter.isdecimal() for letter in text)


def _read(dossier: Dossier, ask: Ask, text: str) -> str | list[str]:
    """The value as typed; who reads English may still type the Chinese word."""
    try:
        return read_value(ask, text, dossier.unit.today)
    except Problem as problem:
        try:
            return read_value(in_chinese(dossier).ask(ask.id), text, dossier.unit.today)
        except Problem:
            raise problem from None


def _without_places(dossier: Dossier, ask: Ask, address: str) -> str:
    """People write the whole address; what the street already says is not kept twice."""
    left = address
    for name in dossier.places_of(ask.id):
        left = left.removeprefix(name).lstrip(" ,，、")
    if not left:
        raise Problem("field.empty", 422, label=ask.label, example=ask.example)
    return left


def _asked_now(dossier: Dossier, ask: Ask) -> bool:
    asking = dossier.asking
    return asking is not None and asking.id == ask.id


def _must_be_asked(dossier: Dossier, ask: Ask) -> None:
    """While corrections are awaited, any of the named fields may be put straight away."""
    if dossier.row.state == "draft" and not _asked_now(dossier, ask):
        asking = dossier.asking
        raise Problem(
            "application.other_field",
            409,
            field=asking.id if asking else "",
            label=asking.label if asking else "",
        )


def _keep(dossier: Dossier, ask: Ask, value: str | list[str], note: str = "") -> ApplicationTurn:
    before = standings(dossier.pack, dossier.assessment)
    if ask.input == "id_number":
        must_be_free(dossier, str(value))
        note = take_over(dossier, str(value))
        recall(dossier, str(value))
    elif told := _told(dossier, ask, str(value)):
        reassess(dossier, told)
    if dossier.form.get(ask.id) != value:
        dossier.forget(*ask.depends)
    dossier.form[ask.id] = value
    if ask.id == dossier.category_field.id and dossier.row.submitted_at is not None:
        dossier.row.categories = list(value)
    saved = ask.id
    if (ask.id, value) == (RESIDENCE_DISTRICT, ELSEWHERE):
        note, saved = _at_hukou_only(dossier), APPLY_AT
    dossier.form.pop(TICKS + ask.id, None)
    dossier.row.editing = _next_part(dossier, ask) if dossier.row.editing else ""
    defect = dossier.defect("field", ask.id)
    if defect is not None:
        defect.mended_at = dossier.unit.now
    mark(dossier, ask.id, before)
    dossier.save()
    follow(dossier)
    return turn_of(dossier, saved=saved, note=note)


def _at_hukou_only(dossier: Dossier) -> str:
    """Who lives outside the city applies where the hukou is (第二条第一款); says so."""
    dossier.forget(RESIDENCE_DISTRICT)
    dossier.form[APPLY_AT] = AT_HUKOU
    return dossier._("您的常住地不在{city}，只能在户籍地办理。").format(city=dossier.pack.region_name)


def _told(dossier: Dossier, ask: Ask, value: str) -> dict[str, FactValue | None]:
    """The facts a field of the form tells beside the ID number: what the self-check was told counts no more."""
    if ask.id.startswith(COUNTED):
        return {ask.id.removeprefix(COUNTED): value}
    if ask.id == address_field(dossier.pack).id + DISTRICT:
        return {HUKOU: value}
    return {item.fact: exact_day(value) for item in dates_told(dossier.pack) if item.id == ask.id}


def _before(dossier: Dossier) -> str:
    """The answered question before the one being asked; the same one when it is the first."""
    asking = dossier.asking
    ids = [ask.id for ask in dossier.asks]
    place = ids.index(asking.id) if asking else len(ids)
    earlier = [one for one in ids[:place] if one in dossier.form]
    return earlier[-1] if earlier else dossier.row.editing


def _first_part(dossier: Dossier, field: str) -> str:
    """The question that opens a field; raises 404 ``field.not_found`` when nothing is asked for it."""
    if field in (address_field(dossier.pack).id, AT_RESIDENCE):
        parts = (field + part for part in (DISTRICT, STREET, DETAIL))
        return next((part for part in parts if dossier.find(part)), field)
    return dossier.ask(field).id


def _next_part(dossier: Dossier, ask: Ask) -> str:
    """Who changes the street of an address is shown the rest of it, too."""
    for part, following in ((DISTRICT, STREET), (STREET, DETAIL)):
        if ask.id.endswith(part):
            beside = ask.id.removesuffix(part) + following
            return beside if beside in dossier.form and dossier.find(beside) else ""
    return ""


def _replace(dossier: Dossier, earlier: list[PaperFileRow], new: PaperFileRow) -> None:
    for old in earlier:
        if old.id != new.id:
            remove_file(dossier, old)
