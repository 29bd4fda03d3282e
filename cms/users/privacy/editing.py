"""Work in Wagtail's admin: texts, versions, comments, pictures, settings."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import (
    APIToken,
    Comment,
    CommentReply,
    ModelLogEntry,
    Page,
    PageLogEntry,
    PageSubscription,
    Revision,
    TaskState,
    UploadedFile,
    WorkflowState,
)
from wagtail.users.models import UserProfile
from wagtail_localize.models import SegmentOverride, StringTranslation

from cms.core.models import CustomDocument, CustomImage
from cms.core.privacy import Export, PersonalData, Words, exempt, export_of, register
from cms.users.models import User

Rows = Iterable[tuple[Words, str, Any]]
COLUMNS = {"what": _("what"), "title": _("title"), "at": _("date")}


def listed(read: Callable[[User], Rows]) -> Callable[[User], Export]:
    """An exporter of rows of what, title and date, from several models."""

    def export(user: User) -> Export:
        rows = [{"what": str(what), "title": title, "at": at} for what, title, at in read(user)]
        return Export(COLUMNS, rows)

    return export


def stays(user: User) -> None:
    """Nothing to take away: the entries point to an account that has lost its name."""


def _pages(user: User) -> Rows:
    for title, at in Page.objects.filter(owner=user).values_list("title", "first_published_at"):
        yield _("page begun"), title, at
    for title, at in Page.objects.filter(locked_by=user).values_list("title", "locked_at"):
        yield _("page locked"), title, at


def _versions(user: User) -> Rows:
    found = Revision.objects.filter(user=user).order_by("-created_at")
    for title, at in found.values_list("object_str", "created_at"):
        yield _("version saved"), title, at


def _log(user: User) -> Rows:
    for model in (PageLogEntry, ModelLogEntry):
        for entry in model.objects.filter(user_id=user.pk).order_by("-timestamp"):
            yield entry.message, entry.label, entry.timestamp


def _comments(user: User) -> Rows:
    for what, model in ((_("comment"), Comment), (_("reply"), CommentReply)):
        for text, at in model.objects.filter(user=user).values_list("text", "created_at"):
            yield what, text, at
    for text, at in Comment.objects.filter(resolved_by=user).values_list("text", "resolved_at"):
        yield _("comment settled"), text, at


def _workflow(user: User) -> Rows:
    asked = WorkflowState.objects.filter(requested_by=user).select_related("workflow")
    for state in asked:
        yield _("review asked for"), state.workflow.name, state.created_at
    for task in TaskState.objects.filter(finished_by=user).select_related("task"):
        yield task.get_status_display(), task.task.name, task.finished_at


def _translations(user: User) -> Rows:
    for row in StringTranslation.objects.filter(last_translated_by=user):
        yield _("translation"), row.data, row.updated_at
    for row in SegmentOverride.objects.filter(last_translated_by=user):
        yield _("translated value"), row.data_json, row.updated_at


def _media(user: User) -> Rows:
    for what, model in ((_("picture"), CustomImage), (_("document"), CustomDocument)):
        found = model.objects.filter(uploaded_by_user=user)
        for title, at in found.values_list("title", "created_at"):
            yield what, title, at


UNFINISHED: tuple[type[models.Model], ...] = (
    PageSubscription,
    APIToken,
    EditingSession,
    FormState,
)


def export_settings(user: User) -> Export:
    """How somebody has set up the admin, with the picture of themselves."""
    return export_of(
        UserProfile.objects.filter(user=user),
        *("preferred_language", "current_time_zone", "theme", "contrast", "density"),
        *("submitted_notifications", "approved_notifications", "rejected_notifications"),
        "updated_comments_notifications",
        files="avatar",
    )


def erase_settings(user: User) -> None:
    """Delete the settings and the picture with its file."""
    for profile in UserProfile.objects.filter(user=user):
        if profile.avatar:
            profile.avatar.delete(save=False)
        profile.delete()


def erase_unfinished(user: User) -> None:
    """Delete access keys, open forms and uploads that belong to nothing yet."""
    for model in UNFINISHED:
        model._default_manager.filter(user=user).delete()
    for upload in UploadedFile.objects.filter(uploaded_by_user=user):
        upload.file.delete(save=False)
        upload.delete()


def _unfinished(user: User) -> Rows:
    for token in APIToken.objects.filter(user=user):
        yield _("access key"), token.name, token.created
    for subscription in PageSubscription.objects.filter(user=user).select_related("page"):
        yield _("page watched"), subscription.page.title, None
    for model in (EditingSession, FormState):
        number = model.objects.filter(user=user).count()
        if number:
            yield _("open form"), gettext("%(number)s entries") % {"number": number}, None
    for upload in UploadedFile.objects.filter(uploaded_by_user=user):
        yield _("unfinished upload"), upload.file.name, None


WORK = _("You work on this site's texts; everybody must be able to see who changed what.")
STAYS = _("It stays, without your name, since the public record of the programme is built on it.")


def _kind(key: str, title: Words, read: Callable[[User], Rows], *labels: str) -> PersonalData:
    """A kind of work that stays without the name."""
    return PersonalData(
        key=key,
        title=title,
        models=labels,
        purpose=WORK,
        export=listed(read),
        erase=stays,
        keeps=STAYS,
        order=20,
    )


register(
    _kind("pages", _("Pages"), _pages, "wagtailcore.Page"),
    _kind("versions", _("Versions of texts"), _versions, "wagtailcore.Revision"),
    _kind("log", _("Log"), _log, "wagtailcore.PageLogEntry", "wagtailcore.ModelLogEntry"),
    _kind("comments", _("Comments"), _comments, "wagtailcore.Comment", "wagtailcore.CommentReply"),
    _kind("reviews", _("Reviews"), _workflow, "wagtailcore.WorkflowState", "wagtailcore.TaskState"),
    _kind(
        "translations",
        _("Translations"),
        _translations,
        *("wagtail_localize.StringTranslation", "wagtail_localize.SegmentOverride"),
    ),
    _kind("media", _("Pictures and documents"), _media, "core.CustomImage", "core.CustomDocument"),
    PersonalData(
        key="admin-settings",
        title=_("Settings of the admin area"),
        models=("wagtailusers.UserProfile",),
        purpose=_("So that the admin area is as you want it."),
        export=export_settings,
        erase=erase_settings,
        order=21,
    ),
    PersonalData(
        key="admin-unfinished",
        title=_("Unfinished work in the admin area"),
        models=(
            *(model._meta.label for model in UNFINISHED),
            "wagtailcore.UploadedFile",
        ),
        purpose=_("So that you can go on where you stopped."),
        export=listed(_unfinished),
        erase=erase_unfinished,
        order=22,
    ),
)
exempt(
    "Never used: the site's own models for pictures and documents take their place.",
    *("wagtailimages.Image", "wagtaildocs.Document"),
)
