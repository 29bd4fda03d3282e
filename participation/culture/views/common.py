"""What all public views of the section need: the way to them, and limits."""

from django.urls import reverse
from django.utils.translation import gettext as _

from cms.core.trails import Crumb
from participation.culture.queries.way import culture_section

trail, sends_too_much = culture_section.trail, culture_section.sends_too_much
show, show_kept = culture_section.show, culture_section.show_kept


def institutions_crumb() -> Crumb:
    """The directory above one of its institutions."""
    return Crumb(_("Culture institutions"), reverse("culture:institutions"))
