"""Ideas can be found: by title, text and tags."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from cms.core.search import Draft, Section, Source, register_source
from participation.ideas.models import Idea


@register_source
class Ideas(Source):
    """Published ideas, in the language they were written in."""

    key = "idea"
    model = Idea
    fields = frozenset({"title", "text", "tags", "state", "language"})
    sections = (Section("ideas", _("Ideas")),)

    def rows(self) -> Iterable[Idea]:
        """Ideas everybody may see, in batches."""
        return Idea.objects.public().iterator(chunk_size=500)

    def draft(self, row: Idea) -> Draft | None:
        """Its present words."""
        if not row.is_public:
            return None
        return Draft(
            title=row.title,
            language=row.language,
            section="ideas",
            text=" ".join([row.text, *row.tags]),
        )

    def addresses(self, numbers: Iterable[str]) -> Mapping[str, str]:
        """One query."""
        found = Idea.objects.public().filter(pk__in=[int(number) for number in numbers])
        return {str(idea.pk): idea.get_absolute_url() for idea in found.only("pk", "title")}
