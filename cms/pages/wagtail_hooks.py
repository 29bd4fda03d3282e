"""What the pages add to Wagtail's admin: messages from the public."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from cms.pages.models import Enquiry


class EnquiryPermissionPolicy(ModelPermissionPolicy):
    """Whatever the groups allow, except adding: messages come from the form alone."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Nobody adds a message here, administrators included."""
        return action != "add" and super().user_has_permission(user, action)


register_permission_policy(Enquiry, EnquiryPermissionPolicy(Enquiry))


def as_text(value: Any) -> str:
    """A cell that no spreadsheet takes for a formula; the public writes what it holds.

    Rule: https://owasp.org/www-community/attacks/CSV_Injection
    """
    text = str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


class EnquiryIndexView(IndexView):
    """The list, whose CSV is safe to open; Wagtail writes XLSX cells as text already."""

    custom_value_preprocess: ClassVar = {
        **IndexView.custom_value_preprocess,
        str: {IndexView.FORMAT_CSV: as_text},
    }


class EnquiryViewSet(ModelViewSet):
    """Messages, newest first. They are answered and noted, never written here."""

    model = Enquiry
    index_view_class = EnquiryIndexView
    name = "enquiries"
    url_prefix = "enquiries"
    icon = "mail"
    menu_label = _("Enquiries")
    menu_order = 300
    add_to_admin_menu = True
    list_display = ["__str__", "sent_at", "state", "name", "mailed_at"]
    list_filter = ["kind", "state"]
    search_fields = ["message", "name", "email"]
    list_export = ["kind", "sent_at", "state", "message", "address", "name", "email", "note"]
    inspect_view_enabled = True
    copy_view_enabled = False
    panels = [
        MultiFieldPanel(
            [
                FieldPanel("kind", read_only=True),
                FieldPanel("message", read_only=True),
                FieldPanel("address", read_only=True),
                FieldPanel("name", read_only=True),
                FieldPanel("email", read_only=True),
            ],
            _("Message"),
        ),
        MultiFieldPanel([FieldPanel("state"), FieldPanel("note")], _("Answer")),
    ]


@hooks.register("register_admin_viewset")
def enquiry_viewset() -> EnquiryViewSet:
    """Enquiries in the main menu."""
    return EnquiryViewSet()
