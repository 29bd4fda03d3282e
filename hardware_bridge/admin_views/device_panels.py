"""The form of a device in Wagtail's admin."""

from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

from hardware_bridge.forms.devices import DeviceForm

DEVICE_PANELS = ObjectList(
    [
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldRowPanel(
                    [
                        FieldPanel("kind"),
                        FieldPanel(
                            "slug",
                            help_text=gettext_lazy(
                                "Part of its addresses and of the topics of our own devices. "
                                "Empty: from the name."
                            ),
                        ),
                    ]
                ),
                FieldRowPanel([FieldPanel("group"), FieldPanel("project")]),
                FieldPanel("compartment_count"),
            ],
            gettext_lazy("What it is"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("place"),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
            ],
            gettext_lazy("Where it stands"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("adapter"), FieldPanel("model")]),
                FieldPanel(
                    "address",
                    help_text=gettext_lazy(
                        "How its source names it. For our own topics it follows from kind and name."
                    ),
                ),
                FieldPanel("interval_seconds"),
            ],
            gettext_lazy("How it is heard"),
        ),
        FieldPanel("thresholds"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("installed_on"), FieldPanel("retired_on")]),
                FieldPanel("is_public"),
                FieldPanel("has_keypad"),
                FieldPanel("notes"),
            ],
            gettext_lazy("Life"),
        ),
    ],
    base_form_class=DeviceForm,
)
