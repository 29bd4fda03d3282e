"""The picture of a course, in its provider's area."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cms.core.picture_form import PictureForm
from cms.core.requests import sent
from cms.users.requests import user_of
from participation.courses.domain import pictures as verbs
from participation.courses.domain.rules import NotAllowedError
from participation.courses.views.area.common import managed_provider, own_course, show


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def picture(request: HttpRequest, pk: int, course: int) -> HttpResponse:
    """Give the course a picture in place of the one it has, or take that away."""
    provider = managed_provider(request, pk)
    found = own_course(provider, course)
    removes = request.method == "POST" and "remove" in request.POST
    form = PictureForm(None if removes else sent(request), request.FILES or None)
    if not removes and not (form.is_bound and form.is_valid()):
        status = 422 if form.errors else 200
        title = _("Picture of the course")
        return show(request, provider, "form.html", title, form=form, course=found, status=status)
    try:
        if removes:
            verbs.take_picture_away(course=found)
        else:
            verbs.show_picture(course=found, by=user_of(request), **form.words)
    except NotAllowedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Your changes are saved."))
    return redirect("my_course", pk, found.pk)
