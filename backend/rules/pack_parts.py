"""The parts of a pack as an officer names them: what each is called, and the word for each of its fields."""

from __future__ import annotations

from collections.abc import Mapping

from backend.rules.part import Part
from backend.rules.parts_of_content import CONTENT
from backend.rules.parts_of_procedure import PROCEDURE
from backend.rules.parts_of_questions import QUESTIONS
from backend.rules.parts_of_services import SERVICES

PARTS: Mapping[type, Part] = {**CONTENT, **QUESTIONS, **PROCEDURE, **SERVICES}
"""Every part that can differ. A test holds it against the declared fields."""
