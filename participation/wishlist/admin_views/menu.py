"""The menu of the wish list in the admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from participation.wishlist.admin_views.common import may
from participation.wishlist.roles import MONEY, REVIEW, SEE

WISHLIST_MENU = Menu(
    register_hook_name="register_wishlist_menu_item", construct_hook_name="construct_wishlist_menu"
)


class OfficeItem(MenuItem):
    """An entry for those who have one of some rights."""

    def __init__(self, *args: Any, rights: tuple[str, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        self.rights = rights

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person has one."""
        return may(request, *self.rights)


@hooks.register("register_admin_menu_item")
def wishlist_menu() -> SubmenuMenuItem:
    """Everything about wishes and their money in one place."""
    return SubmenuMenuItem(
        _("Wish list"), WISHLIST_MENU, name="wishlist", icon_name="gift", order=165
    )


ENTRIES = (
    (_("Alerts"), "wishlist_alerts", "warning", (SEE,)),
    (_("Review"), "wishlist_review", "clipboard-list", (REVIEW,)),
    (_("Institutions"), "wishlist_institutions", "home", (REVIEW,)),
    (_("Donations"), "wishlist_donations", "gift", (SEE,)),
    (_("Monthly donations"), "wishlist_subscriptions", "rotate", (SEE,)),
    (_("Disputes"), "wishlist_disputes", "resubmit", (SEE,)),
    (_("Payouts"), "wishlist_payouts", "upload", (SEE,)),
    (_("Receipts"), "wishlist_receipts", "doc-full", (SEE,)),
    (_("Pledges"), "wishlist_pledges", "group", (SEE, REVIEW)),
    (_("Figures"), "wishlist_figures", "table", (SEE,)),
    (_("Files for the bookkeeping"), "wishlist_files", "download", (MONEY,)),
)


def _register(place: int, label: Any, route: str, icon: str, rights: tuple[str, ...]) -> None:
    def item() -> MenuItem:
        return OfficeItem(
            label, reverse(route), name=route, icon_name=icon, order=place, rights=rights
        )

    hooks.register("register_wishlist_menu_item", item)


for _place, _entry in enumerate(ENTRIES, start=1):
    _register(_place * 10, *_entry)
