"""The moderators' queue, and the page on which one idea is decided about."""

from collections.abc import Callable
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin import messages

from cms.core.admin_pages import for_right
from cms.core.requests import sent
from cms.core.words import several_lines
from participation.ideas.domain import moderation
from participation.ideas.domain.process import NotAllowedError
from participation.ideas.forms.moderation import (
    HIDE,
    NOTE,
    PUBLISH,
    RESTORE,
    DecisionForm,
    WordsForm,
)
from participation.ideas.models import Attachment, Comment, Idea, Report
from participation.ideas.models.choices import CommentState, State
from participation.ideas.queries import moderation as queries

SHOWN = 50
ACTIONS: dict[str, tuple[str, ...]] = {
    State.WAITING: (PUBLISH, HIDE, NOTE),
    State.PUBLISHED: (HIDE, NOTE),
    State.HIDDEN: (RESTORE, NOTE),
}
COMMENT_ACTIONS: dict[str, tuple[str, ...]] = {
    CommentState.WAITING: (PUBLISH, HIDE),
    CommentState.PUBLISHED: (HIDE,),
    CommentState.HIDDEN: (RESTORE,),
}
IDEA_VERBS: dict[str, Callable[..., Any]] = {
    PUBLISH: moderation.publish_idea,
    HIDE: moderation.hide_idea,
    RESTORE: moderation.restore_idea,
    NOTE: moderation.add_note,
}
COMMENT_VERBS: dict[str, Callable[..., Any]] = {
    PUBLISH: moderation.publish_comment,
    HIDE: moderation.hide_comment,
    RESTORE: moderation.publish_comment,
}


for_moderators = for_right("ideas.moderate_idea")


@for_moderators
def queue(request: HttpRequest) -> HttpResponse:
    """All that waits: ideas, comments, reports, and ideas that were changed since."""
    context = {
        "page_title": _("Moderation of ideas"),
        "header_icon": "clipboard-list",
        "counts": queries.counts(),
        "ideas": queries.with_files(queries.waiting_ideas().select_related("author"))[:SHOWN],
        "comments": queries.waiting_comments()[:SHOWN],
        "reports": queries.open_reports()[:SHOWN],
        "unread_ideas": queries.with_files(queries.unread_ideas())[:SHOWN],
        "unread_comments": queries.unread_comments()[:SHOWN],
        "changed": queries.changed_ideas()[:SHOWN],
    }
    return TemplateResponse(request, "ideas/admin/queue.html", context)


@for_moderators
def moderate_idea(request: HttpRequest, pk: int) -> HttpResponse:
    """One idea with all that belongs to it, and the decision."""
    idea = get_object_or_404(Idea.objects.select_related("author"), pk=pk)
    form = DecisionForm(sent(request, "action"), actions=ACTIONS.get(idea.state, (NOTE,)))
    words = WordsForm(
        sent(request, "title"),
        initial={"title": idea.title, "text": idea.text},
        auto_id="words-%s",
    )
    if form.is_bound and form.is_valid():
        action = form.cleaned_data["action"]
        seen = _seen(request) if action == PUBLISH else {}
        _try(request, IDEA_VERBS[action], idea=idea, reason=form.cleaned_data["reason"], **seen)
        return redirect("idea_queue" if idea.state == State.WAITING else request.path)
    if words.is_bound and words.is_valid():
        _try(request, moderation.edit_idea, idea=idea, **words.cleaned_data)
        return redirect(request.path)
    status = 422 if form.errors or words.errors else 200
    context = _idea_context(idea) | {"form": form, "words": words}
    return TemplateResponse(request, "ideas/admin/moderate.html", context, status=status)


def _idea_context(idea: Idea) -> dict[str, Any]:
    return {
        "page_title": idea.title,
        "page_subtitle": idea.get_state_display(),
        "header_icon": "clipboard-list",
        "idea": idea,
        "attachments": idea.attachments.select_related("image", "document"),
        "versions": idea.versions.select_related("editor").order_by("-created_at"),
        "comments": idea.comments.select_related("author").order_by("-created_at")[:SHOWN],
        "reports": idea.reports.filter(handled_at=None).select_related("comment"),
        "acts": idea.moderation_acts.select_related("moderator", "comment").order_by("-created_at"),
    }


