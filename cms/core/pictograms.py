"""The pictograms a theme draws, by key."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PICTOGRAMS = [
    ("container", _("Container")),
    ("locker", _("Locker")),
    ("wishlist", _("Wish list")),
    ("device", _("Device")),
    ("app", _("App")),
    ("learning", _("Learning")),
    ("staff", _("Staff")),
    ("light", pgettext_lazy("pictogram", "Light")),
    ("culture", _("Culture")),
    ("society", _("Society")),
    ("mobility", _("Mobility")),
    ("data", _("Data")),
    ("work", _("Work and economy")),
    ("energy", _("Energy")),
    ("iot", _("Internet of things")),
    ("emergency", _("Emergency help")),
    ("parking", _("Parking")),
    ("administration", _("Administration")),
    ("waste", _("Waste")),
    ("idea", _("Idea")),
    ("vision", _("Vision")),
    ("people", _("People")),
    ("calendar", _("Calendar")),
    ("news", _("News")),
    ("map", _("Map")),
    ("budget", _("Budget")),
    ("roadmap", _("Roadmap")),
    ("accessibility", _("Accessibility")),
    ("easy_language", _("Easy language")),
    ("document", _("Document")),
    ("contact", _("Contact")),
    ("home", _("Home")),
    ("search", _("Search")),
    ("inclusion", _("Inclusion")),
    ("participation", _("Participation")),
    ("lifelong", _("Lifelong learning")),
    ("cooperation", _("Cooperation")),
    ("climate", _("Climate")),
    ("synergy", _("Synergy")),
]

PICTOGRAM_KEYS = frozenset(key for key, _label in PICTOGRAMS)
