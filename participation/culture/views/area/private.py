"""A member's own calendars under addresses that nobody can guess."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.core.requests import key_of, sent
from cms.users.requests import user_of
from participation.culture.domain import private as verbs
from participation.culture.domain.rules import NotAllowedError
from participation.culture.forms.feeds import PrivateFeedForm
from participation.culture.models import PrivateFeed
from participation.culture.queries.partners import Partner
from participation.culture.views.area.common import attempt, for_partners, show, status_of


@for_partners
def listing(request: HttpRequest, partner: Partner) -> HttpResponse:
    """The calendars with their addresses; a new one; another address; giving one up."""
    own = PrivateFeed.objects.filter(user=user_of(request))
    if request.method == "POST" and "make" not in request.POST:
        return _press(request, own)
    form = PrivateFeedForm(sent(request))
    if form.is_bound and form.is_valid():
        try:
            verbs.make(user=user_of(request), **form.values)
        except NotAllowedError as error:
            form.add_error(None, str(error))
        else:
            return redirect("culture_private_feeds")
    rows = list(own)
    for row in rows:
        path = reverse("culture:private_feed", args=[row.key])
        row.address = request.build_absolute_uri(path)  # type: ignore[attr-defined]
    return show(
        request,
        "private_feeds.html",
        _("Private calendars"),
        introduction=_("Your choice of events in your own calendar program."),
        rows=rows,
        form=form,
        status=status_of(form),
    )


def _press(request: HttpRequest, own: QuerySet[PrivateFeed]) -> HttpResponse:
    found = get_object_or_404(own, pk=key_of(request.POST.get("feed", "")))
    if "revoke" in request.POST:
        attempt(request, lambda: verbs.revoke(feed=found), _("Its address leads nowhere now."))
    elif "renew" in request.POST:
        attempt(request, lambda: verbs.renew(feed=found), _("It has another address now."))
    return redirect("culture_private_feeds")