@for_moderators
@require_safe
def sent_document(request: HttpRequest, pk: int) -> FileResponse:
    """A document of an idea, saved and not opened: its collection is closed until the idea is
    public, and nobody has looked at it yet."""
    document = get_object_or_404(Attachment.objects.select_related("document"), pk=pk).document
    if document is None:
        raise Http404
    return FileResponse(document.file.open("rb"), as_attachment=True, filename=document.filename)


@for_moderators
def moderate_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """One comment and the decision."""
    comment = get_object_or_404(Comment.objects.select_related("idea", "author", "parent"), pk=pk)
    actions = COMMENT_ACTIONS.get(comment.state, ())
    form = DecisionForm(sent(request, "action"), actions=actions)
    if form.is_bound and form.is_valid():
        action = form.cleaned_data["action"]
        seen = _seen(request) if action == PUBLISH else {}
        reason = form.cleaned_data["reason"]
        _try(request, COMMENT_VERBS[action], comment=comment, reason=reason, **seen)
        return redirect("idea_queue")
    context = {
        "page_title": _("Comment"),
        "page_subtitle": comment.idea.title,
        "header_icon": "comment",
        "comment": comment,
        "form": form if actions or form.is_bound else None,
        "reports": comment.reports.filter(handled_at=None),
        "acts": comment.moderation_acts.select_related("moderator").order_by("-created_at"),
    }
    status = 422 if form.errors else 200
    return TemplateResponse(request, "ideas/admin/moderate_comment.html", context, status=status)


@for_moderators
def publish_now(request: HttpRequest, pk: int) -> HttpResponse:
    """The button in the queue: publish without a word."""
    if request.method == "POST":
        idea = get_object_or_404(Idea, pk=pk)
        _try(request, moderation.publish_idea, idea=idea, **_seen(request))
    return redirect("idea_queue")


@for_moderators
def looked_at(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that what an author has changed, or what appeared at once, was read and is fine."""
    if request.method == "POST":
        idea = get_object_or_404(Idea, pk=pk)
        changed = queries.changed_ideas().filter(pk=pk).exists()
        reason = _("Changes looked at.") if changed else _("Looked at.")
        _try(request, moderation.add_note, idea=idea, reason=reason)
    return redirect("idea_queue")


@for_moderators
def comment_looked_at(request: HttpRequest, pk: int) -> HttpResponse:
    """The same of a comment."""
    if request.method == "POST":
        comment = get_object_or_404(Comment.objects.select_related("idea"), pk=pk)
        note = {"idea": comment.idea, "comment": comment, "reason": _("Looked at.")}
        _try(request, moderation.add_note, **note)
    return redirect("idea_queue")


@for_moderators
def publish_comment_now(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for a comment."""
    if request.method == "POST":
        comment = get_object_or_404(Comment.objects.select_related("idea"), pk=pk)
        _try(request, moderation.publish_comment, comment=comment, **_seen(request))
    return redirect("idea_queue")


@for_moderators
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a report that calls for nothing."""
    if request.method == "POST":
        report = get_object_or_404(Report.objects.select_related("idea", "comment"), pk=pk)
        reason = several_lines(request.POST.get("reason", ""))[:1000]
        _try(request, moderation.dismiss_report, report=report, reason=reason)
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    """Where the button was, within the admin; the queue otherwise."""
    target = request.POST.get("next", "")
    is_safe = url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return target if target and is_safe else reverse("idea_queue")


def _seen(request: HttpRequest) -> dict[str, str]:
    """What the page that was sent has shown."""
    return {"seen": request.POST.get("seen", "")}


def _try(request: HttpRequest, verb: Callable[..., Any], **arguments: Any) -> None:
    """Do it in the moderator's name and say so, or say who was quicker."""
    try:
        verb(moderator=request.user, **arguments)
    except NotAllowedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Done."))
