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

    def ready(self) -> None:
        """Let roles add their names."""
        from participation.wishlist import roles  # noqa: F401
