"""Who acts for a provider, and what it says of itself."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cms.core.guards import too_often
from cms.core.requests import key_of, language, sent
from participation.courses.domain import providers as verbs
from participation.courses.domain.rules import NotAllowedError
from participation.courses.forms.area import MemberForm, ProviderForm
from participation.courses.models import Provider
from participation.courses.models.choices import Role
from participation.courses.views.area.common import managed_provider, show
from participation.courses.views.common import sends_too_much


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def members(request: HttpRequest, pk: int) -> HttpResponse:
    """The list; a manager adds and removes."""
    provider = managed_provider(request, pk)
    if request.method == "POST" and "remove" in request.POST:
        return _remove(request, provider)
    form = MemberForm(sent(request), initial={"role": _next_role(provider)})
    status = 200
    if form.is_bound and form.is_valid():
        try:
            return _add(request, provider, form)
        except NotAllowedError as error:
            form.add_error("email", str(error))
            status = 409
    status = 422 if form.errors and status == 200 else status
    return show(
        request,
        provider,
        "members.html",
        _("Members"),
        members=provider.members.select_related("user"),
        form=form,
        status=status,
    )


def _next_role(provider: Provider) -> str:
    """Somebody has to manage it first."""
    has_manager = provider.members.filter(role=Role.MANAGER).exists()
    return Role.TEACHER if has_manager else Role.MANAGER


def _add(request: HttpRequest, provider: Provider, form: MemberForm) -> HttpResponse:
    email = form.cleaned_data["email"]
    if sends_too_much(request, email):
        raise NotAllowedError(too_often())
    verbs.add_member(
        provider=provider, email=email, role=form.cleaned_data["role"], language=language()
    )
    messages.success(request, _("%(email)s is a member now and gets a mail.") % {"email": email})
    return redirect("my_course_members", provider.pk)


def _remove(request: HttpRequest, provider: Provider) -> HttpResponse:
    """404 for members of other providers."""
    membership = get_object_or_404(provider.members, pk=key_of(request.POST["remove"]))
    try:
        verbs.remove_member(membership=membership)
        messages.success(request, _("Your changes are saved."))
    except NotAllowedError as error:
        messages.error(request, str(error))
    return redirect("my_course_members", provider.pk)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest, pk: int) -> HttpResponse:
    """Name, contact and description."""
    provider = managed_provider(request, pk)
    names = ("name", "description", "homepage", "email", "phone", "address", "place")
    form = ProviderForm(sent(request), initial={name: getattr(provider, name) for name in names})
    if form.is_bound and form.is_valid():
        taken = Provider.objects.exclude(pk=provider.pk).filter(name=form.cleaned_data["name"])
        if taken.exists():
            form.add_error("name", _("Another provider has this name."))
        else:
            verbs.change_provider(provider=provider, words=form.words)
            messages.success(request, _("Your changes are saved."))
            return redirect("my_provider", pk)
    status = 422 if form.errors else 200
    return show(request, provider, "form.html", _("Profile"), form=form, status=status)
