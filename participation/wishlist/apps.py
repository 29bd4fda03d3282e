from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class WishlistConfig(AppConfig):
    name = "participation.wishlist"
    label = "wishlist"
    verbose_name = _("Wish list")
    site_urls = (
        (pgettext_lazy("address", "wishes/"), "participation.wishlist.urls"),
        ("konto/wunschliste/", "participation.wishlist.account_urls"),
    )
    machine_urls = (("stripe/", "participation.wishlist.webhook"),)

    def ready(self) -> None:
        """Checks of the settings, and the names of roles."""
        from participation.wishlist import checks, roles  # noqa: F401
