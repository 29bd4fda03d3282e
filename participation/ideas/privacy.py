"""What a person has sent in, supported, said and judged.

Erasing takes the person out and leaves what others built on: no idea, answer, thread or score goes.
"""

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_lazy as _

from cms.core.models import Place
from cms.core.privacy import Export, PersonalData, export_of, register
from participation.ideas import models
from participation.ideas.domain import attachments, supporters
from participation.ideas.models.choices import NameShown

DRAFTED = ("title", "text", "alias", "tags", "place", "address")
NAMELESS = {"name_shown": NameShown.NONE, "alias": ""}


def _ideas(user: Any) -> Export:
    """With the pictures and documents that were sent with them."""
    found = models.Idea.objects.filter(author=user)
    fields = ("title", "text", "name_shown", "alias", "address", "state", "stage", "created_at")
    sent = models.Attachment.objects.filter(idea__author=user)
    files = _files(sent.select_related("image", "document"))
    return replace(export_of(found, *fields), files=files)


def _held_files(user: Any) -> Export:
    found = models.HeldFile.objects.filter(user=user).select_related("image", "document")
    told = export_of(found, "stored", "created_at", stored=_("File"), created_at=_("Sent"))
    return replace(told, files=_files(found))


def _files(rows: QuerySet[Any]) -> list[tuple[str, FieldFile]]:
    files = [row.stored.file for row in rows]
    return [(str(file), file) for file in files]


def _drafts(user: Any) -> Export:
    """What was typed, by the names of an idea's fields."""
    fields = {field.name: field.verbose_name for field in models.Idea._meta.fields}
    drafts = list(models.Draft.objects.open().filter(user=user))
    places = {str(place.pk): place for place in Place.objects.all()} if drafts else {}
    rows = [
        {name: draft.data.get(name, "") for name in DRAFTED}
        | {"place": str(places.get(draft.data.get("place")) or "")}
        | {"updated_at": draft.updated_at}
        for draft in drafts
    ]
    return Export({name: fields[name] for name in DRAFTED} | {"updated_at": _("Changed")}, rows)


def _erase_ideas(user: Any) -> None:
    models.Idea.objects.filter(author=user).update(
        author=None, confirmation_email="", address="", would_help=False, **NAMELESS
    )


def _nobody(queryset: QuerySet[Any], field: str, **more: Any) -> None:
    queryset.update(**{field: None}, **more)


def _comments(user: Any) -> QuerySet[models.Comment]:
    return models.Comment.objects.filter(author=user)


def _confirmations(user: Any) -> QuerySet[models.Confirmation]:
    return models.Confirmation.objects.filter(email__iexact=user.email)


def _sheets(user: Any) -> QuerySet[models.AssessmentScore]:
    return models.AssessmentScore.objects.filter(assessment__assessor=user)


