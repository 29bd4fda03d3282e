"""The address on a device's label: short, without a language, and good for as long as it sticks."""

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from hardware_bridge.models import Device

SEE = "hardware.view_device"


@require_safe
def short(request: HttpRequest, slug: str) -> HttpResponseRedirect:
    """To the device: for the office in the admin, for everybody else on its public page.

    One that is not public leads to all that are.
    """
    device = get_object_or_404(Device, slug=slug)
    if request.user.has_perm(SEE) and request.user.has_perm("wagtailadmin.access_admin"):
        return HttpResponseRedirect(reverse("hardware_device", args=[device.pk]))
    if not device.is_public or device.is_retired:
        return HttpResponseRedirect("/live/")
    try:
        return HttpResponseRedirect(reverse("hardware:device", args=[device.slug]))
    except NoReverseMatch:
        return HttpResponseRedirect("/live/")
