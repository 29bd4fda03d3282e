"""What the account's overview shows. A later app adds its part with :func:`section`::

@section(order=20)
def my_ideas(user: User) -> Section:
    return Section(_("My ideas"), text, count=user.ideas.count(), url=..., label=_("Show"))
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from cms.users.models import User

Words = str | Promise


@dataclass(frozen=True)
class Section:
    """A card on the overview: what it is about, how many there are (None: nothing to count),
    where it leads. ``template`` draws something of its own below the text."""

    title: Words
    text: Words
    url: str = ""
    label: Words = ""
    pictogram: str = ""
    count: int | None = None
    template: str = ""


SectionFunction = Callable[[User], Section | None]
_sections: list[tuple[int, SectionFunction]] = []


def section(order: int) -> Callable[[SectionFunction], SectionFunction]:
    """Register the decorated function as a part of the overview; None leaves it out."""

    def register(function: SectionFunction) -> SectionFunction:
        _sections.append((order, function))
        return function

    return register


def sections_of(user: User) -> list[Section]:
    """The overview's parts for one person, in order."""
    ordered = sorted(_sections, key=lambda entry: entry[0])
    found = (function(user) for _order, function in ordered)
    return [part for part in found if part is not None]
