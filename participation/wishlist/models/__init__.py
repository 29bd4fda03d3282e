"""Institutions, their wishes, and what the office keeps about both."""

from participation.wishlist.models.confirmations import Confirmation
from participation.wishlist.models.giving import Gift, UpdateReader
from participation.wishlist.models.institutions import ChangeRequest, Institution, InstitutionStep
from participation.wishlist.models.members import Invitation, Membership
from participation.wishlist.models.office import Issuer, OfficeSettings
from participation.wishlist.models.pages import WishIndexPage
from participation.wishlist.models.payouts import BankFile
from participation.wishlist.models.receipts import (
    Receipt,
    ReceiptFile,
    ReceiptItem,
    ReceiptKind,
    ReceiptSeries,
    ReceiptSigner,
)
from participation.wishlist.models.settings import WishlistSettings
from participation.wishlist.models.wishes import Wish, WishPicture, WishUpdate

__all__ = [
    "BankFile",
    "ChangeRequest",
    "Confirmation",
    "Gift",
    "Institution",
    "InstitutionStep",
    "Invitation",
    "Issuer",
    "Membership",
    "OfficeSettings",
    "Receipt",
    "ReceiptFile",
    "ReceiptItem",
    "ReceiptKind",
    "ReceiptSeries",
    "ReceiptSigner",
    "UpdateReader",
    "Wish",
    "WishIndexPage",
    "WishPicture",
    "WishUpdate",
    "WishlistSettings",
]
