"""Accounts in Wagtail's admin: the way in and out, and the second factor somebody has lost."""

from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin.auth import permission_required

from cms.users import domain
from cms.users.models import User


@require_http_methods(["GET", "HEAD"])
def login(request: HttpRequest) -> HttpResponse:
    """Lead to the account's sign-in, and from there to the page of the admin that was asked for."""
    wanted = request.GET.get("next", "")
    target = wanted if get_adapter().is_safe_url(wanted) else reverse("wagtailadmin_home")
    return redirect(f"{reverse('account_login')}?{urlencode({'next': target})}")


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """Sign out and lead to the public home page."""
    adapter = get_adapter()
    adapter.logout(request)
    return redirect(adapter.get_logout_redirect_url(request))


@permission_required("users.change_user")
def reset_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away somebody's second factor after asking once more."""
    person = get_object_or_404(User, pk=pk)
    if person.is_superuser and not request.user.is_superuser:
        raise PermissionDenied
    if request.method == "POST":
        domain.reset_second_factor(user=person)
        words = _("The second factor of %(person)s is gone.")
        messages.success(request, words % {"person": person})
        return redirect("wagtailusers_users:index")
    return render(request, "users/reset_second_factor.html", {"person": person})
