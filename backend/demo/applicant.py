"""A citizen of the demonstration walks through the chat's services: self-check, form, papers, submit."""

from datetime import timedelta

from backend.applications import form, paper_files, service
from backend.applications.asks import COUNTED
from backend.core.unit import Unit
from backend.demo import pictures
from backend.demo.people import Resident
from backend.people.consent import application_consent
from backend.policies import service as screenings
from contract.application import ApplicationTurn, PutField, StartApplication, Submit, ToggleChoice
from contract.screening import GiveAnswer, StartScreening

MOST_STEPS = 60
"""More than any form has fields: a walk that goes in circles is a mistake."""
FIELDS_OF_A_DRAFT = 6
MONTHS_REGISTERED = 8
COLOURS = ("#3b78c4", "#4a7a6a", "#7a5a8a", "#8a6a4a")

COMMON = {
    "work.status": "unemployed",
    "unemp.registered": "yes",
    "work.willing": "yes",
    "work.capacity": "full",
    "pension.receiving": "no",
    "retire.base": "55",
    "person.situation": "none",
    "household.others": "some_working",
    "household.urban": "urban",
    "disab.status": "none",
    "disab.grade": "4",
    "poverty.alleviated": "no",
    "land.lost": "none",
    "work.accepts_assistance": "yes",
    "gz.rural_to_urban": "none",
    "family.single_parent": "no",
    "grad.is_graduate": "no",
}
SITUATIONS: dict[str, dict[str, str]] = {
    "4050": {},
    "disabled": {"person.situation": "disability", "disab.status": "valid", "work.capacity": "partial"},
    "land": {"person.situation": "land", "land.lost": "all"},
    "alleviated": {"person.situation": "poverty", "poverty.alleviated": "yes"},
    "household": {"household.others": "all_unemployed"},
    "jobless": {},
    "dibao": {"person.situation": "dibao", "welfare.kind": "urban_dibao", "welfare.status": "valid"},
    "single_parent": {
        "person.situation": "single_parent",
        "family.single_parent": "yes",
        "family.custody": "yes",
        "family.youngest_child": "minor",
    },
}


def begin(unit: Unit, resident: Resident, place: int) -> str:
    """The self-check to its end, consent, and the form as far as the resident has come; gives the case's id."""
    turn = screenings.start_screening(unit, StartScreening(pack=resident.pack))
    facts = _facts(unit, resident)
    for _ in range(MOST_STEPS):
        if turn.question is None:
            break
        given = GiveAnswer(fact=turn.question.fact, text=facts[turn.question.fact])
        turn = screenings.answer(unit, turn.id, given)
    start = StartApplication(screening=turn.id, consent_version=application_consent(unit, resident.pack).version)
    draft = service.start_application(unit, start)
    steps = FIELDS_OF_A_DRAFT if resident.end == "draft" else MOST_STEPS
    return _fill_in(unit, draft, resident, place, steps)


def hand_in(unit: Unit, case_id: str, resident: Resident) -> None:
    """Every paper that is needed, and submit."""
    turn = service.application(unit, case_id)
    for paper in turn.papers:
        if paper.item.needed:
            title = paper.item.alternatives[0].title
            picture = pictures.paper(title, resident.name)
            paper_files.add_paper_file(unit, case_id, paper.item.id, f"{title}.jpg", picture)
    turn = paper_files.papers_done(unit, case_id)
    service.submit(unit, case_id, Submit(declaration_version=turn.declaration_version))


def supply(unit: Unit, case_id: str, resident: Resident) -> None:
    """Mends everything the office asked for."""
    for defect in service.application(unit, case_id).defects:
        if defect.kind == "paper":
            picture = pictures.paper(f"{defect.label}（补拍）", resident.name)
            paper_files.add_paper_file(unit, case_id, defect.target, "补拍.jpg", picture)
        else:
            form.reopen_field(unit, case_id, defect.target)
            form.put_field(unit, case_id, defect.target, PutField(text="19900000999"))
    service.supply(unit, case_id)


def _facts(unit: Unit, resident: Resident) -> dict[str, str]:
    own = {
        "person.hukou_code": resident.district,
        "person.sex": resident.sex,
        "person.birth_date": resident.born(unit.today).isoformat(),
        "unemp.registered_on": (unit.today - timedelta(days=MONTHS_REGISTERED * 31)).isoformat(),
    }
    return COMMON | own | SITUATIONS[resident.category]


def _fill_in(unit: Unit, turn: ApplicationTurn, resident: Resident, place: int, steps: int) -> str:
    texts = _texts(unit, resident, place)
    for _ in range(steps):
        if turn.prompt is None or turn.phase != "form":
            break
        turn = _answer(unit, turn, texts, resident, place)
    return turn.id


def _answer(
    unit: Unit, turn: ApplicationTurn, texts: dict[str, str], resident: Resident, place: int
) -> ApplicationTurn:
    prompt = turn.prompt
    assert prompt is not None
    if prompt.input == "photo":
        picture = pictures.portrait(COLOURS[place % len(COLOURS)])
        return form.put_photo(unit, turn.id, "照片.jpg", picture)
    if prompt.input == "multi":
        for value in resident.wishes if prompt.field == "wishes" else ():
            form.toggle_choice(unit, turn.id, prompt.field, ToggleChoice(value=value))
        return form.put_field(unit, turn.id, prompt.field, PutField())
    text = texts.get(prompt.field, "")
    return form.put_field(unit, turn.id, prompt.field, PutField(text=text, skip=not text and prompt.optional))


def _texts(unit: Unit, resident: Resident, place: int) -> dict[str, str]:
    ago = unit.today - timedelta(days=90 + place)
    return {
        "name": resident.name,
        "id_number": resident.id_number(unit.today, place),
        "phone": f"1990000{place:04d}",
        "ethnicity": "05" if "·" in resident.name else "01",
        "political": ("masses", "party_member")[place % 2],
        "education": ("junior", "senior", "vocational", "college")[place % 4],
        "marital": ("married", "divorced", "single")[place % 3],
        "certificate_no": f"{resident.district}00{place:08d}",
        "unemployed_since": ago.isoformat(),
        "hukou_address_district": resident.district,
        "hukou_address_street": resident.street,
        "hukou_address_detail": f"幸福路{place + 1}号",
        "apply_at": "hukou",
        "community": "新村社区",
        "residence_address": "同上",
        "wishes_other": "想在家门口做手工",
        f"{COUNTED}household.labour_others": "1",
    }
