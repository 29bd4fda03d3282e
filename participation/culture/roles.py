"""Who of the office works on the culture section."""

from django.utils.translation import gettext_lazy as _

from cms.users.roles import NAMES

OFFICE = "Culture office"
NAMES |= {OFFICE: _("Culture office")}
MANAGE = "culture.manage_culture"
"""Verifying institutions, hiding posts, looking at calendars and figures."""
