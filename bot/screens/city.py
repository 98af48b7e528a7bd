"""Which city somebody is in: every policy belongs to one, so it is asked first where there are several."""

from bot.callbacks import City
from bot.markup import bold, filled, safe, text
from bot.screen import Row, Screen, choice, in_rows
from bot.screens.common import home_row
from contract.policy import PolicyBrief
from locales import Translate


def which(_: Translate, policies: tuple[PolicyBrief, ...], to: str) -> Screen:
    """The question; ``to`` is the place it leads to."""
    words = text(bold(_("您在哪个城市办事？")), _("请选户口所在的城市，各地的政策不同。选了也可以换。"))
    return Screen(words, (*choices(_, policies, to), home_row(_)))


def choices(_: Translate, policies: tuple[PolicyBrief, ...], to: str) -> tuple[Row, ...]:
    return in_rows(choice(policy.city, City(policy=policy.id, to=to)) for policy in policies)


def echo(_: Translate, policy: PolicyBrief) -> str:
    """The city as answered; and that its document has ended, where it has."""
    line = filled(bold(_("✔ 城市：{city}")), city=policy.city)
    return text(line, safe(policy.validity_note) if policy.expired else "")


def changed(_: Translate, policy: PolicyBrief) -> str:
    """Said above the page that follows."""
    return safe(_("好的，下面是{city}的政策。").format(city=policy.city))
