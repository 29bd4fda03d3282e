"""What templates ask about institutions and their words."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from participation.culture.models import BookingSlot, Institution
from participation.culture.models.choices import Audience, Genre, Offer, Space

register = template.Library()
CHOICES: dict[str, Any] = {
    "genres": Genre,
    "audiences": Audience,
    "spaces": Space,
    "offers": Offer,
}


@register.filter
def words_of(row: Any, name: str) -> list[str]:
    """The chosen words of a list field, in the active language; unknown ones are left out."""
    labels = dict(CHOICES[name].choices)
    return [str(labels[value]) for value in getattr(row, name) if value in labels]


@register.filter
def word_lists(institution: Institution) -> list[tuple[str, list[str]]]:
    """All lists of words that an institution has filled, with their labels."""
    labels = {
        "genres": _("Genres"),
        "audiences": _("Audiences"),
        "spaces": _("Spaces"),
        "offers": _("Offers to partners"),
    }
    found = [(label, words_of(institution, name)) for name, label in labels.items()]
    return [(label, words) for label, words in found if words]


@register.filter
def is_of(slot: BookingSlot, partner: Any) -> bool:
    """Whether a partner may learn who has a time: lender or borrower."""
    borrower = slot.booking.institution_id
    return borrower in partner.ids or slot.resource.institution_id in partner.ids
