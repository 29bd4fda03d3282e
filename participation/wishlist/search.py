"""Wishes and institutions can be found."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from cms.core.search import Draft, Section, Source, register_source
from participation.wishlist.models import Institution, Wish


@register_source
class Wishes(Source):
    """Public wishes, in the language they were written in."""

    key = "wish"
    model = Wish
    sections = (Section("wishes", _("Wishes")),)

    def rows(self) -> Iterable[Wish]:
        """Wishes everybody may see, in batches."""
        found = Wish.objects.public().select_related("campaign", "institution")
        return found.prefetch_related("campaign__needs").iterator(chunk_size=500)

    def draft(self, row: Wish) -> Draft | None:
        """Its words, with what it asks for and who asks."""
        if not row.is_public:
            return None
        needs = [f"{need.title} {need.description}" for need in row.campaign.needs.all()]
        return Draft(
            title=row.title,
            language=row.language,
            section="wishes",
            introduction=row.summary,
            text=" ".join([row.story, row.money_use, *needs, row.institution.name]),
        )

    def addresses(self, numbers: Iterable[str]) -> Mapping[str, str]:
        """One query."""
        found = Wish.objects.public().filter(pk__in=[int(number) for number in numbers])
        return {str(wish.pk): wish.get_absolute_url() for wish in found.select_related("campaign")}


@register_source
class Institutions(Source):
    """Verified institutions."""

    key = "institution"
    model = Institution
    sections = (Section("institutions", _("Institutions")),)

    def rows(self) -> Iterable[Institution]:
        """In batches."""
        return Institution.objects.public().iterator(chunk_size=500)

    def draft(self, row: Institution) -> Draft | None:
        """Name and what it does."""
        if not row.is_public:
            return None
        return Draft(
            title=row.name,
            language=row.language,
            section="institutions",
            text=row.description,
        )

    def addresses(self, numbers: Iterable[str]) -> Mapping[str, str]:
        """One query."""
        found = Institution.objects.public().filter(pk__in=[int(number) for number in numbers])
        return {str(row.pk): row.get_absolute_url() for row in found}
