"""The page of a mailed link. Only its button does anything, since mail scanners open links too."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cms.users.links.views import link_page
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
    return link_page(
        request,
        asked,
        show=show,
        template="ideas/confirm.html",
        title=str(TITLES[asked.action]) if asked else "",
        press=lambda link: actions.confirm(key=link.key),
        after=lambda done: _after(request, done),
        refused=NotAllowedError,
    )


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
