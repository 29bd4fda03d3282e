"""Views of the admin: an update posted from a phone."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access

from cms.core.admin_pages import show
from cms.programme import dashboard, domain
from cms.programme.forms import QuickUpdateForm
from cms.programme.models import ProjectPage, UpdatePage


@require_admin_access
def quick_update(request: HttpRequest, project_id: int) -> HttpResponse:
    """One short form. Raises PermissionDenied for a project that the person may not write about."""
    project = get_object_or_404(ProjectPage, pk=project_id, live=True)
    if not project.permissions_for_user(request.user).can_publish_subpage():
        raise PermissionDenied
    form = QuickUpdateForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        update = _post(request, project, form)
        if update:
            text = _("Published: %(title)s") % {"title": update.title}
            messages.success(request, text, buttons=_what_next(update))
            return redirect("wagtailadmin_home")
    return show(
        request,
        "programme/admin/quick_update.html",
        _("Post an update"),
        form,
        icon="edit",
        subtitle=project.title,
        form=form,
        project=project,
    )


def _what_next(update: UpdatePage) -> list[Any]:
    """What can be done with an update just published."""
    return [
        messages.button(update.url, _("View")),
        messages.button(reverse("wagtailadmin_pages:edit", args=[update.pk]), _("Edit")),
        messages.button(dashboard.take_back_url(update), _("Take back")),
    ]


def _post(request: HttpRequest, project: ProjectPage, form: QuickUpdateForm) -> UpdatePage | None:
    try:
        return domain.post_update(project=project, author=request.user, **form.cleaned_data)
    except ValidationError as error:
        fields = getattr(error, "error_dict", {})
        name = "photo_description" if "photo_description" in fields else "photo"
        form.add_error(name, error.messages[0])
        return None
