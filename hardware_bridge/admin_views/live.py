"""What editors of live pages need: choosers for blocks, and notices about devices."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.viewsets.model import ModelViewSet

from hardware_bridge.admin_views.choosers import CHOOSERS
from hardware_bridge.admin_views.menu import add_entry
from hardware_bridge.models import Override


class NoticeForm(WagtailAdminModelForm):
    """Whoever writes a notice stands beside it; its end lies ahead and after its beginning."""

    def clean(self) -> dict[str, Any]:
        """Refuse an end that is over or lies before the beginning."""
        cleaned = super().clean() or self.cleaned_data
        start, until = cleaned.get("start"), cleaned.get("until")
        if until and start and until <= start:
            self.add_error("until", forms.ValidationError(_("The end lies before the beginning.")))
        elif until and until <= timezone.now() and "until" in self.changed_data:
            self.add_error("until", forms.ValidationError(_("The end is over already.")))
        return cleaned

    def save(self, commit: bool = True) -> Override:
        """Note who wrote it."""
        if self.instance.created_by is None:
            self.instance.created_by = self.for_user
        return super().save(commit)


class NoticeViewSet(ModelViewSet):
    """Notices about devices: what people read above their values, and until when."""

    model = Override
    name = "hardware_notices"
    url_prefix = "hardware/notices"
    icon = "warning"
    list_display = ["text", "device", "start", "until"]
    list_filter = ["device"]
    search_fields = ["text", "device__name"]
    edit_handler = ObjectList(
        [
            FieldPanel("device", widget=CHOOSERS["device"].widget_class),
            FieldPanel("text"),
            FieldPanel("text_en"),
            FieldPanel("text_easy"),
            FieldRowPanel([FieldPanel("start"), FieldPanel("until")]),
        ],
        base_form_class=NoticeForm,
    )


@hooks.register("register_admin_viewset")
def viewsets() -> list[ViewSet]:
    """The choosers and the notices."""
    return [*CHOOSERS.values(), NoticeViewSet()]


add_entry(
    36, _("Notices about devices"), "hardware_notices:index", "warning", "hardware.change_override"
)
