"""Any page of the site can be followed, by its number."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.notifications.topics import Thing, Topic, register_topic


def find(numbers: Iterable[int]) -> Mapping[int, Thing]:
    """Live pages that everybody may see. Two queries."""
    pages = Page.objects.live().public().filter(pk__in=numbers).defer_streamfields()
    return {page.pk: Thing(page.title, page.url) for page in pages if page.url}


register_topic(Topic(key="page", label=_("Page"), find=find))
