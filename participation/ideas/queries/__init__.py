"""Reads that several places share, each with its cost in queries."""

from participation.ideas.queries.desk import (
    ASKED_FOR_MVP,
    BLOCKS_OF_ROLE,
    Desk,
    criteria_of,
    desk,
    is_being_assessed,
    may_look_at_parked,
    may_see_sheets,
    roles_of,
    to_decide,
    undecided,
)
from participation.ideas.queries.evaluation import (
    CriterionResult,
    EvaluationSheet,
    Said,
    evaluated,
    matrix_items,
    published_sheet_of,
    sheet_of,
    sheets_of,
)

__all__ = [
    "ASKED_FOR_MVP",
    "BLOCKS_OF_ROLE",
    "CriterionResult",
    "Desk",
    "EvaluationSheet",
    "Said",
    "criteria_of",
    "desk",
    "evaluated",
    "is_being_assessed",
    "matrix_items",
    "may_look_at_parked",
    "may_see_sheets",
    "published_sheet_of",
    "roles_of",
    "sheet_of",
    "sheets_of",
    "to_decide",
    "undecided",
]
