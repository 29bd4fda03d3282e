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
        """Let pages that show wishes be forgotten when these change."""
        import crowdfunding_lite.models as lite

        from cms.core.page_cache import tags
        from participation.wishlist import checks, models, roles  # noqa: F401 – they register

        shown = (
            models.Institution,
            models.Wish,
            models.WishPicture,
            models.WishUpdate,
            lite.BalanceEntry,
            lite.Campaign,
            lite.Donation,
            lite.Need,
            lite.Payout,
            lite.Pledge,
            lite.Receiver,
            lite.Refund,
            lite.StageStep,
        )
        for model in shown:
            tags.watch(model)
