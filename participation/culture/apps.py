from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CultureConfig(AppConfig):
    name = "participation.culture"
    label = "culture"
    verbose_name = _("Culture")
    site_urls = (
        (pgettext_lazy("address", "culture/"), "participation.culture.urls"),
        ("konto/kultur/", "participation.culture.account_urls"),
    )

    def ready(self) -> None:
        """Let pages that show what institutions share be forgotten when it changes."""
        from cms.core.page_cache import tags
        from participation.culture import models, roles  # noqa: F401 – roles registers itself

        shown = (models.Institution, models.Event, models.EventPart, models.Occurrence)
        for model in shown:
            tags.watch(model)
