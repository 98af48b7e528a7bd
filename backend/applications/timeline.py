"""Everything that happened to a case, as sentences, with the state of each letter (C9)."""

from backend.applications.guards import subject_of
from backend.applications.labels import delivery_label
from backend.applications.models import Application
from backend.applications.views import TimelineLine
from backend.core import audit, outbox
from backend.core.audit import AuditEntry
from backend.core.masking import mask_name
from backend.core.outbox import OutboxRow
from backend.core.sentences import sentence
from backend.core.unit import Unit
from backend.people import mandate_details
from backend.people.mandate_models import Mandate
from locales import translator


def timeline(unit: Unit, row: Application) -> tuple[TimelineLine, ...]:
    """The case's history, oldest first."""
    subject = subject_of(row.id)
    posted = {letter.number: letter for letter in outbox.letters_about(unit, subject)}
    return tuple(
        _line(unit, entry, posted.get(str(entry.params.get("number", ""))))
        for entry in audit.history(unit.session, subject)
    )


def _line(unit: Unit, entry: AuditEntry, letter: OutboxRow | None) -> TimelineLine:
    told = entry.action == "letter.written" and letter is not None
    return TimelineLine(
        at=entry.at,
        actor=_actor(unit, entry),
        sentence=sentence(entry.action, entry.params, unit.language),
        notice=letter.state if told and letter else None,  # type: ignore[arg-type]
        notice_label=delivery_label(letter.state, unit.language) if told and letter else "",
        number=letter.number if told and letter else "",
        text=letter.text if told and letter else "",
    )


def acted_words(unit: Unit, entry: AuditEntry) -> str:
    """周敏 代 王*: who acted, and for whom (代办)."""
    mandate = unit.session.get(Mandate, entry.params["mandate"])
    details = mandate_details.details_of(unit, mandate) if mandate else {}
    who = entry.actor if entry.actor_kind == "officer" else mask_name(str(details.get("helper", "")))
    _ = translator("notices", unit.language)
    return _("{who} 代 {whom}").format(who=who or _("代办人"), whom=mask_name(str(details.get("principal", ""))))


def _actor(unit: Unit, entry: AuditEntry) -> str:
    """An officer by name; a citizen is the applicant, whatever the account is called; letters write themselves."""
    _ = translator("notices", unit.language)
    if entry.action == "letter.written":
        return _("系统")
    if entry.actor_kind == "citizen":
        return _("申请人")
    if entry.params.get("mandate"):
        return acted_words(unit, entry)
    return _("系统") if entry.actor_kind == "system" else entry.actor
