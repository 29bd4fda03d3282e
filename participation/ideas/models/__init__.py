"""Ideas and everything that happens to them."""

from participation.ideas.models.assessment import Assessment, AssessmentScore
from participation.ideas.models.decisions import FIRST_HASH, Decision, ParkedMatch, chained
from participation.ideas.models.drafts import Draft
from participation.ideas.models.files import Attachment, HeldFile
from participation.ideas.models.history import IdeaVersion, Step
from participation.ideas.models.ideas import Idea
from participation.ideas.models.pages import Attendance, IdeaIndexPage, WorkshopIdea, WorkshopPage
from participation.ideas.models.settings import IdeaSettings
from participation.ideas.models.talk import Comment, Confirmation, ModerationAct, Report, Support

SHOWN = frozenset(
    {
        "ideas_idea",
        "ideas_ideaversion",
        "ideas_attachment",
        "ideas_step",
        "ideas_workshopidea",
        "ideas_comment",
        "ideas_moderationact",
        "ideas_decision",
        "ideas_assessment",
        "ideas_assessmentscore",
        "users_user",
    }
)
"""Tables that an idea's ``shown_version`` stands for; of people their names (migration 0005)."""

__all__ = [
    "FIRST_HASH",
    "SHOWN",
    "Assessment",
    "AssessmentScore",
    "Attachment",
    "Attendance",
    "Comment",
    "Confirmation",
    "Decision",
    "Draft",
    "HeldFile",
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
