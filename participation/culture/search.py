"""Institutions can be found by what everybody may read of them."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from cms.core.search import Draft, Section, Source, register_source
from participation.culture.models import Institution


@register_source
class CultureInstitutions(Source):
    """Verified institutions."""

    key = "culture-institution"
    model = Institution
    sections = (Section("culture", _("Culture")),)

    def rows(self) -> Iterable[Institution]:
        """In batches."""
        return Institution.objects.verified().iterator(chunk_size=500)

    def draft(self, row: Institution) -> Draft | None:
        """Name and what it does; nothing of what is for partners."""
        if not row.is_verified:
            return None
        return Draft(
            title=row.name,
            language=row.language,
            section="culture",
            introduction=row.summary,
            text=row.public_text,
        )

    def addresses(self, numbers: Iterable[str]) -> Mapping[str, str]:
        """One query."""
        found = Institution.objects.verified().filter(pk__in=[int(number) for number in numbers])
        return {str(row.pk): row.get_absolute_url() for row in found}
