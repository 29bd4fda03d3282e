"""The search page, and the tables that are searched."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from cms.core.models.kinds import IndexPage


class SearchPage(RoutablePageMixin, IndexPage):
    """The search of a language, and its suggestions while typing."""

    search_section = None
    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("search")

    @path("vorschlaege/", name="suggestions")
    def suggestions(self, request: HttpRequest) -> HttpResponse:
        """Suggestions as JSON."""
        from cms.core.search import views

        return views.suggestions(request, self.locale.language_code)

    @property
    def suggestions_url(self) -> str:
        """Where suggestions are asked for."""
        return f"{self.url}{self.reverse_subpage('suggestions')}"


class SearchEntry(models.Model):
    """One findable thing. Written by ``cms.core.search.index`` alone."""

    touches_pages = False

    source = models.CharField(max_length=40)
    object_id = models.CharField(max_length=40)
    language = models.CharField(max_length=20)
    section = models.CharField(max_length=40)
    title = models.CharField(max_length=255)
    folded = models.CharField(max_length=255)
    text = models.TextField()
    vector = SearchVectorField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "object_id"], name="one_search_entry_per_row")
        ]
        indexes = [
            GinIndex(fields=["vector"], name="search_vector"),
            GinIndex(fields=["folded"], name="search_title", opclasses=["gin_trgm_ops"]),
            models.Index(fields=["language", "section"], name="search_section"),
        ]

    def __str__(self) -> str:
        return self.title


class SearchWord(models.Model):
    """A word that stands in some entry of a language: what a typo may mean.

    ``word`` is folded, with ä as ae or as a; ``written`` is how it was met first.
    """

    touches_pages = False

    language = models.CharField(max_length=20)
    word = models.CharField(max_length=80)
    written = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "word"], name="one_search_word")]
        indexes = [GinIndex(fields=["word"], name="search_word", opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return self.word
