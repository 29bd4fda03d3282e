"""Institutions, their wishes, and what the office keeps about both."""

from participation.wishlist.models.confirmations import Confirmation
from participation.wishlist.models.giving import Gift, UpdateReader
from participation.wishlist.models.institutions import ChangeRequest, Institution, InstitutionStep
from participation.wishlist.models.members import Invitation, Membership
from participation.wishlist.models.pages import WishIndexPage
from participation.wishlist.models.settings import WishlistSettings
from participation.wishlist.models.wishes import Wish, WishPicture, WishUpdate

__all__ = [
    "ChangeRequest",
    "Confirmation",
    "Gift",
    "Institution",
    "InstitutionStep",
    "Invitation",
    "Membership",
    "UpdateReader",
    "Wish",
    "WishIndexPage",
    "WishPicture",
    "WishUpdate",
    "WishlistSettings",
]
