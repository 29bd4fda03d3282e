from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CoursesConfig(AppConfig):
    name = "participation.courses"
    label = "courses"
    verbose_name = _("Courses")
    site_urls = (
        (pgettext_lazy("address", "courses/"), "participation.courses.urls"),
        ("konto/kurse/", "participation.courses.account_urls"),
        ("konto/kurse/anbieter/", "participation.courses.area_urls"),
    )

    def ready(self) -> None:
        """Let pages that show courses be forgotten when these change."""
        from cms.core.page_cache import tags
        from participation.courses import models, roles  # noqa: F401 – they register
        from participation.courses.domain import paying
        from participation.courses.models.runs import COUNTS
        from participation.wishlist.gateway import others

        for model in (
            models.Provider,
            models.Course,
            models.CourseText,
            models.Session,
            models.PriceCategory,
        ):
            tags.watch(model)
        tags.watch(models.Run, apart=COUNTS)
        others.register(others.OtherBusiness(look=paying.look, known=paying.known))
