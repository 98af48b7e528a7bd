"""Reading what a pack rests on: the words of the document, how they are read here, and whom to ask."""

from __future__ import annotations

from collections.abc import Mapping

from backend.rules.citations import Citation, Contact, Reading
from backend.rules.node import Node, unique
from backend.rules.pack import CHAT_TOPICS
from backend.rules.procedure import Sample
from backend.rules.said import N_
from backend.rules.words import Text


def read_citations(at: Node) -> dict[str, Citation]:
    """The quoted articles by id."""
    return {name: _citation(name, node) for name, node in at.entries()}


def _citation(name: str, node: Node) -> Citation:
    node.only("article text", "where")
    # An empty quotation is lint's to name: it knows the article.
    return Citation(name, node.text("article"), Text(node.string("text")), node.text("where"))


def read_readings(at: Node, citations: Mapping[str, Citation]) -> dict[str, Reading]:
    """What the document leaves open and how it is read here, by number."""
    nodes = list(at.items())
    unique(nodes, lambda node: node.string("id"))
    return {reading.id: reading for reading in (_reading(node, citations) for node in nodes)}


def _reading(node: Node, citations: Mapping[str, Citation]) -> Reading:
    node.only("id about text cite")
    cite = node.known("cite", citations, N_("引文"))
    return Reading(node.string("id"), node.text("about"), node.text("text"), cite)


def readings_of(node: Node, readings: Mapping[str, Reading]) -> tuple[str, ...]:
    """The numbers of the readings a condition, a paper or a stage rests on."""
    return tuple(item.known_itself(readings, N_("读法")) for item in node.at("reading").items())


def read_contacts(at: Node, citations: Mapping[str, Citation]) -> tuple[Contact, ...]:
    """Telephones the document names."""
    return tuple(_contact(node, citations) for node in at.items())


def _contact(node: Node, citations: Mapping[str, Citation]) -> Contact:
    node.only("name telephone note cite")
    cite = node.known("cite", citations, N_("引文"))
    return Contact(node.text("name"), node.string("telephone"), node.text("note"), cite)


def read_chat(at: Node, citations: Mapping[str, Citation]) -> dict[str, tuple[str, ...]]:
    """What the matters of the chat rest on."""
    found = {}
    for name, node in at.entries():
        if node.known_key(CHAT_TOPICS, N_("聊天里的事")):
            found[name] = tuple(item.known_itself(citations, N_("引文")) for item in node.items())
    return found


def read_samples(at: Node, citations: Mapping[str, Citation]) -> dict[str, Sample]:
    """Statements one writes and signs oneself, by id."""
    nodes = list(at.items())
    unique(nodes, lambda node: node.string("id"))
    return {sample.id: sample for sample in (_sample(node, citations) for node in nodes)}


def _sample(node: Node, citations: Mapping[str, Citation]) -> Sample:
    node.only("id title text cite")
    cite = node.known("cite", citations, N_("引文"))
    return Sample(node.string("id"), node.text("title"), node.text("text"), cite)
