"""Institutions and events can be found by what everybody may read of them."""

from collections.abc import Iterable, Mapping

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.search import Draft, Section, Source, register_source
from participation.culture.models import Event, Institution
from participation.culture.models.choices import Visibility


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


@register_source
class CultureEvents(Source):
    """Public events that are still to come when the table is built or they are saved."""

    key = "culture-event"
    model = Event
    sections = (Section("culture", _("Culture")),)

    def rows(self) -> Iterable[Event]:
        """In batches."""
        found = Event.objects.public().filter(occurrences__end__gte=timezone.now()).distinct()
        return found.select_related("institution").iterator(chunk_size=500)

    def draft(self, row: Event) -> Draft | None:
        """What takes place and by whom; nothing of what is for partners."""
        shown = row.visibility == Visibility.PUBLIC and row.gone_at is None
        if not (shown and row.is_announced and row.institution.is_verified):
            return None
        return Draft(
            title=row.title,
            language=row.institution.language,
            section="culture",
            introduction=row.summary,
            text=f"{row.description}\n{row.place}\n{row.institution.name}",
        )

    def addresses(self, numbers: Iterable[str]) -> Mapping[str, str]:
        """One query."""
        found = Event.objects.public().filter(pk__in=[int(number) for number in numbers])
        return {str(row.pk): row.get_absolute_url() for row in found}
