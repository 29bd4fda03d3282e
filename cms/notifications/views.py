"""The account's page of what is followed, and the page of a mail's link that ends it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cms.core.pagination import paginate
from cms.notifications import cards, domain, links, queries, topics  # noqa: F401 – cards register
from cms.notifications.forms import FrequenciesForm
from cms.users.models import User


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def followings(request: HttpRequest) -> HttpResponse:
    """How often somebody hears of each thing they follow."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    page = paginate(queries.followings_of(request.user), request.GET.get("page"))
    followed = queries.with_things(list(page.object_list))
    sent = request.POST if request.method == "POST" else None
    form = FrequenciesForm(sent, followed=followed)
    if sent is not None and form.is_valid():
        _change(request.user, form)
        messages.success(request, _("Your choice is saved."))
        return redirect(request.get_full_path())
    context = {
        "title": _("Notifications"),
        "introduction": _("How often we write to you about what you follow."),
        "form": form,
        "page_obj": page,
        "label": _("Save"),
    }
    return render(request, "notifications/list.html", context, status=422 if form.errors else 200)


def _change(user: User, form: FrequenciesForm) -> None:
    for item, frequency in form.changes:
        row = item.following
        if frequency:
            domain.follow(user=user, topic=row.topic, number=row.number, frequency=frequency)
        else:
            domain.unfollow(user=user, topic=row.topic, number=row.number)


@csrf_exempt  # the mail program's own POST has no cookie; the signed link is the proof
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """End mails by one press: the mail program's (RFC 8058) or the page's button.

    Opening the link ends nothing, since mail scanners open links too.
    """
    wish = links.subscription_of(token)
    context: dict[str, Any] = {"title": _("No more of these mails?"), "wish": wish}
    if wish is None:
        return render(request, "notifications/unsubscribe.html", context, status=410)
    if request.method == "POST":
        _end(wish)
        context["title"] = _("You get no more of these mails")
    thing = topics.find(wish.topic, [wish.number]).get(wish.number)
    context |= {"thing": thing, "done": request.method == "POST"}
    return render(request, "notifications/unsubscribe.html", context)


def _end(wish: links.Subscription) -> None:
    if wish.topic:
        domain.unfollow(user=wish.user, topic=wish.topic, number=wish.number)
    else:
        domain.unfollow_everything(user=wish.user)
