"""The rule engine: pure, standard library only. Everything else of the backend imports it from here."""

from backend.rules.assessment import Assessment, CategoryFinding, Finding, answers_from_json, answers_to_json
from backend.rules.calendar import add_months, age_on, birthday
from backend.rules.checklist import base_of, checklist, requirement_of
from backend.rules.citations import Citation, Contact, Reading
from backend.rules.conditions import Automatic, Category, Condition, Cure, Notice
from backend.rules.cure import cured, to_cure
from backend.rules.disability_number import DisabilityNumber, DisabilityNumberProblem, parse_disability_number
from backend.rules.engine import assess, next_question
from backend.rules.exits import ExitBasis, ExitCheck, ExitGround, ExitProcedure, ExitReason, ExitTerms
from backend.rules.form import Field, Form
from backend.rules.id_number import IdNumber, IdNumberProblem, mask_id_number, parse_id_number
from backend.rules.near_miss import NearMiss, earliest_days, in_the_way, near_misses
from backend.rules.pack import Pack
from backend.rules.parsing import FactProblem
from backend.rules.procedure import (
    Alternative,
    ForEach,
    Hint,
    Requirement,
    Route,
    Sample,
    Source,
    Stage,
    Step,
)
from backend.rules.services import Platform, Relief, Rhythm, ServiceKind, ServicePackage, Subsidy, WishTask
from backend.rules.verdict import Verdict
from backend.rules.vocabulary import Answers, Fact, FactValue, Option, Vocabulary
from backend.rules.words import Text, texts_in, translated

__all__ = [
    "Alternative",
    "Answers",
    "Assessment",
    "Automatic",
    "Category",
    "CategoryFinding",
    "Citation",
    "Condition",
    "Contact",
    "Cure",
    "DisabilityNumber",
    "DisabilityNumberProblem",
    "ExitBasis",
    "ExitCheck",
    "ExitGround",
    "ExitProcedure",
    "ExitReason",
    "ExitTerms",
    "Fact",
    "FactProblem",
    "FactValue",
    "Field",
    "Finding",
    "ForEach",
    "Form",
    "Hint",
    "IdNumber",
    "IdNumberProblem",
    "NearMiss",
    "Notice",
    "Option",
    "Pack",
    "Platform",
    "Reading",
    "Relief",
    "Requirement",
    "Rhythm",
    "Route",
    "Sample",
    "ServiceKind",
    "ServicePackage",
    "Source",
    "Stage",
    "Step",
    "Subsidy",
    "Text",
    "Verdict",
    "Vocabulary",
    "WishTask",
    "add_months",
    "age_on",
    "answers_from_json",
    "answers_to_json",
    "assess",
    "base_of",
    "birthday",
    "checklist",
    "cured",
    "earliest_days",
    "in_the_way",
    "mask_id_number",
    "near_misses",
    "next_question",
    "parse_disability_number",
    "parse_id_number",
    "requirement_of",
    "texts_in",
    "to_cure",
    "translated",
]
