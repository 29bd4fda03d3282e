"""DigComp 2.2 in plain words: five areas, twenty-one competences, eight levels.

Numbers and their order are the framework's; the words are our own. Source: Vuorikari, Kluzer,
Punie, DigComp 2.2: The Digital Competence Framework for Citizens, Publications Office of the
European Union 2022, doi:10.2760/115376. Knows no Django but for translating words.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Competence:
    """One of the twenty-one: ``code`` as "2.3", ``words`` say what one can do."""

    code: str
    words: Any

    @property
    def area(self) -> str:
        """The code of its area."""
        return self.code.partition(".")[0]


@dataclass(frozen=True)
class Area:
    """One of the five: its code, its name, and what it is about."""

    code: str
    name: Any
    about: Any
    competences: tuple[Competence, ...]


AREAS = (
    Area(
        "1",
        _("Find and judge information"),
        _("Search, compare, keep in order"),
        (
            Competence("1.1", _("Search the web and find what you need")),
            Competence("1.2", _("Tell reliable information from false")),
            Competence("1.3", _("Store files and find them again")),
        ),
    ),
    Area(
        "2",
        _("Talk and work together"),
        _("Write, share, take part"),
        (
            Competence("2.1", _("Write, phone and meet online")),
            Competence("2.2", _("Share pictures and documents with others")),
            Competence("2.3", _("Use public services and have a say online")),
            Competence("2.4", _("Work on something together online")),
            Competence("2.5", _("Treat each other well online")),
            Competence("2.6", _("Look after your accounts and your name online")),
        ),
    ),
    Area(
        "3",
        _("Create something of your own"),
        _("Texts, pictures, films, programs"),
        (
            Competence("3.1", _("Make texts, pictures, sound and film")),
            Competence("3.2", _("Change what is there into something new")),
            Competence("3.3", _("Know what may be used and copied")),
            Competence("3.4", _("Write programs and control devices")),
        ),
    ),
    Area(
        "4",
        _("Stay safe and well"),
        _("Devices, data, health, environment"),
        (
            Competence("4.1", _("Protect devices against attacks")),
            Competence("4.2", _("Protect personal data and notice fraud")),
            Competence("4.3", _("Stay healthy with screens and networks")),
            Competence("4.4", _("Save energy and use devices for long")),
        ),
    ),
    Area(
        "5",
        _("Solve problems"),
        _("Help yourself, choose well, go on learning"),
        (
            Competence("5.1", _("Find out why something does not work")),
            Competence("5.2", _("Choose the device or program that fits")),
            Competence("5.3", _("Use technology in new ways")),
            Competence("5.4", _("Know what you can do and what to learn next")),
        ),
    ),
)
COMPETENCES = {each.code: each for area in AREAS for each in area.competences}
"""All twenty-one by code, in the framework's order."""

LEVELS = {
    1: _("1 – first steps, with help"),
    2: _("2 – first steps, now and then with help"),
    3: _("3 – simple things alone"),
    4: _("4 – alone, as I need it"),
    5: _("5 – safe, and able to help others"),
    6: _("6 – versatile, also in new situations"),
    7: _("7 – expert, leading others"),
    8: _("8 – expert, finding new ways"),
}
"""The eight levels of proficiency."""


def choices() -> list[tuple[str, Any]]:
    """The competences with their codes below their areas, as choices of a form."""
    return [(area.name, [_choice(each) for each in area.competences]) for area in AREAS]


def _choice(competence: Competence) -> tuple[str, Any]:
    return (competence.code, format_lazy("{} {}", competence.code, competence.words))


def area_choices() -> list[tuple[str, Any]]:
    """The areas as choices of a form."""
    return [(area.code, area.name) for area in AREAS]


def grouped(codes: Iterable[str]) -> list[tuple[Area, list[Competence]]]:
    """Some competences below their areas, in the framework's order; unknown codes are left out."""
    wanted = set(codes)
    found = ((area, [each for each in area.competences if each.code in wanted]) for area in AREAS)
    return [(area, some) for area, some in found if some]
