"""Lights in the admin: plans, what the night brings, by hand, and what was saved."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.viewsets.model import ModelViewSet

from cms.core.admin_pages import for_right
from hardware_bridge.admin_views.common import OPERATE, SEE, person, show
from hardware_bridge.admin_views.menu import add_entry
from hardware_bridge.domain import lights
from hardware_bridge.domain.rules import NotAllowedError
from hardware_bridge.forms.park import ByHandForm
from hardware_bridge.models import Device, DeviceGroup, LightOverride, LightPlan
from hardware_bridge.models.choices import Kind
from hardware_bridge.queries import lights as queries
from hardware_bridge.queries.permits import is_permitted

USUAL_HOURS = 2


@for_right(OPERATE, SEE)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """All groups of lights."""
    saved = queries.saved_in_all()
    return show(
        request,
        "lights.html",
        _("Lights"),
        icon="sliders",
        groups=queries.light_groups(),
        saved=saved,
        saved_wh=saved["full"] - saved["used"],
    )


@for_right(OPERATE)
@require_http_methods(["GET", "HEAD", "POST"])
def by_hand(request: HttpRequest, what: str, pk: int) -> HttpResponse:
    """Set a light or a group by hand, until an end."""
    of_group = what == "group"
    found: Any = (
        get_object_or_404(DeviceGroup, pk=pk)
        if of_group
        else get_object_or_404(Device, pk=pk, kind=Kind.LIGHT)
    )
    usual = timezone.localtime() + timedelta(hours=USUAL_HOURS)
    form = ByHandForm(
        request.POST if request.method == "POST" else None,
        initial={"level_percent": 100, "until": usual},
    )
    if form.is_bound and form.is_valid():
        scope = {"group": found} if of_group else {"device": found}
        try:
            lights.set_by_hand(**scope, **form.cleaned_data, by=person(request))
        except NotAllowedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The command is on its way to the lights."))
            return redirect("hardware_lights")
    return show(
        request,
        "light_by_hand.html",
        _("Set by hand"),
        form,
        icon="sliders",
        subtitle=str(found),
        form=form,
    )


@for_right(OPERATE)
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to the plan."""
    override = get_object_or_404(LightOverride, pk=pk)
    if lights.end_by_hand(override=override, by=person(request)):
        messages.success(request, _what_holds(override))
    else:
        messages.warning(request, _("It was over already."))
    return redirect("hardware_lights")


def _what_holds(override: LightOverride) -> str:
    """What becomes of the lights that are set by hand no more, in a sentence."""
    found = queries.lights_of(device=override.device, group=override.group)
    if not all(is_permitted(project) for project in {one.project_id for one in found}):
        return _("It is over. Lights without all permits on record are told nothing.")
    if queries.set_by_hand(found, timezone.now()):
        return _("It is over. What else is set by hand holds.")
    if not LightPlan.objects.filter(group__devices__in=found, is_active=True).exists():
        return _("It is over. The lights do what they do by themselves.")
    return _("The plan holds again.")


class LightPlanViewSet(ModelViewSet):
    """By which hours groups of lights shine."""

    model = LightPlan
    name = "hardware_plans"
    url_prefix = "hardware/plans"
    icon = "calendar-alt"
    copy_view_enabled = False
    list_display = [
        "group",
        "level_percent",
        "night_level_percent",
        "motion_level_percent",
        BooleanColumn("is_active", label=gettext_lazy("In force")),
    ]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("group"), FieldPanel("is_active")]),
            MultiFieldPanel(
                [
                    FieldRowPanel(
                        [FieldPanel("minutes_after_sunset"), FieldPanel("minutes_after_sunrise")]
                    ),
                    FieldPanel("level_percent"),
                    FieldPanel("night_level_percent"),
                    FieldRowPanel([FieldPanel("night_from"), FieldPanel("night_until")]),
                ],
                gettext_lazy("From sunset to sunrise"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("motion_level_percent"),
                    FieldRowPanel([FieldPanel("motion_seconds"), FieldPanel("motion_metres")]),
                ],
                gettext_lazy("When somebody comes"),
            ),
            FieldPanel("full_power_w"),
        ]
    )


@hooks.register("register_admin_viewset")
def plan_viewset() -> LightPlanViewSet:
    """Plans of lights."""
    return LightPlanViewSet()


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    """Lights, and setting them by hand."""
    return [
        path("hardware/lights/", overview, name="hardware_lights"),
        path("hardware/lights/by-hand/<int:pk>/end/", end, name="hardware_end_by_hand"),
        path(
            "hardware/lights/group/<int:pk>/",
            by_hand,
            {"what": "group"},
            "hardware_set_light_group",
        ),
        path("hardware/lights/<int:pk>/", by_hand, {"what": "light"}, "hardware_set_light"),
    ]


add_entry(34, gettext_lazy("Lights"), "hardware_lights", "sliders", OPERATE, SEE)
add_entry(
    36,
    gettext_lazy("Plans of lights"),
    "hardware_plans:index",
    "calendar-alt",
    "hardware.view_lightplan",
)
