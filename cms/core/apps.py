from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "cms.core"
    label = "core"
    verbose_name = _("Site")

    def ready(self) -> None:
        """Load what registers itself: views, personal data, checks, dashboard lines, sources."""
        autodiscover_modules("views", "privacy", "checks", "dashboard", "search", "api")
        from cms.core import quirks
        from cms.core.page_cache import signals as page_cache
        from cms.core.search import signals as search
        from cms.core.search import sources, views  # noqa: F401 – they register themselves

        quirks.remember_relations()
        quirks.write_avif_faster()
        quirks.check_connections_by_ear()
        page_cache.connect()
        search.connect()
