"""The page of a mailed link. Only its button does anything, since mail scanners open links too."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cms.users.queries import verified_addresses
from cms.users.requests import person
from participation.ideas.domain import actions, confirmations
from participation.ideas.domain.process import NotAllowedError, line
from participation.ideas.models import Confirmation
from participation.ideas.views.common import show

TITLES = {
    "idea": gettext_lazy("Confirm your idea"),
    "support": gettext_lazy("Confirm your support"),
    "comment": gettext_lazy("Confirm your comment"),
    "follow": gettext_lazy("Follow this idea"),
}
DONE = {
    "support": gettext_lazy("Thank you! Your support is counted."),
    "follow": gettext_lazy("You follow this idea now."),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Say what the link is for; on POST do it and say what comes next."""
    asked = confirmations.pending(key)
    if asked is None:
        return _dead(request)
    title = str(TITLES[asked.action])
    if _is_somebody_else(request, asked):
        return show(request, "ideas/confirm.html", title, asked=asked, foreign=True, status=403)
    if request.method != "POST":
        return show(request, "ideas/confirm.html", title, asked=asked)
    try:
        done = actions.confirm(key=key)
    except NotAllowedError as error:
        return show(
            request, "ideas/confirm.html", title, asked=asked, refusal=str(error), status=409
        )
    return _after(request, done) if done else _dead(request)


def _dead(request: HttpRequest) -> HttpResponse:
    return show(request, "ideas/confirm.html", _("This link is no longer valid"), status=410)


def _is_somebody_else(request: HttpRequest, asked: Confirmation) -> bool:
    """Whether the person signed in here has another address than the one the link went to."""
    user = person(request)
    return user is not None and asked.email not in {
        address.lower() for address in (user.email, *verified_addresses(user))
    }


def _after(request: HttpRequest, done: Confirmation) -> HttpResponse:
    idea = line(done.idea)[-1]
    if done.action == "idea" and not idea.is_public:
        title = _("Thank you! Your idea has arrived")
        return show(request, "ideas/arrived.html", title, idea=idea)
    waiting = _("Thank you! Your comment appears when somebody from the office has read it.")
    shown = idea.comments.order_by("-pk").first() if done.action == "comment" else None
    text = {
        "idea": _("Thank you! Your idea is published."),
        "comment": _("Thank you! Your comment is published.")
        if shown and shown.is_shown
        else waiting,
    }.get(done.action) or str(DONE[done.action])
    messages.success(request, text)
    return redirect(idea)
