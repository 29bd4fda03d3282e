"""Which of our words an event of somebody's calendar belongs to, by the words it uses itself."""

from collections.abc import Iterable, Mapping

from participation.culture.models.choices import Audience, Genre

GENRES: Mapping[str, tuple[str, ...]] = {
    Genre.FESTIVAL: ("festival", "stadtfest", "sommerfest", "kulturnacht"),
    Genre.MUSIC: ("musik", "music", "konzert", "concert", "chor", "orchester", "jazz", "oper"),
    Genre.DANCE: ("tanz", "dance", "ballett"),
    Genre.THEATRE: ("theater", "theatre", "schauspiel", "kabarett", "comedy", "bühne"),
    Genre.EXHIBITION: ("ausstellung", "exhibition", "vernissage", "finissage", "galerie"),
    Genre.FILM: ("film", "kino", "cinema"),
    Genre.READING: ("lesung", "literatur", "reading", "poetry", "vorlese", "bilderbuch"),
    Genre.TOUR: ("führung", "rundgang", "guided tour", "stadtspaziergang"),
    Genre.WORKSHOP: ("workshop", "kurs", "seminar", "werkstatt"),
    Genre.TALK: ("vortrag", "gespräch", "diskussion", "talk", "lecture"),
}
AUDIENCES: Mapping[str, tuple[str, ...]] = {
    Audience.SCHOOLS: ("schulklasse", "kita", "schools"),
    Audience.CHILDREN: ("kinder", "children", "kids", "bilderbuch"),
    Audience.FAMILIES: ("famili",),
    Audience.YOUTH: ("jugend", "youth", "teen"),
    Audience.SENIORS: ("senior", "ältere"),
    Audience.EXPERTS: ("fachtag", "kulturschaffende"),
}


def genre_of(categories: Iterable[str], title: str) -> str:
    """By its categories, else by its title; empty where neither tells."""
    return _first(GENRES, categories, title)


def audience_of(categories: Iterable[str], title: str) -> str:
    """As :func:`genre_of`."""
    return _first(AUDIENCES, categories, title)


def _first(words: Mapping[str, tuple[str, ...]], categories: Iterable[str], title: str) -> str:
    for text in (" ".join(categories).lower(), title.lower()):
        for choice, known in words.items():
            if any(word in text for word in known):
                return choice
    return ""
