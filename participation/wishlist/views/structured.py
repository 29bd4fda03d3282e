"""What a wish tells search engines (https://schema.org/DonateAction)."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from wagtail.images.shortcuts import get_rendition_or_not_found

from cms.core import structured
from cms.core.models.pages import SHARED
from participation.wishlist.models import Institution, Wish


def organization(institution: Institution, request: HttpRequest) -> structured.Thing:
    """An institution as an NGO."""
    return structured.filled(
        {
            "@type": "NGO",
            "name": institution.name,
            "url": request.build_absolute_uri(institution.get_absolute_url()),
            "sameAs": institution.homepage,
            "address": structured.postal_address(institution.address),
        }
    )


@dataclass(frozen=True)
class WishThings:
    """A wish with its institution and the way to donate, for the template tag."""

    wish: Wish
    request: HttpRequest

    def structured_data(self, frame: structured.Frame) -> list[structured.Thing]:
        """The project, and while it is open an action."""
        wish, absolute = self.wish, self.request.build_absolute_uri
        owner = organization(wish.institution, self.request)
        project = structured.filled(
            {
                "@type": "Project",
                "name": wish.title,
                "description": wish.summary,
                "url": absolute(wish.own_path),
                "image": self.picture_url(),
                "parentOrganization": owner,
            }
        )
        if not (wish.is_open and wish.campaign.goal_cents):
            return [project]
        action = {
            "@type": "DonateAction",
            "name": wish.title,
            "recipient": owner,
            "target": absolute(reverse("wishlist:donate", args=[wish.pk])),
        }
        return [project, action]

    def picture_url(self) -> str:
        """The picture for shared links; empty without one."""
        cover = self.wish.cover
        return self.request.build_absolute_uri(_shared(cover)) if cover else ""


def _shared(cover: object) -> str:
    return str(get_rendition_or_not_found(cover, SHARED).url)


@dataclass(frozen=True)
class InstitutionThings:
    """An institution, for the template tag."""

    institution: Institution
    request: HttpRequest

    def structured_data(self, frame: structured.Frame) -> list[structured.Thing]:
        """The organization alone."""
        return [organization(self.institution, self.request)]
