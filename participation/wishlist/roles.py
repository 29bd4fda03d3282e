"""Who of the office works on the wish list."""

from django.utils.translation import gettext_lazy as _

from cms.users.roles import NAMES

TREASURERS = "Treasurers"
REVIEWERS = "Wish list reviewers"
AUDITORS = "Wish list readers"

NAMES |= {
    TREASURERS: _("Treasurers"),
    REVIEWERS: _("Wish list reviewers"),
    AUDITORS: _("Wish list readers"),
}
SEE, REVIEW, MONEY = "wishlist.view_books", "wishlist.review_wish", "wishlist.manage_money"
"""Seeing the books without donors' names; institutions and wishes; money, receipts and names."""
