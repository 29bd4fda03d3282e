"""Reads that several pages of the programme share. Each says how many queries it costs."""

from cms.programme.queries.evaluation import assessment, matrix_items
from cms.programme.queries.languages import InLanguage, fact_rows, twin_in, twins_of, with_words
from cms.programme.queries.money import budget, budget_lines, budget_rows, report
from cms.programme.queries.plan import (
    Section,
    first_step_rows,
    group_rows,
    milestones_of,
    project_rows,
    roadmap,
)
from cms.programme.queries.projects import (
    carrier_names,
    group_names,
    groups,
    guidelines,
    lighthouses,
    meetings,
    named,
    permanent_tasks,
    plain_groups,
    plain_projects,
    plan_cards,
    projects,
    tasks_by_carrier,
    upcoming_meetings,
    updates,
)
from cms.programme.queries.timeline import KINDS, story

__all__ = [
    "KINDS",
    "InLanguage",
    "Section",
    "assessment",
    "budget",
    "budget_lines",
    "budget_rows",
    "carrier_names",
    "fact_rows",
    "first_step_rows",
    "group_names",
    "group_rows",
    "groups",
    "guidelines",
    "lighthouses",
    "matrix_items",
    "meetings",
    "milestones_of",
    "named",
    "permanent_tasks",
    "plain_groups",
    "plain_projects",
    "plan_cards",
    "project_rows",
    "projects",
    "report",
    "roadmap",
    "story",
    "tasks_by_carrier",
    "twin_in",
    "twins_of",
    "upcoming_meetings",
    "updates",
    "with_words",
]
