"""What is offered to say about a version of a policy, for the policy staff to look at before anybody is told."""

from dataclasses import replace

from backend.core.unit import Unit
from backend.outreach import broadcast_drafts
from backend.outreach.audience import Audience
from backend.outreach.broadcasts import Written
from backend.policies.spoken import pack_of
from backend.rules import Pack
from backend.rules.differences import differences
from backend.workbench.models import PackVersion
from contract.base import LANGUAGES
from locales import translator


def draft(unit: Unit, version_id: str, old: Pack, new: Pack) -> None:
    """A message to exactly those it touches and to who wants news of policies, kept once a version."""
    version = unit.session.get_one(PackVersion, version_id)
    if version.state != "published":
        return  # Taken back while it was reckoned.
    notice_alone = only_notices(old, new)
    texts = {
        language: _of_notices(replace(unit, language=language), old, new) if notice_alone else _of_rules(language)
        for language in LANGUAGES
    }
    title = f"{new.number} {version.version}"
    broadcast_drafts.start_about(unit, Written(title, texts, Audience("policy", new.region, change=version_id)))


def only_notices(old: Pack, new: Pack) -> bool:
    """Whether nothing changes but what is said beside the results: no rule, so no verdict."""
    found = differences(old, new)
    return bool(found) and all(one.path.partition(".")[0] == "notices" for one in found)


def _of_rules(language: str) -> str:
    return translator("citizen", language)("{称呼}，您好。{变化}")


def _of_notices(unit: Unit, old: Pack, new: Pack) -> str:
    """The notices themselves, each with its source; that they are gone, where there are only fewer."""
    _ = translator("citizen", unit.language)
    was, now = (pack_of(unit, pack.id, pack.version) for pack in (old, new))
    changed = {one.path.split(".")[1] for one in differences(old, new)}
    fresh = [one for one in now.notices if one.id in changed]
    gone = [one for one in was.notices if one.id in changed]
    said = [_("{text}（出处：{source}）").format(text=one.text, source=one.source) for one in fresh or gone]
    begins = (
        _("“{title}”的规定没有变，自测结果旁边的说明有更新：")
        if fresh
        else _("“{title}”的规定没有变，自测结果旁边不再有下面的说明：")
    )
    # What a notice says is no hole of the message, and a brace in it would be one.
    told = "\n".join((begins.format(title=now.title), *said)).replace("{", "（").replace("}", "）")
    return _of_rules(unit.language).replace("{变化}", told)
