"""Reading the services and subsidies of a pack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from backend.rules.citations import Citation
from backend.rules.node import Node, unique
from backend.rules.said import N_
from backend.rules.services import (
    ASKED,
    USUAL_RHYTHM,
    Following,
    Platform,
    Relief,
    ReliefRoute,
    Rhythm,
    ServiceKind,
    ServicePackage,
    Subsidy,
    WishTask,
)

_RHYTHM = ("first_contact", "plan", "visit", "survey", "silent")


class ServicesReader:
    """Reads what an office does for recognised people; `citations` and `categories` are those of the pack."""

    def __init__(self, citations: Mapping[str, Citation], categories: Sequence[str] = ()) -> None:
        self.citations = citations
        self.categories = categories

    def kinds(self, at: Node) -> tuple[ServiceKind, ...]:
        """The kinds of service, in the order in which officers choose from them."""
        nodes = list(at.items())
        unique(nodes, lambda node: node.string("id"))
        ids = [node.string("id") for node in nodes]
        return tuple(self._kind(node, ids) for node in nodes)

    def _kind(self, node: Node, ids: list[str]) -> ServiceKind:
        node.only("id label cite", "gift after visit asks provider then")
        own, after = node.string("id"), node.known("after", ids, N_("服务种类"))
        if after and after == own:
            node.at("after").wrong(N_("不能以自己为前提"), N_("请写另一种服务，或删去 after"))
        return ServiceKind(
            id=own,
            label=node.text("label"),
            citation_id=self._cite(node),
            gift=node.text("gift"),
            after=after,
            visit=node.flag("visit"),
            provider=node.flag("provider"),
            asks=tuple(item.known_itself(ASKED, N_("记录内容")) for item in node.at("asks").items()),
            then=self._following(node.at("then")) if "then" in node else None,
        )

    def _following(self, node: Node) -> Following:
        node.only("what cite")
        return Following(node.text("what"), self._cite(node))

    def packages(self, at: Node, kinds: tuple[ServiceKind, ...]) -> tuple[ServicePackage, ...]:
        """The packages, each of kinds that are known."""
        nodes = list(at.items())
        unique(nodes, lambda node: node.string("id"))
        return tuple(self._package(node, [kind.id for kind in kinds]) for node in nodes)

    def _package(self, node: Node, ids: list[str]) -> ServicePackage:
        node.only("id label cite wanted")
        wanted = node.at("wanted")
        counts = {name: wanted.number(name) for name, one in wanted.entries() if one.known_key(ids, N_("服务种类"))}
        if not counts or not all(counts.values()):
            wanted.wrong(N_("没有写明每种服务几次"), N_("请写成 guidance: 1，次数从 1 起"))
        return ServicePackage(node.string("id"), node.text("label"), self._cite(node), counts)

    def subsidies(self, at: Node) -> tuple[Subsidy, ...]:
        """The subsidies whose months are counted."""
        nodes = list(at.items())
        unique(nodes, lambda node: node.string("id"))
        ids = [node.string("id") for node in nodes]
        return tuple(self._subsidy(node, ids) for node in nodes)

    def _subsidy(self, node: Node, ids: list[str]) -> Subsidy:
        node.only("id label cite months source", "near_retirement second excludes ends_with_work")
        months = node.number("months")
        if not months:
            node.at("months").wrong(N_("没有写明最多几个月"), N_("请写 months: 36 这样的整数"))
        return Subsidy(
            id=node.string("id"),
            label=node.text("label"),
            citation_id=self._cite(node),
            months=months,
            near_retirement=node.number("near_retirement"),
            source=node.text("source"),
            second=tuple(one.known_itself(self.categories, N_("类别")) for one in node.at("second").items()),
            excludes=tuple(one.known_itself(ids, N_("补贴")) for one in node.at("excludes").items()),
            ends_with_work=node.flag("ends_with_work"),
        )

    def platforms(self, at: Node) -> tuple[Platform, ...]:
        """What the document names for those who start a business."""
        nodes = list(at.items())
        unique(nodes, lambda node: node.string("id"))
        return tuple(map(self._platform, nodes))

    def _platform(self, node: Node) -> Platform:
        node.only("id label help cite")
        return Platform(node.string("id"), node.text("label"), node.text("help"), self._cite(node))

    def rhythm(self, at: Node, written: bool) -> Rhythm:
        """How soon and how often; our own numbers where the pack has none."""
        if not written:
            return USUAL_RHYTHM
        at.only("cite", " ".join(_RHYTHM))
        days = {name: at.number(name, getattr(USUAL_RHYTHM, name)) for name in _RHYTHM}
        for name, count in days.items():
            if not count:
                at.at(name).wrong(N_("天数不能是 0"), N_("请写从 1 起的整数，或删去这一行"))
        return Rhythm(**days, citation_id=self._cite(at))

    def reliefs(self, at: Node) -> tuple[Relief, ...]:
        """The plans that begin by themselves."""
        nodes = list(at.items())
        unique(nodes, lambda node: node.string("id"))
        return tuple(map(self._relief, nodes))

    def _relief(self, at: Node) -> Relief:
        at.only("id label for months warn goal routes cite")
        months = at.number("months")
        if not months:
            at.at("months").wrong(N_("没有写明几个月"), N_("请写 months: 1 这样的整数"))
        nodes = list(at.at("routes").items())
        unique(nodes, lambda node: node.string("id"))
        return Relief(
            id=at.string("id"),
            label=at.text("label"),
            categories=tuple(one.known_itself(self.categories, N_("类别")) for one in at.at("for").items()),
            months=months,
            warn=at.counts("warn"),
            goal=at.text("goal"),
            routes=tuple(map(self._route, nodes)),
            citation_id=self._cite(at),
        )

    def tasks(self, at: Node, wishes: Sequence[str]) -> tuple[WishTask, ...]:
        """What a wish on the form asks of an office."""
        nodes = list(at.items())
        unique(nodes, lambda node: node.string("id"))
        return tuple(self._task(node, wishes) for node in nodes)

    def _task(self, node: Node, wishes: Sequence[str]) -> WishTask:
        node.only("id wish label cite", "proof")
        wish = node.known("wish", wishes, N_("意愿"))
        return WishTask(node.string("id"), wish, node.text("label"), self._cite(node), node.flag("proof"))

    def _route(self, node: Node) -> ReliefRoute:
        node.only("id label")
        return ReliefRoute(node.string("id"), node.text("label"))

    def _cite(self, node: Node) -> str:
        return node.known("cite", self.citations, N_("引文"))
