"""What an institution tells search engines."""

from dataclasses import dataclass

from django.http import HttpRequest

from cms.core import structured
from participation.culture.models import Institution
from participation.culture.models.choices import InstitutionKind

# https://schema.org/CivicStructure and https://schema.org/PerformingGroup have these.
TYPES = {
    InstitutionKind.THEATRE: "PerformingArtsTheater",
    InstitutionKind.MUSEUM: "Museum",
    InstitutionKind.LIBRARY: "Library",
    InstitutionKind.CHOIR: "MusicGroup",
    InstitutionKind.CINEMA: "MovieTheater",
}


@dataclass(frozen=True)
class InstitutionThing:
    """An institution, for the template tag."""

    institution: Institution
    request: HttpRequest

    def structured_data(self, frame: structured.Frame) -> list[structured.Thing]:
        """The organization alone."""
        institution = self.institution
        thing = structured.filled(
            {
                "@type": TYPES.get(InstitutionKind(institution.kind), "Organization"),
                "name": institution.name,
                "description": institution.summary,
                "url": self.request.build_absolute_uri(institution.get_absolute_url()),
                "sameAs": institution.homepage,
                "address": structured.postal_address(institution.address)
                if institution.address
                else None,
            }
        )
        return [thing]
