"""The board of the whole process, what can be done to many ideas at once, and all as files."""

import re
from collections.abc import Callable, Collection
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.models import Locale

from cms.programme import queries as programme
from participation.ideas import exports
from participation.ideas.admin_views.common import show
from participation.ideas.domain import moderation, process, stages
from participation.ideas.domain.process import NotAllowedError
from participation.ideas.forms.board import HIDE, BulkForm
from participation.ideas.models import Idea
from participation.ideas.queries import board as queries
from participation.ideas.queries.drawings import drawn
from participation.ideas.queries.way import ideas_section

ROLES = ("moderate_idea", "assess_idea", "facilitate_idea", "decide_idea")
NUMBER = re.compile(r"[0-9]{1,18}")
View = Callable[..., HttpResponseBase]


def for_office(view: View) -> View:
    """Let everybody in who has a part in the process."""

    @require_admin_access
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not any(request.user.has_perm(f"ideas.{role}") for role in ROLES):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


@for_office
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Columns by stage, the longest waiting on top; overdue ones marked in words and colour."""
    return _board(request, BulkForm(**_rights(request)))


def _rights(request: HttpRequest) -> dict[str, bool]:
    return {
        "may_move": request.user.has_perm("ideas.facilitate_idea"),
        "may_hide": request.user.has_perm("ideas.moderate_idea"),
    }


def _board(
    request: HttpRequest, form: BulkForm, chosen: Collection[str] = (), status: int = 200
) -> HttpResponse:
    """The board with what is chosen on it, as the address filters it."""
    groups = programme.group_names(Locale.get_default())
    group = request.GET.get("group", "")
    group = group if group in groups else ""
    late = "overdue" in request.GET
    shown = {"group": group} if group else {}
    page = show(
        request,
        "board.html",
        _("Board of ideas"),
        columns=queries.columns(group=group, only_overdue=late),
        groups=groups,
        group=group,
        only_overdue=late,
        query=urlencode(shown | ({"overdue": "on"} if late else {})),
        form=form,
        chosen=set(chosen),
        list_url=ideas_section.list_url(),
        endings=list(exports.STAFF),
        **_rights(request),
    )
    page.status_code = status
    return page


@for_office
@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """Do one thing to all chosen ideas; those for which it cannot be done are named with why."""
    rights = _rights(request)
    if not any(rights.values()):
        raise PermissionDenied
    form = BulkForm(request.POST, **rights)
    chosen = [number for number in request.POST.getlist("idea") if NUMBER.fullmatch(number)]
    ideas = list(Idea.objects.public().filter(pk__in=chosen[: BulkForm.MOST]))
    if not form.is_valid() or not ideas:
        if not ideas:
            form.add_error(None, _("Choose at least one idea."))
        return _board(request, form, chosen, status=422)
    done = sum(_attempt(request, form, idea) for idea in ideas)
    if done:
        text = ngettext("Done for %(count)s idea.", "Done for %(count)s ideas.", done)
        messages.success(request, text % {"count": done})
    return redirect(f"{reverse('idea_board')}?{request.GET.urlencode()}")


def _attempt(request: HttpRequest, form: BulkForm, idea: Idea) -> bool:
    action, reason = form.cleaned_data["action"], form.cleaned_data["reason"]
    person: Any = request.user
    try:
        if action == HIDE:
            moderation.hide_idea(idea=idea, moderator=person, reason=reason)
        else:
            group = form.cleaned_data["group"]
            stages.advance(idea=idea, stage=action, by=person, note=reason, group=group)
    except NotAllowedError as error:
        messages.error(request, f"{idea.title}: {error}")
        return False
    return True


@for_office
@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """What the public page of figures shows, with the way to the ideas that are late."""
    title = _("The process in figures")
    return show(request, "statistics.html", title, icon="time", **drawn(process.settings()))


@for_office
@require_safe
def export(request: HttpRequest, ending: str) -> HttpResponseBase:
    """All ideas with their authors, for moderators."""
    if not request.user.has_perm("ideas.moderate_idea"):
        raise PermissionDenied
    if ending not in exports.STAFF:
        raise Http404
    return exports.STAFF[ending](exports.staff_rows(), exports.STAFF_FIELDS)
