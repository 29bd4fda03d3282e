"""Who of the office works on courses."""

from django.utils.translation import gettext_lazy as _

from cms.users.roles import NAMES

OFFICE = "Courses office"

NAMES |= {OFFICE: _("Courses office")}
MANAGE = "courses.manage_courses"
"""Providers, release of courses, every booking and refund."""
