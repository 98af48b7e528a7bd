"""依据是什么, of a standing on the register: what it rests on, what ends it, and what is decided about its end."""

from collections.abc import Iterator

from sqlalchemy import select

from backend.applications.own_register import entry_of, wishes_of
from backend.core.unit import Unit
from backend.policies.grounds import grounds
from backend.policies.spoken import pack_of
from backend.registry.models import Entry, ExitProposal
from backend.registry.standing import standing_bases
from backend.rules import Pack
from contract.policy import Grounds
from locales import translator


def grounds_of_standing(unit: Unit, pack_id: str, act: str = "") -> Grounds | None:
    """Of the entry of this chat under a policy, the newest one where none is named; None where there is none.

    ``act`` is what was spoken of: ``leave`` (own wish), ``object``, else the standing itself.
    """
    packs = [pack_id] if pack_id else list(unit.services.catalogue.packs)
    found = [entry for one in packs if (entry := entry_of(unit, one))]
    if not found:
        return None
    entry = max(found, key=lambda one: one.id)
    pack = pack_of(unit, entry.pack, entry.pack_version)
    _ = translator("citizen", unit.language)
    about, cited = {
        "leave": (_("申请退出"), _of_leaving(pack)),
        "object": (_("提出异议"), _of_recognising(pack, entry)),
    }.get(act, (_("我的认定"), _of_standing(unit, pack, entry)))
    return grounds(unit, pack, about, list(cited))


def grounds_of_entry(unit: Unit, entry_id: int) -> Grounds | None:
    """Of the entry a letter was about; None for another person's."""
    entry = unit.session.get(Entry, entry_id)
    mine = entry_of(unit, entry.pack) if entry else None
    if entry is None or mine is None or mine.id != entry.id:
        return None
    return grounds_of_standing(unit, entry.pack)


def _of_leaving(pack: Pack) -> Iterator[str]:
    for ground, _reason in wishes_of(pack):
        yield ground.citation_id
    if pack.waiting_months:
        yield pack.waiting_citation


def _of_recognising(pack: Pack, entry: Entry) -> Iterator[str]:
    if entry.mode == "auto" and pack.automatic:
        yield pack.automatic.citation_id
    for category in entry.bases:
        yield pack.category(category).citation_id


def _of_standing(unit: Unit, pack: Pack, entry: Entry) -> Iterator[str]:
    """What is proposed or decided about its end comes first; then what it rests on, and what watches over it."""
    last = unit.session.scalar(
        select(ExitProposal)
        .where(ExitProposal.entry_id == entry.id, ExitProposal.state.in_(("open", "confirmed")))
        .order_by(ExitProposal.id.desc())
        .limit(1)
    )
    if last:
        yield from _of_exit(pack, last)
    if entry.state == "exited" and pack.waiting_months:
        yield pack.waiting_citation
    yield from _of_recognising(pack, entry)
    if entry.state != "exited":
        standing = standing_bases(unit, entry)
        yield from (one.citation_id for one in pack.exits if one.checks and one.ends(standing))


def _of_exit(pack: Pack, proposal: ExitProposal) -> Iterator[str]:
    ground = next((one for one in pack.exits if one.id == proposal.ground), None)
    if ground:
        yield ground.citation_id
        yield from filter(None, (ground.entitles,))
    if pack.exit_procedure:
        yield pack.exit_procedure.citation_id
