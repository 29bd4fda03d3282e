"""What the pages add to Wagtail's admin: messages from the public."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.viewsets.model import ModelViewSet

from cms.pages.models import Enquiry


class EnquiryViewSet(ModelViewSet):
    """Messages, newest first. They are answered and noted, never written here."""

    model = Enquiry
    name = "enquiries"
    url_prefix = "enquiries"
    icon = "mail"
    menu_label = _("Messages")
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
    """Messages in the main menu."""
    return EnquiryViewSet()
