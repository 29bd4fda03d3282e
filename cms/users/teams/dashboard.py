"""What an office reads on the admin's start page about institutions for which nobody acts."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.core.dashboard import NAMED, Waiting


def left_alone(institutions: QuerySet[Any], *, page: str, every: str) -> Iterator[Waiting]:
    """The first each with a link to its page, by the name of a route; the others counted."""
    for pk, name in institutions.values_list("pk", "name")[:NAMED]:
        text = _("Nobody acts for %(name)s any more") % {"name": name}
        yield Waiting(text, reverse(page, args=[pk]), "user")
    more = institutions.count() - NAMED
    if more > 0:
        text = ngettext(
            "Nobody acts for %(n)s more institution any more",
            "Nobody acts for %(n)s more institutions any more",
            more,
        )
        yield Waiting(text % {"n": more}, reverse(every), "user")
