"""Providers and their courses, written and released by the verbs that a click runs. All made up."""

from typing import Any

from cms.core.demo import DemoSite, step
from cms.core.demo.clock import at, days_ago
from cms.core.demo.content import plain, read
from cms.core.demo.mails import nobody_is_mailed
from cms.core.models import Place
from cms.users.demo import PASSWORD
from cms.users.domain import create_account
from cms.users.models import User
from participation.courses.demo.pages import FOLDER
from participation.courses.domain import courses, providers
from participation.courses.models import Course, Provider
from participation.courses.models.choices import CourseKind, Role

OFFICE = "kurse@example.org"
MANAGER, TEACHER = "anbieter@example.org", "lehre@example.org"
FACTS = ("title", "summary", "topic", "competences")
IN_GERMAN = "The course is held in German."


@step(102, "Providers and their courses")
def load(site: DemoSite) -> None:
    """One manager for all providers and one teacher, so that everything is seen by two sign-ins."""
    manager, teacher = (
        create_account(email=email, password=PASSWORD, first_name="Demo", last_name=name)
        for email, name in ((MANAGER, "Anbieter"), (TEACHER, "Kursleitung"))
    )
    office = User.objects.get(email=OFFICE)
    with nobody_is_mailed():
        for data in read_all():
            provider = _provider(data["provider"], manager, teacher)
            for number, item in enumerate(data["courses"]):
                made = _course(provider, item, manager)
                _hand_in(made, item, manager, office, since=160 - 5 * number)
                site.snippets["course", item["key"]] = made


def read_all() -> list[dict[str, Any]]:
    """The content files, a provider each."""
    return [read(path) for path in sorted((FOLDER / "providers").glob("*.toml"))]


def _provider(item: dict[str, Any], manager: User, teacher: User) -> Provider:
    place = Place.objects.get(name=item["place"])
    words = {
        "name": item["name"],
        "description": plain(item["description"]),
        "homepage": item["homepage"],
        "email": item["email"],
        "phone": "040 000000",
        "address": f"{item['street']}, {item['postcode']} Norderstedt",
        "place": place,
    }
    with at(days_ago(200)):
        made = providers.create_provider(words=words)
        providers.join(provider=made, user=manager, role=Role.MANAGER)
        providers.join(provider=made, user=teacher, role=Role.TEACHER)
    return made


def _course(provider: Provider, item: dict[str, Any], manager: User) -> Course:
    low, high = item["levels"]
    language = item.get("language", "de")
    words = {
        **{name: item[name] for name in FACTS},
        "text": plain(item["text"]),
        "requirements": _requirements(item, language),
        "language": language,
        "kind": CourseKind.EVENT if item.get("one_off") else CourseKind.COURSE,
        "level_from": low,
        "level_to": high,
        "attendance_percent": item.get("certificate_percent", 0),
    }
    with at(days_ago(170)):
        made = courses.create_course(provider=provider, by=manager, words=words)
        for code, text in _texts(item, language):
            courses.write_text(course=made, language=code, words=text)
    return made


def _requirements(item: dict[str, Any], language: str) -> str:
    head = "For:" if language == "en" else "Für:"
    return f"{item['requirements']}\n\n{head} {item['audience']}"


def _texts(item: dict[str, Any], language: str) -> list[tuple[str, dict[str, str]]]:
    """The course in English and, where there is a text, in Leichte Sprache."""
    found = []
    if language != "en":
        text = f"{item['summary_en']}\n\n{IN_GERMAN}"
        found.append(("en", _words(item["title_en"], item["summary_en"], text)))
    if "easy" in item:
        found.append(("de-simple", _words(item["title"], item["easy"], item["easy"])))
    return found


def _words(title: str, summary: str, text: str) -> dict[str, str]:
    return {"title": title, "summary": summary, "text": text, "requirements": ""}


def _hand_in(course: Course, item: dict[str, Any], manager: User, office: User, since: int) -> None:
    """As far as the content file says; most are in the catalogue."""
    state = item.get("state", "published")
    is_new = state != "published"
    with at(days_ago(3 if is_new else since + 3, hour=15)):
        courses.submit(course=course, by=manager)
    with at(days_ago(1 if is_new else since, hour=11)):
        if state == "published":
            courses.release(course=course, by=office)
        elif state == "returned":
            courses.give_back(course=course, by=office, reason=item["reason"])
