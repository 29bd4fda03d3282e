"""Makes with their maps of fields, groups of devices, and which measures the public may see."""

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from cms.core.admin_pages import for_right
from hardware_bridge.admin_views.common import show
from hardware_bridge.admin_views.menu import add_entry
from hardware_bridge.domain.devices import set_public_measures
from hardware_bridge.forms.devices import DeviceModelForm, GroupForm
from hardware_bridge.forms.trying import TryForm
from hardware_bridge.models import DeviceGroup, DeviceModel
from hardware_bridge.queries import measures as queries
from hardware_bridge.queries.devices import values_in_words

CHANGE_SWITCHES = "hardware.change_publicmeasure"
CHANGE_MAKE = "hardware.change_devicemodel"


class CountedIndexView(IndexView):
    """A list with how many devices each has."""

    def get_base_queryset(self) -> Any:
        """In the same query."""
        return super().get_base_queryset().annotate(count=Count("devices"))


class MakeEditView(EditView):
    """The form, with the way to try the map."""

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        """Beside Wagtail's own."""
        url = f"{reverse('hardware_try')}?model={self.object.pk}"
        return [*super().header_more_buttons, Button(_("Try the fields"), url=url, icon_name="cog")]


class MakeViewSet(ModelViewSet):
    """Makes of devices."""

    model = DeviceModel
    name = "hardware_makes"
    url_prefix = "hardware/makes"
    icon = "cog"
    index_view_class = CountedIndexView
    edit_view_class = MakeEditView
    search_fields = ["name", "vendor", "notes"]
    search_backend_name = None
    list_display = [
        "name",
        Column("vendor", label=gettext_lazy("Vendor"), sort_key="vendor"),
        Column("mapped", label=gettext_lazy("Fields"), accessor=lambda make: len(make.fields)),
        Column("count", label=gettext_lazy("Devices"), sort_key="count"),
    ]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("name"), FieldPanel("vendor")]),
            FieldPanel("fields"),
            FieldPanel("notes"),
        ],
        base_form_class=DeviceModelForm,
    )


class GroupViewSet(ModelViewSet):
    """Groups of devices."""

    model = DeviceGroup
    name = "hardware_groups"
    url_prefix = "hardware/groups"
    icon = "folder-open-inverse"
    index_view_class = CountedIndexView
    search_fields = ["name", "note"]
    search_backend_name = None
    copy_view_enabled = False
    list_display = [
        "name",
        Column("slug", label=gettext_lazy("Name in addresses")),
        Column("count", label=gettext_lazy("Devices"), sort_key="count"),
    ]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("slug", help_text=gettext_lazy("Empty: from the name.")),
            FieldPanel("note"),
        ],
        base_form_class=GroupForm,
    )


@hooks.register("register_admin_viewset")
def make_viewset() -> MakeViewSet:
    """Makes."""
    return MakeViewSet()


@hooks.register("register_admin_viewset")
def group_viewset() -> GroupViewSet:
    """Groups."""
    return GroupViewSet()


@for_right(CHANGE_SWITCHES)
@require_http_methods(["GET", "HEAD", "POST"])
def public_measures(request: HttpRequest) -> HttpResponse:
    """Which measures of which kind of device the public may see. One query."""
    kinds = queries.switches()
    if request.method == "POST":
        chosen = {
            (kind.key, switch.measure): switch.key in request.POST
            for kind in kinds
            for switch in kind.switches
        }
        set_public_measures(switches=chosen)
        messages.success(request, _("Saved. Pages and open data follow at once."))
        return redirect("hardware_public_measures")
    return show(request, "public_measures.html", _("Public measures"), icon="view", kinds=kinds)


@for_right(CHANGE_MAKE, "hardware.view_devicemodel")
@require_http_methods(["GET", "HEAD", "POST"])
def try_fields(request: HttpRequest) -> HttpResponse:
    """What would be read out of a message: paste one and see."""
    form = TryForm(request.POST or None, initial={"model": request.GET.get("model")})
    found = form.result() if form.is_valid() else None
    return show(
        request,
        "try.html",
        _("Try the fields"),
        form,
        icon="cog",
        form=form,
        found=found,
        values=values_in_words(found.measures) if found else [],
    )


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    """Switches, and trying a map."""
    return [
        path("hardware/public/", public_measures, name="hardware_public_measures"),
        path("hardware/try/", try_fields, name="hardware_try"),
    ]


add_entry(
    50,
    gettext_lazy("Groups of devices"),
    "hardware_groups:index",
    "folder-open-inverse",
    "hardware.view_devicegroup",
)
add_entry(60, gettext_lazy("Makes"), "hardware_makes:index", "cog", "hardware.view_devicemodel")
add_entry(85, gettext_lazy("Public measures"), "hardware_public_measures", "view", CHANGE_SWITCHES)
