"""One application opened for one turn: its row, its pack in the caller's language, and what was written."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property

from sqlalchemy import select

from backend.applications.asking import asks
from backend.applications.asks import (
    APPLY_AT,
    AT_RESIDENCE,
    DETAIL,
    DISTRICT,
    RESIDENCE_DETAIL,
    STREET,
    Ask,
    Known,
    address_field,
    category_field,
    dates_told,
    residence_street_of,
    station_of,
    street_of,
)
from backend.applications.lifecycle import WITH_AN_OFFICE
from backend.applications.models import Application, DefectRow, PaperFileRow, PaperRow
from backend.applications.ruling import pack_for, pack_for_the_file
from backend.applications.sealed import (
    read_answers,
    read_assessment,
    read_form,
    write_assessment,
    write_form,
)
from backend.core.problems import Problem, not_found
from backend.core.unit import Unit
from backend.people import mandates, stepping_in
from backend.people.mandate_models import Mandate
from backend.policies.outcome import eligible
from backend.policies.spoken import spoken
from backend.rules import Alternative, Field, Option, Pack, Requirement, Text, assess, base_of, checklist
from backend.staff.service import communities_under
from contract.base import DEFAULT_LANGUAGE
from locales import translator

HOME_VISIT = "home_visit"
OWN_FORM = "form"
"""The requirement that is the form itself: filled in here, so never handed in as a file."""
TICKS = "ticks."
RESIDENCE = "residence"
"""The whole address of someone who applies where they live; the annex has no cell for it, the home visit needs it."""


class Dossier:
    """What one turn knows of one application. Changes are kept by :meth:`save` only."""

    def __init__(self, unit: Unit, row: Application) -> None:
        self.unit = unit
        self.row = row
        self.pack: Pack = pack_for(unit, row)
        self.divisions = spoken(unit).divisions
        self.form = read_form(unit, row)
        self.answers = read_answers(unit, row)
        self.assessment = read_assessment(unit, row)
        self._ = translator("citizen", unit.language)
        self._communities: dict[str, tuple[Option, ...]] = {}
        self._asks: tuple[tuple[str, int], tuple[Ask, ...]] | None = None
        self._take_known_days()
        if self.moved_on:
            self._read_again()

    @property
    def moved_on(self) -> bool:
        """Whether a draft was last written under another version than that of the day."""
        return self.row.submitted_at is None and self.row.pack_version != self.pack.version

    def _read_again(self) -> None:
        """A draft follows the day: the kept answers under the rules of today. Other grounds are asked again."""
        before = eligible(self.pack, self.assessment)
        self.assessment = assess(pack_for_the_file(self.unit, self.row), self.answers, self.unit.today)
        if eligible(self.pack, self.assessment) != before and self.row.state == "draft":
            self.forget_categories()

    def _take_known_days(self) -> None:
        """A day the self-check was told stands in the form, where it can be changed."""
        for item in dates_told(self.pack):
            known = self.answers.get(item.fact)
            if isinstance(known, date):
                self.form.setdefault(item.id, known.isoformat())

    # --- what is asked

    @property
    def known(self) -> Known:
        return Known(
            self.pack, self.divisions, self.form, self.answers, self.assessment, self._communities_under
        )

    def _communities_under(self, station: str) -> tuple[Option, ...]:
        """The communities of a station as options; they are called by their own name, without that of the street."""
        if station not in self._communities:
            street = self.unit.services.catalogue.divisions.name(station)
            self._communities[station] = tuple(
                Option(one.area, Text(one.name.removeprefix(street)), also=(Text(one.name),))
                for one in communities_under(self.unit, station)
            )
        return self._communities[station]

    @property
    def asks(self) -> tuple[Ask, ...]:
        """Worked out anew only when something was written since: one turn looks at them many times."""
        written = (str(self.form), id(self.assessment))
        if self._asks is None or self._asks[0] != written:
            self._asks = written, asks(self.known, self._)
        return self._asks[1]

    def find(self, ask_id: str) -> Ask | None:
        return next((ask for ask in self.asks if ask.id == ask_id), None)

    def ask(self, ask_id: str) -> Ask:
        """The question of an id. Raises 404 ``field.not_found``."""
        found = self.find(ask_id)
        if found is None:
            raise not_found("field")
        return found

    def label(self, target: str) -> str:
        """The label of a question, a printed field or a paper."""
        labels = {item.id: str(item.label) for item in self.pack.form.fields}
        labels |= {item.id: str(item.title) for item in self.papers_needed}
        labels |= {ask.id: ask.label for ask in self.asks}
        return labels.get(target, target)

    def listed(self, words: Iterable[str]) -> str:
        """Several things in one line, as the language writes it."""
        return ("、" if self.unit.language == DEFAULT_LANGUAGE else ", ").join(words)

    def unanswered(self) -> tuple[Ask, ...]:
        return tuple(ask for ask in self.asks if ask.id not in self.form)

    def postponed(self) -> tuple[Ask, ...]:
        """What was left for later; it is asked again after the papers."""
        return tuple(ask for ask in self.asks if ask.later and self.form.get(ask.id) == "")

    @property
    def asking(self) -> Ask | None:
        """The question being asked: the line being changed, else, in a draft, the first open one."""
        if self.row.editing and (found := self.find(self.row.editing)):
            return found
        if self.row.state == "draft":
            return next(iter(self.unanswered()), None)
        return next((ask for ask in self.unanswered() if self.may_change("field", ask.id)), None)

    def ticks(self, ask: Ask) -> tuple[str, ...]:
        """The values ticked for a multiple choice: those not confirmed yet, else the value, else the preset."""
        held = self.form.get(TICKS + ask.id, self.form.get(ask.id, ask.preset))
        return tuple(held or ())

    # --- what follows from it

    @property
    def categories(self) -> tuple[str, ...]:
        """The grounds applied for: as sent, as chosen, or the only one that can fit."""
        if self.row.submitted_at is not None:
            return tuple(self.row.categories)
        ask = self.find(self.category_field.id)
        return self.ticks(ask) if ask else eligible(self.pack, self.assessment)

    @property
    def checklist(self) -> tuple[Requirement, ...]:
        """The papers of these grounds with the “not needed” lines, without our own form."""
        listed = checklist(self.pack, self.categories, self.answers)
        own = tuple(item for item in listed if item.id != OWN_FORM)
        return (*own, self.mandate_paper) if self.wants_mandate_paper else own

    @property
    def wants_mandate_paper(self) -> bool:
        """Whoever acts for somebody proves it with a signed paper, unless the principal has said so in her own chat."""
        return self.mandate is not None and self.mandate.how != "chat"

    @property
    def mandate_paper(self) -> Requirement:
        """The signed 委托书, a paper of this case like any other."""
        title = Text(self._("委托书（本人签名）"))
        why = Text(self._("由别人代办，要有本人签名的委托书，写明代办人、事项和期限（民法典第一百六十五条）。"))
        return Requirement(
            id=mandates.MANDATE_PAPER,
            title=title,
            alternatives=(Alternative(mandates.MANDATE_PAPER, title),),
            reason=why,
            citation_id=self.pack.route.citation_id,
            note=why,
        )

    @property
    def papers_needed(self) -> tuple[Requirement, ...]:
        return tuple(item for item in self.checklist if item.needed)

    def requirement(self, requirement_id: str) -> Requirement:
        """A paper of this application. Raises 404 ``paper.not_found``."""
        found = self.find_requirement(requirement_id)
        if found is None:
            raise not_found("paper")
        return found

    def find_requirement(self, requirement_id: str) -> Requirement | None:
        return next((item for item in self.papers_needed if item.id == requirement_id), None)

    @property
    def station_area(self) -> str:
        return station_of(self.known)

    @property
    def id_number(self) -> str:
        """The ID number as written in the form; empty while it is not."""
        field = next(item for item in self.pack.form.fields if item.kind == "id_number")
        return str(self.form.get(field.id, ""))

    @cached_property
    def category_field(self) -> Field:
        """The field whose boxes are the grounds applied for."""
        return category_field(self.pack)

    @property
    def photo_field(self) -> Field | None:
        return next((item for item in self.pack.form.fields if item.kind == "image"), None)

    # --- files, papers, defects

    @cached_property
    def files(self) -> list[PaperFileRow]:
        """The applicant's files that count, oldest first; photos of a visit are the office's."""
        mine = select(PaperFileRow).where(
            PaperFileRow.application_id == self.row.id,
            PaperFileRow.removed_at.is_(None),
            PaperFileRow.requirement != HOME_VISIT,
        )
        return list(self.unit.session.scalars(mine.order_by(PaperFileRow.id)))

    def files_of(self, requirement_id: str) -> list[PaperFileRow]:
        return [file for file in self.files if file.requirement == requirement_id]

    def stopped_of(self, requirement_id: str) -> list[PaperFileRow]:
        """What has to be sent again."""
        return [file for file in self.files_of(requirement_id) if file.stopped]

    def handed_in(self, requirement_id: str) -> bool:
        """Whether something is there for a requirement, of whichever person, and nothing of it has to be sent again."""
        files = [file for file in self.files if base_of(file.requirement) == requirement_id]
        return bool(files) and not any(file.stopped for file in files)

    @cached_property
    def mandate(self) -> Mandate | None:
        """By which somebody else acts for the applicant."""
        return self.unit.session.get(Mandate, self.row.mandate_id) if self.row.mandate_id else None

    @property
    def for_whom(self) -> str:
        """For whom the reader acts; empty in one's own affairs."""
        return stepping_in.acted_for(self.unit, self.mandate) if self.mandate else ""

    @cached_property
    def papers(self) -> dict[str, PaperRow]:
        mine = select(PaperRow).where(PaperRow.application_id == self.row.id)
        return {paper.requirement: paper for paper in self.unit.session.scalars(mine)}

    def paper(self, requirement_id: str) -> PaperRow:
        """The row of a requirement, made when there is none yet."""
        if requirement_id not in self.papers:
            row = PaperRow(
                application_id=self.row.id, requirement=requirement_id, chosen="", state="missing", comment=""
            )
            self.unit.session.add(row)
            self.papers[requirement_id] = row
        return self.papers[requirement_id]

    @property
    def missing_papers(self) -> tuple[Requirement, ...]:
        """What sending waits for; an optional paper is missed by nobody, unless what came has to be sent again."""
        return tuple(item for item in self.papers_needed if self._is_missing(item))

    def _is_missing(self, item: Requirement) -> bool:
        return bool(self.stopped_of(item.id)) or not (item.optional or self.files_of(item.id))

    @cached_property
    def defects(self) -> list[DefectRow]:
        """What the office asked for in the present round."""
        if self.row.state != "awaiting_correction":
            return []
        mine = select(DefectRow).where(
            DefectRow.application_id == self.row.id, DefectRow.round == self.row.round
        )
        return list(self.unit.session.scalars(mine.order_by(DefectRow.id)))

    def defect(self, kind: str, ask_id: str) -> DefectRow | None:
        """The defect that is mended by answering this question or handing in this paper."""
        found = (one for one in self.defects if one.kind == kind and ask_id in self.opened_by(one))
        return next(found, None)

    def opened_by(self, defect: DefectRow) -> tuple[str, ...]:
        """The questions behind a defect: an address is asked in parts, a wish may have words beside it."""
        address = address_field(self.pack).id
        if (defect.kind, defect.target) == ("field", address):
            parts = tuple(address + part for part in (DISTRICT, STREET, DETAIL))
            return (*parts, APPLY_AT, *(AT_RESIDENCE + part for part in (DISTRICT, STREET, DETAIL)))
        return (defect.target, f"{defect.target}_other")

    def may_change(self, kind: str, target: str) -> bool:
        """In a draft everything; while corrections are awaited only what the office named."""
        if self.row.state == "draft":
            return True
        return self.defect(kind, target) is not None

    def must_be_changeable(self, kind: str, target: str) -> None:
        """Raises 409 ``application.sent_already``, ``application.not_asked_for``, ``application.ended``."""
        if self.may_change(kind, target):
            return
        if self.row.state == "awaiting_correction":
            raise Problem("application.not_asked_for", 409, label=self.label(target))
        if self.row.state in WITH_AN_OFFICE:
            raise Problem("application.sent_already", 409, receipt=self.row.receipt or "")
        raise Problem("application.ended", 409, state=self.row.state)

    # --- saving

    def forget(self, *asked: str) -> None:
        """Empties answers, so that they are asked again."""
        for name in asked:
            self.form.pop(name, None)
            self.form.pop(TICKS + name, None)

    def forget_categories(self) -> None:
        """What was ticked before other grounds came or went is asked again."""
        self.forget(self.category_field.id)

    def save(self) -> None:
        """Seals the form, with the lines of the annex that follow from others."""
        self.form |= dict(self.derived())
        write_form(self.unit, self.row, self.form)
        if self.moved_on:
            write_assessment(self.unit, self.row, self.assessment)
            self.row.pack_version = self.pack.version

    def derived(self) -> Iterator[tuple[str, str | list[str]]]:
        """Lines of the annex nobody types: the whole address, the sex, the grounds, the papers handed in."""
        address = address_field(self.pack).id
        if at_home := self.full_address(street_of(self.known), address + DETAIL):
            yield address, at_home
        if self.form.get(APPLY_AT) == AT_RESIDENCE:
            yield RESIDENCE, self.full_address(residence_street_of(self.known), RESIDENCE_DETAIL)
        boxes = self.category_field
        if self.find(boxes.id) is None:
            yield boxes.id, list(eligible(self.pack, self.assessment))
        for item in self.pack.form.fields:
            known = self.answers.get(item.fact) if item.fact else None
            if known is not None and (item.filled_by == "derived" or self.find(item.id) is None):
                yield item.id, str(known)
            if item.derived_from == "papers":
                yield item.id, [str(box.value) for box in item.options if self.handed_in(str(box.value))]

    def places_of(self, detail_field: str) -> tuple[str, ...]:
        """The names before an address, from the province down to the street."""
        at_home = detail_field == RESIDENCE_DETAIL
        code = residence_street_of(self.known) if at_home else street_of(self.known)
        by_code = self.unit.services.catalogue.divisions.by_code
        names: list[str] = []
        while code in by_code:
            names.insert(0, by_code[code].name)
            code = by_code[code].parent
        return tuple(names)

    def full_address(self, area: str, detail_field: str) -> str:
        """新余市渝水区城南街道平安路1号, in Chinese whoever reads it; empty while the detail is missing."""
        detail = str(self.form.get(detail_field, ""))
        places = self.unit.services.catalogue.divisions
        return f"{places.full_name(area) if area else ''}{detail}" if detail else ""


def in_chinese(dossier: Dossier) -> Dossier:
    """The same application as officers and the printed form read it."""
    return Dossier(replace(dossier.unit, language=DEFAULT_LANGUAGE), dossier.row)


def own_application(unit: Unit, application_id: str, to_change: bool = False) -> Dossier:
    """An application of the calling account; another's is answered exactly as one that does not exist.

    By a mandate in force also the principal's: the turn then acts for her. Raises 404 ``application.not_found``.
    ``to_change`` locks it for the length of the turn.
    """
    row = unit.session.get(Application, application_id, with_for_update=to_change or None)
    if not stepping_in.may_open(unit, row.account_id if row else stepping_in.NOBODY, lock=to_change) or row is None:
        raise not_found("application")
    return Dossier(unit, row)