register(
    PersonalData(
        key="ideas",
        title=_("Your ideas"),
        models=("ideas.Idea",),
        purpose=_("So that your idea can be discussed, judged and answered."),
        export=_ideas,
        erase=_erase_ideas,
        keeps=_("The idea stays without your name, since others have supported or sharpened it."),
        order=20,
    ),
    PersonalData(
        key="idea-drafts",
        title=_("Drafts of ideas"),
        models=("ideas.Draft",),
        purpose=_("So that you can go on writing on another device."),
        export=_drafts,
        erase=lambda user: models.Draft.objects.filter(user=user).delete(),
        order=20,
    ),
    PersonalData(
        key="idea-held-files",
        title=_("Files kept for a form"),
        models=("ideas.HeldFile",),
        purpose=_("So that you need not choose them again where something else was wrong."),
        export=_held_files,
        erase=lambda user: attachments.drop(
            held=models.HeldFile.objects.filter(user=user).select_related("image", "document")
        ),
        order=20,
    ),
    PersonalData(
        key="idea-confirmations",
        title=_("What waits for your confirmation"),
        models=("ideas.Confirmation",),
        purpose=_("So that we know that an e-mail address is yours."),
        export=lambda user: export_of(
            _confirmations(user).select_related("idea"),
            "idea",
            "action",
            "created_at",
            idea=_("Idea"),
            action=_("What happened"),
            created_at=_("Sent"),
        ),
        erase=lambda user: _confirmations(user).delete(),
        order=20,
    ),
    PersonalData(
        key="idea-supports",
        title=_("Ideas you support"),
        models=("ideas.Support",),
        purpose=_("So that everybody is counted once."),
        export=lambda user: export_of(
            models.Support.objects.filter(user=user).select_related("idea"),
            "idea",
            "created_at",
            created_at=_("Since"),
        ),
        erase=lambda user: supporters.make_nameless(user=user),
        keeps=_("The number of supporters stays as it is."),
        order=21,
    ),
    PersonalData(
        key="idea-comments",
        title=_("Your comments"),
        models=("ideas.Comment",),
        purpose=_("So that ideas can be discussed."),
        export=lambda user: export_of(
            _comments(user).select_related("idea"),
            "idea",
            "text",
            "created_at",
            created_at=_("Sent"),
        ),
        erase=lambda user: _nobody(_comments(user), "author", **NAMELESS),
        keeps=_("The comment stays without your name, since others have answered it."),
        order=22,
    ),
    PersonalData(
        key="idea-workshops",
        title=_("Workshops"),
        models=("ideas.Attendance",),
        purpose=_("So that we can plan the workshop."),
        export=lambda user: export_of(
            models.Attendance.objects.filter(user=user).select_related("workshop"),
            "workshop",
            "name",
            "role",
            "came",
            workshop=_("Workshop"),
        ),
        erase=lambda user: _nobody(models.Attendance.objects.filter(user=user), "user", name=""),
        keeps=_("The number of people who came stays."),
        order=23,
    ),
    PersonalData(
        key="idea-reports",
        title=_("Texts you have reported"),
        models=("ideas.Report",),
        purpose=_("So that we can look at them."),
        export=lambda user: export_of(
            models.Report.objects.filter(reporter=user).select_related("idea"),
            "idea",
            "reason",
            "text",
            "created_at",
            created_at=_("Sent"),
        ),
        erase=lambda user: _nobody(models.Report.objects.filter(reporter=user), "reporter"),
        keeps=_("The report stays without your name until somebody has looked at it."),
        order=23,
    ),
    PersonalData(
        key="idea-assessments",
        title=_("Your assessments"),
        models=("ideas.Assessment",),
        purpose=_("So that an evaluation can be followed."),
        export=lambda user: export_of(
            _sheets(user).select_related("assessment__idea"),
            "assessment",
            "criterion",
            "score",
            "reason",
        ),
        erase=lambda user: _nobody(models.Assessment.objects.filter(assessor=user), "assessor"),
        keeps=_("Scores and reasons stay without your name: a decision rests on them."),
        order=23,
    ),
    PersonalData(
        key="idea-office",
        title=_("What you did for the idea process"),
        models=(
            "ideas.ModerationAct",
            "ideas.Step",
            "ideas.IdeaVersion",
            "ideas.Decision",
        ),
        purpose=_("So that it can be followed who moderated, edited and recorded what."),
        export=lambda user: export_of(
            models.ModerationAct.objects.filter(moderator=user).select_related("idea"),
            "idea",
            "action",
            "reason",
            "created_at",
            action=_("What happened"),
            created_at=_("Since"),
        ),
        erase=lambda user: _erase_office(user),
        keeps=_("What was done and why stays in the record, without your name."),
        order=23,
    ),
)


def _erase_office(user: Any) -> None:
    for model, field in (
        (models.ModerationAct, "moderator"),
        (models.Step, "by"),
        (models.IdeaVersion, "editor"),
        (models.Decision, "recorded_by"),
    ):
        _nobody(model._default_manager.filter(**{field: user}), field)
