"""A complaint while it is written: what was said so far, kept sealed, and which step comes next.

Nothing that was typed is lost when somebody goes elsewhere: the draft stands until it is sent or given up.
"""

from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import Final

from sqlalchemy import delete

from backend.complaints.models import ComplaintDraft
from backend.core.unit import Unit
from backend.people.service import account_of, ensure_account
from contract.complaint import Step

STAFF: Final = "staff"
"""The kind that is about officers, so that it may not come to them."""
NOBODY_NAMED: Final = 0


@dataclass(frozen=True)
class Draft:
    """What was said. ``about`` is an officer's id, 0 for one she cannot name; ``office`` may still be narrowed down
    until ``sure``; ``phone`` is empty where she leaves none. None is not asked yet.
    """

    kind: str = ""
    about: int | None = None
    office: int = 0
    sure: bool = False
    words: str = ""
    phone: str | None = None

    def of_kind(self, kind: str) -> "Draft":
        """Another kind asks anew whom and which office it is about; the words stay."""
        return self if kind == self.kind else Draft(kind=kind, words=self.words, phone=self.phone)

    def in_city(self) -> "Draft":
        """In another city nobody of this one is meant."""
        return replace(self, about=None, office=0, sure=False)

    @property
    def needs_office(self) -> bool:
        return not (self.about or self.sure)

    def next_step(self, *, knows_officers: bool) -> Step:
        """The first thing that is not said yet."""
        if not self.kind:
            return "kind"
        if self.kind == STAFF and self.about is None and knows_officers:
            return "about"
        if self.needs_office:
            return "office"
        if not self.words:
            return "words"
        return "phone" if self.phone is None else "check"


def kept(unit: Unit, pack_id: str) -> Draft:
    """What this account has said so far, for a city; an empty draft where it has said nothing."""
    account = account_of(unit)
    row = unit.session.get(ComplaintDraft, account.id) if account else None
    if row is None:
        return Draft()
    draft = Draft(**unit.vault.open(row.sealed, _place(row.account_id)))
    return draft if row.pack == pack_id else draft.in_city()


def keep(unit: Unit, pack_id: str, draft: Draft) -> None:
    account = ensure_account(unit)
    sealed = unit.vault.seal(asdict(draft), _place(account.id))
    unit.session.merge(ComplaintDraft(account_id=account.id, pack=pack_id, updated_at=unit.now, sealed=sealed))


def drop(unit: Unit) -> None:
    """Gives it up."""
    account = account_of(unit)
    if account is not None:
        drop_of(unit, account.id)


def drop_of(unit: Unit, account_id: int) -> None:
    unit.session.execute(delete(ComplaintDraft).where(ComplaintDraft.account_id == account_id))


def forget(unit: Unit) -> None:
    """Drafts nobody went on with for ``draft_days`` go, like any draft. Run daily."""
    before = unit.now - timedelta(days=unit.services.settings.draft_days)
    unit.session.execute(delete(ComplaintDraft).where(ComplaintDraft.updated_at < before))


def _place(account_id: int) -> str:
    return f"complaint_drafts.sealed|{account_id}"
