"""Ideas and everything that happens to them."""

from participation.ideas.models.assessment import Assessment, AssessmentScore
from participation.ideas.models.decisions import FIRST_HASH, Decision, ParkedMatch, chained
from participation.ideas.models.drafts import Draft
from participation.ideas.models.ideas import Attachment, Idea, IdeaVersion, Step
from participation.ideas.models.pages import Attendance, IdeaIndexPage, WorkshopIdea, WorkshopPage
from participation.ideas.models.settings import IdeaSettings
from participation.ideas.models.talk import Comment, Confirmation, ModerationAct, Report, Support

__all__ = [
    "FIRST_HASH",
    "Assessment",
    "AssessmentScore",
    "Attachment",
    "Attendance",
    "Comment",
    "Confirmation",
    "Decision",
    "Draft",
    "Idea",
    "IdeaIndexPage",
    "IdeaSettings",
    "IdeaVersion",
    "ModerationAct",
    "ParkedMatch",
    "Report",
    "Step",
    "Support",
    "WorkshopIdea",
    "WorkshopPage",
    "chained",
]
