"""What an institution tells of a wish."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cms.users.requests import user_of
from participation.wishlist.domain import finishing, updates
from participation.wishlist.domain.rules import NotAllowedError
from participation.wishlist.forms.wishes import UpdateForm
from participation.wishlist.models import Wish
from participation.wishlist.views.area.common import EDIT, membership, own_wish, show


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, pk: int, wish: int) -> HttpResponse:
    """Write an update; a final report closes the wish."""
    member = membership(request, pk, EDIT)
    found = own_wish(member, wish)
    stage = found.campaign.stage
    is_sent = request.method == "POST"
    form = UpdateForm(
        request.POST if is_sent else None, request.FILES if is_sent else None, stage=stage
    )
    status = 200
    if form.is_bound and form.is_valid():
        try:
            _post(request, found, form)
        except NotAllowedError as error:
            form.add_error(None, str(error))
            status = 409
        else:
            messages.success(request, _("Published. Followers and donors hear of it."))
            return redirect("my_wish", pk, found.pk)
    status = 422 if form.errors and status == 200 else status
    title = _("Write an update")
    return show(request, member, "form.html", title, form=form, wish=found, status=status)


def _post(request: HttpRequest, found: Wish, form: UpdateForm) -> None:
    user = user_of(request)
    update = updates.post_update(wish=found, by=user, **form.cleaned_data)
    finishing.report(update=update, by=user)
