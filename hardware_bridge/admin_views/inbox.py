"""The inbox of senders that are no devices yet."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from wagtail import hooks
from wagtail.admin import messages

from cms.core.admin_pages import back, for_right, in_pages
from hardware_bridge.admin_views.common import ADD, show
from hardware_bridge.admin_views.menu import add_entry
from hardware_bridge.domain.devices import adopt, ignore
from hardware_bridge.forms.filters import InboxFilter
from hardware_bridge.models import UnknownDevice
from hardware_bridge.models.choices import Kind
from hardware_bridge.queries import inbox as queries
from hardware_bridge.queries.devices import values_in_words

SEE_UNKNOWN = "hardware.view_unknowndevice"


class KindForm(forms.Form):
    """What is to be made of a sender."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Kind.choices)


@for_right(SEE_UNKNOWN)
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Unknown senders with what they seem to be. Three queries beside the admin's own."""
    form = InboxFilter(request.GET)
    chosen = form.chosen
    rows = queries.unknown(adapter=chosen.get("adapter", ""), ignored=chosen.get("ignored") == "1")
    pages = in_pages(request, rows)
    found = queries.guesses(pages["page_obj"], queries.makes())
    senders = [
        {
            "row": sender,
            "guess": guess,
            "form": KindForm(initial={"kind": guess.kind}, auto_id=f"{sender.pk}-%s"),
            "values": values_in_words(guess.measures or {}),
        }
        for sender, guess in found
    ]
    return show(
        request,
        "inbox.html",
        _("Unknown devices"),
        icon="mail",
        form=form,
        senders=senders,
        may_add=request.user.has_perm(ADD),
        **pages,
    )


@for_right(ADD)
@require_POST
def make(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a device of a sender, by one press."""
    sender = get_object_or_404(UnknownDevice, pk=pk)
    form = KindForm(request.POST)
    if not form.is_valid():
        messages.error(request, form.errors["kind"][0])
        return redirect("hardware_inbox")
    try:
        device = adopt(sender=sender, kind=form.cleaned_data["kind"], by=request.user)
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
        return redirect("hardware_inbox")
    url = reverse("hardware_devices:edit", args=[device.pk])
    text = format_html(
        "{} <a href='{}'>{}</a>",
        _("“%(name)s” is a device now. It is not shown in public yet.") % {"name": device.name},
        url,
        _("Say where it stands"),
    )
    messages.success(request, text)
    return redirect(back(request, "hardware_inbox"))


@for_right("hardware.change_unknowndevice")
@require_POST
def put_away(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody else's device, of which nobody wants to hear; or back into the inbox."""
    sender = get_object_or_404(UnknownDevice, pk=pk)
    ignore(sender=sender, is_ignored=not sender.is_ignored)
    messages.success(request, _("Done."))
    return redirect(back(request, "hardware_inbox"))


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    """The inbox and its buttons."""
    return [
        path("hardware/inbox/", inbox, name="hardware_inbox"),
        path("hardware/inbox/<int:pk>/device/", make, name="hardware_adopt"),
        path("hardware/inbox/<int:pk>/ignore/", put_away, name="hardware_ignore"),
    ]


add_entry(30, gettext_lazy("Unknown devices"), "hardware_inbox", "mail", SEE_UNKNOWN)
