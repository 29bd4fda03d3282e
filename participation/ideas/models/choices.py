"""The words the idea process sorts itself by; source: the draft strategy of 16 May 2022."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Who may see an idea. Where it stands in the process is its :class:`Stage`."""

    UNCONFIRMED = "unconfirmed", _("Waiting for the e-mail to be confirmed")
    WAITING = "waiting", _("Waiting for moderation")
    PUBLISHED = "published", _("Published")
    HIDDEN = "hidden", _("Hidden")
    WITHDRAWN = "withdrawn", _("Withdrawn by the author")
    MERGED = "merged", _("Merged into another idea")


class Stage(models.TextChoices):
    """How far an idea has come, in this order; a decision can follow any of them."""

    COLLECTION = "collection", _("Collection")
    WORKSHOP = "workshop", _("Workshop")
    REFINEMENT = "refinement", _("Working group")
    EVALUATION = "evaluation", _("Evaluation")
    ROADMAP = "roadmap", _("Draft roadmap")
    COMMITTEE = "committee", _("Committee")
    DECIDED = "decided", _("Decided")
    IMPLEMENTATION = "implementation", pgettext_lazy("stage of an idea", "Implementation")


class Outcome(models.TextChoices):
    """What an idea has become."""

    LIGHTHOUSE = "lighthouse", _("Lighthouse project")
    PROJECT = "project", _("Project")
    GROUP_TOPIC = "group_topic", _("Topic of a working group")
    PERMANENT_TASK = "permanent_task", _("Permanent task")
    PARKED = "parked", _("Parked")
    DECLINED = "declined", _("Declined")


class NameShown(models.TextChoices):
    """How an author is named in public."""

    REAL = "real", _("My name")
    ALIAS = "alias", _("A name I choose")
    NONE = "none", _("No name")


class VersionKind(models.TextChoices):
    """Why a text came to be."""

    ORIGINAL = "original", _("First sentence")
    EDIT = "edit", _("Edited by the author")
    WORKSHOP = "workshop", _("Sharpened in a workshop")
    GROUP = "group", _("Sharpened in a working group")
    MERGE = "merge", _("Merged")
    EDITORIAL = "editorial", _("Edited by the office")


class CommentState(models.TextChoices):
    """Whether a comment's text is shown; its place in the thread always is."""

    PUBLISHED = "published", _("Published")
    WAITING = "waiting", _("Waiting for moderation")
    HIDDEN = "hidden", _("Hidden")
    REMOVED = "removed", _("Removed by its author")


class ReportReason(models.TextChoices):
    """What somebody finds wrong with a text."""

    INSULT = "insult", _("Insulting or hateful")
    PRIVATE = "private", _("Shows somebody's private data")
    ADVERTISING = "advertising", _("Advertising")
    ILLEGAL = "illegal", _("Against the law")
    OTHER = "other", _("Something else")


class ModerationAction(models.TextChoices):
    """What a moderator did, and what calls for somebody to look."""

    APPEARED = "appeared", _("Appeared at once, to be looked at")
    PUBLISHED = "published", _("Published")
    HIDDEN = "hidden", _("Hidden")
    RESTORED = "restored", _("Shown again")
    EDITED = "edited", _("Edited")
    REPORT_DISMISSED = "report_dismissed", _("Report looked at, nothing changed")
    MERGED = "merged", _("Merged")
    SEPARATED = "separated", _("Merge taken back")
    SPLIT = "split", _("Split")
    NOTE = "note", _("Note")


class AssessmentRole(models.TextChoices):
    """Which part of the sheet an assessor fills in."""

    GENERAL = "general", _("Benefit and vision")
    COMPLEXITY = "complexity", _("Complexity check (experts)")
    SUSTAINABILITY = "sustainability", _("Sustainability check (staff unit)")


class WorkshopResult(models.TextChoices):
    """What a workshop made of an idea on its table."""

    SHARPENED = "sharpened", _("Sharpened")
    UNCHANGED = "unchanged", _("Left as it was")
    MERGE = "merge", _("To be merged")
    SPLIT = "split", _("To be split")
    POSTPONED = "postponed", _("Postponed")
