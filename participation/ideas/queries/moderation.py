"""What waits for moderators."""

from dataclasses import dataclass

from django.db.models import Exists, F, Max, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cms.core.models import CustomImage
from participation.ideas.models import (
    Attachment,
    Comment,
    Idea,
    IdeaVersion,
    ModerationAct,
    Report,
)
from participation.ideas.models.choices import (
    CommentState,
    ModerationAction,
    State,
    VersionKind,
)


def waiting_ideas() -> QuerySet[Idea]:
    """Ideas to publish or hide, the longest waiting first."""
    return Idea.objects.filter(state=State.WAITING).order_by("created_at", "pk")


def with_files(ideas: QuerySet[Idea]) -> QuerySet[Idea]:
    """The same with what was sent along, pictures in small. At most three more queries."""
    pictures = Prefetch("image", CustomImage.objects.prefetch_renditions("max-165x165"))
    files = Attachment.objects.select_related("document").prefetch_related(pictures)
    return ideas.prefetch_related(Prefetch("attachments", files))


def waiting_comments() -> QuerySet[Comment]:
    """Comments to publish or hide, the longest waiting first."""
    return Comment.objects.filter(state=CommentState.WAITING).select_related("idea", "author")


def open_reports() -> QuerySet[Report]:
    """Reports nobody has looked at, the oldest first."""
    return Report.objects.filter(handled_at=None).select_related("idea", "comment__author")


def unread_ideas() -> QuerySet[Idea]:
    """Public ideas that appeared at once and that nobody has looked at, the oldest first."""
    acts = ModerationAct.objects.filter(comment=None)
    later = acts.filter(idea=OuterRef("idea"), pk__gt=OuterRef("pk"))
    unread = acts.filter(~Exists(later), action=ModerationAction.APPEARED)
    return Idea.objects.public().filter(pk__in=unread.values("idea")).order_by("published_at")


def unread_comments() -> QuerySet[Comment]:
    """The same of comments."""
    acts = ModerationAct.objects.exclude(comment=None)
    later = acts.filter(comment=OuterRef("comment"), pk__gt=OuterRef("pk"))
    unread = acts.filter(~Exists(later), action=ModerationAction.APPEARED)
    shown = Comment.objects.filter(state=CommentState.PUBLISHED)
    return shown.filter(pk__in=unread.values("comment")).select_related("idea", "author")


def changed_ideas() -> QuerySet[Idea]:
    """Published ideas whose author has changed the words since a moderator last looked. Those that
    nobody has looked at so far are :func:`unread_ideas`."""
    looked = ModerationAct.objects.filter(idea=OuterRef("pk"), comment=None).order_by()
    last_look = looked.values("idea").annotate(last=Max("created_at")).values("last")
    edits = IdeaVersion.objects.filter(idea=OuterRef("pk"), kind=VersionKind.EDIT).order_by()
    last_edit = edits.values("idea").annotate(last=Max("created_at")).values("last")
    return (
        Idea.objects.public()
        .annotate(
            edited_at=Subquery(last_edit),
            looked_at=Coalesce(Subquery(last_look), "published_at"),
        )
        .filter(edited_at__gt=F("looked_at"))
        .exclude(pk__in=unread_ideas().order_by().values("pk"))
        .order_by("edited_at")
    )


@dataclass(frozen=True)
class Waiting:
    """How much waits."""

    ideas: int
    comments: int
    reports: int
    unread: int
    changed: int

    @property
    def total(self) -> int:
        """All of it."""
        return self.ideas + self.comments + self.reports + self.unread + self.changed


def counts() -> Waiting:
    """Six queries."""
    return Waiting(
        ideas=waiting_ideas().count(),
        comments=waiting_comments().count(),
        reports=open_reports().count(),
        unread=unread_ideas().count() + unread_comments().count(),
        changed=changed_ideas().count(),
    )
