from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "cms.core"
    label = "core"
    verbose_name = _("Site")

    def ready(self) -> None:
        """Load every app's views, which register what their page types show, checks and sources."""
        autodiscover_modules("views", "checks", "search")
        from cms.core.page_cache import signals as page_cache
        from cms.core.search import signals as search
        from cms.core.search import sources, views  # noqa: F401 – they register themselves

        page_cache.connect()
        search.connect()
