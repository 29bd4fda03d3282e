"""The start of the courses, as editors write it."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail_localize.fields import SynchronizedField

from cms.core.models import BodyPage
from cms.pages.models.content import HomePage
from participation.courses.models.courses import Course
from participation.courses.models.providers import Provider


class CourseIndexPage(BodyPage):
    """The catalogue of courses."""

    project = models.ForeignKey(
        "programme.ProjectPage",
        verbose_name=_("project"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="course_lists",
        help_text=_("Its page shows the next courses."),
    )

    content_panels = [*BodyPage.content_panels, FieldPanel("project")]
    override_translatable_fields = [
        *BodyPage.override_translatable_fields,
        SynchronizedField("project"),
    ]
    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("start page of the courses")
        verbose_name_plural = _("start pages of the courses")

    def get_sitemap_urls(self, request: Any = None) -> list[dict[str, Any]]:
        """The catalogue in all its views, providers, and the courses that tell of themselves in its
        language."""
        site = self.get_site()
        root = site.root_url if site else ""
        code = self.locale.language_code
        with translation.override(code):
            written = Q(language=code) | Q(texts__language=code)
            courses = Course.objects.public().filter(written).distinct()
            courses = courses.only("pk", "title", "changed_at")
            found: list[tuple[str, Any]] = [
                (course.get_absolute_url(), course.changed_at) for course in courses
            ]
            providers = Provider.objects.public().only("pk", "name", "created_at")
            found += [(row.get_absolute_url(), row.created_at) for row in providers]
            lists = (reverse(f"courses:{name}") for name in ("month", "map", "providers"))
            found += [(path, self.last_published_at) for path in lists]
        return [
            *super().get_sitemap_urls(request),
            *({"location": root + path, "lastmod": moment} for path, moment in found),
        ]


# The ground floor must not name pages of a higher one; so this one puts itself below the home page.
HomePage.subpage_types = [*HomePage.subpage_types, "courses.CourseIndexPage"]
