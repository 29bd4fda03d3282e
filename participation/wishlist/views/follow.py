"""Following a wish, and the link that ends mails about it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cms.core.guards import too_often
from cms.core.requests import language, sent
from cms.users.requests import person
from participation.wishlist.domain import confirmations, updates
from participation.wishlist.domain.rules import NotAllowedError
from participation.wishlist.forms.follow import FollowForm, GuestFollowForm
from participation.wishlist.models import UpdateReader, Wish
from participation.wishlist.views.common import crumb_of, public_wish, sends_too_much, show


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Follow at a pace, or no longer; without an account by a mailed link."""
    wish = public_wish(pk)
    user = person(request)
    if user is None:
        return _as_guest(request, wish)
    form = FollowForm(sent(request))
    stop = "stop" in request.POST
    if stop or form.is_valid():
        frequency = "" if stop else form.cleaned_data["frequency"]
        try:
            updates.follow(wish=wish, user=user, frequency=frequency)
        except NotAllowedError as error:
            messages.error(request, str(error))
        else:
            done = _("You no longer follow this wish.") if stop else _("You follow this wish.")
            messages.success(request, done)
    return redirect(wish)


def _as_guest(request: HttpRequest, wish: Wish) -> HttpResponse:
    form = GuestFollowForm(sent(request))
    status = 200
    if form.is_bound and form.is_valid():
        email = form.cleaned_data["email"]
        if not sends_too_much(request, email):
            confirmations.ask(
                email=email,
                action=confirmations.FOLLOW,
                wish=wish,
                language=language(),
                data={"frequency": form.cleaned_data["frequency"]},
            )
            title = _("Please look into your mail")
            return show(request, "wishlist/mailed.html", title, crumb_of(wish), wish=wish)
        form.add_error(None, too_often())
        status = 429
    status = 422 if form.errors and status == 200 else status
    return show(
        request,
        "wishlist/follow.html",
        _("Follow this wish"),
        crumb_of(wish),
        introduction=_("We write to you when the institution tells something new."),
        wish=wish,
        form=form,
        status=status,
    )


@csrf_exempt  # the mail program's own POST has no cookie; the secret in the link is the proof
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, key: str) -> HttpResponse:
    """End mails about a wish by one press: the mail program's (RFC 8058) or the page's button."""
    reader = UpdateReader.objects.select_related("wish__campaign").filter(key=key).first()
    if reader is None:
        if request.method == "POST":  # pressed twice
            return show(request, "wishlist/stopped.html", _("You get no more of these mails"))
        raise Http404
    if request.method == "POST":
        updates.stop_updates(reader=reader)
        return show(
            request, "wishlist/stopped.html", _("You get no more of these mails"), wish=reader.wish
        )
    return show(request, "wishlist/stop.html", _("No more of these mails?"), wish=reader.wish)
