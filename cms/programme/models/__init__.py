"""The programme: guidelines, carriers, projects, working groups, permanent tasks, updates."""

from cms.programme.models.groups import (
    Meeting,
    Member,
    Topic,
    WorkingGroupIndexPage,
    WorkingGroupPage,
)
from cms.programme.models.history import StageChange
from cms.programme.models.leads import ProjectLead
from cms.programme.models.overview import PermanentTaskIndexPage, PermanentTaskPage, ProgrammePage
from cms.programme.models.plan import BudgetPage, FirstStep, MatrixPage, RoadmapPage
from cms.programme.models.project_rows import (
    BudgetLine,
    Milestone,
    Partner,
    Permit,
    ProjectCarrier,
    ProjectDocument,
    ProjectGuideline,
    Score,
)
from cms.programme.models.projects import ProjectIndexPage, ProjectPage
from cms.programme.models.snippets import Carrier, Guideline
from cms.programme.models.updates import UpdatePage

__all__ = [
    "BudgetLine",
    "BudgetPage",
    "Carrier",
    "FirstStep",
    "Guideline",
    "MatrixPage",
    "Meeting",
    "Member",
    "Milestone",
    "Partner",
    "PermanentTaskIndexPage",
    "PermanentTaskPage",
    "Permit",
    "ProgrammePage",
    "ProjectCarrier",
    "ProjectDocument",
    "ProjectGuideline",
    "ProjectIndexPage",
    "ProjectLead",
    "ProjectPage",
    "RoadmapPage",
    "Score",
    "StageChange",
    "Topic",
    "UpdatePage",
    "WorkingGroupIndexPage",
    "WorkingGroupPage",
]
