"""Snippets and pages of the programme."""

from datetime import date, timedelta

import factory
import wagtail_factories
from django.utils import timezone
from factory.django import DjangoModelFactory
from wagtail.models import Locale

from cms.core.models import Contact
from cms.programme import models


def german() -> Locale:
    """The language that the facts are kept in."""
    return Locale.objects.get(language_code="de")


class SnippetFactory(DjangoModelFactory):
    """Something that pages refer to, in German unless told otherwise."""

    locale = factory.LazyFunction(german)

    class Meta:
        abstract = True


class GuidelineFactory(SnippetFactory):
    """A guideline."""

    number = factory.Sequence(lambda number: number + 1)
    title = factory.LazyAttribute(lambda own: f"Leitlinie {own.number}")
    text = "Was sie will."

    class Meta:
        model = models.Guideline


class CarrierFactory(SnippetFactory):
    """Who carries a project."""

    key = "city"
    name = "Stadt Norderstedt"
    short_name = "Stadt"

    class Meta:
        model = models.Carrier
        django_get_or_create = ("locale", "key")


class ContactFactory(SnippetFactory):
    """A role one can write to."""

    role = "Projektleitung"
    email = "projekt@example.org"

    class Meta:
        model = Contact


class PageFactory(wagtail_factories.PageFactory):
    """A live page; the site makes its slug of its title."""

    title = factory.Sequence(lambda number: f"Seite {number}")
    slug = ""
    introduction = "Worum es geht."

    class Meta:
        abstract = True


class ProjectFactory(PageFactory):
    """A project."""

    title = factory.Sequence(lambda number: f"Projekt {number}")

    class Meta:
        model = models.ProjectPage


class GroupFactory(PageFactory):
    """A working group."""

    title = factory.Sequence(lambda number: f"Arbeitsgruppe {number}")

    class Meta:
        model = models.WorkingGroupPage


class TaskFactory(PageFactory):
    """A permanent task."""

    title = factory.Sequence(lambda number: f"Daueraufgabe {number}")

    class Meta:
        model = models.PermanentTaskPage


class UpdateFactory(PageFactory):
    """A dated update below a project or a group."""

    title = factory.Sequence(lambda number: f"Neuigkeit {number}")
    date = date(2026, 3, 1)

    class Meta:
        model = models.UpdatePage


class RowFactory(DjangoModelFactory):
    """A row of a page, in the page's language."""

    locale = factory.LazyAttribute(lambda own: own.page.locale)

    class Meta:
        abstract = True


class MilestoneFactory(RowFactory):
    """A milestone, planned and not yet reached."""

    title = "Erster Container steht"
    planned_year = 2026
    planned_quarter = 2

    class Meta:
        model = models.Milestone


class BudgetLineFactory(RowFactory):
    """Money of one carrier in one year."""

    year = 2026
    carrier = factory.SubFactory(CarrierFactory)
    planned_cents = 100_000_00
    spent_cents = 25_000_50

    class Meta:
        model = models.BudgetLine


class ScoreFactory(RowFactory):
    """A criterion's score."""

    criterion = "benefit"
    score = 4
    reason = "Weil viele etwas davon haben."

    class Meta:
        model = models.Score


class MeetingFactory(RowFactory):
    """A meeting of a group, next week."""

    title = "Sitzung"
    start = factory.LazyFunction(lambda: timezone.now() + timedelta(days=7))
    place = "Rathaus"

    class Meta:
        model = models.Meeting


class FirstStepFactory(RowFactory):
    """A first step of half a year, planned and done."""

    title = "Leitung benennen"
    planned_start_year = 2022
    planned_start_quarter = 1
    planned_end_year = 2022
    planned_end_quarter = 2

    class Meta:
        model = models.FirstStep


def below(parent, model, title: str, slug: str):
    """A live page of which there is one."""
    return parent.add_child(instance=model(title=title, slug=slug))


def roadmap(site) -> models.RoadmapPage:
    """The roadmap."""
    return below(site.programme, models.RoadmapPage, "Roadmap", "roadmap")


def matrix(site) -> models.MatrixPage:
    """The matrix."""
    return below(site.programme, models.MatrixPage, "Bewertungsmatrix", "bewertungsmatrix")


def budget(site) -> models.BudgetPage:
    """The budget."""
    return below(site.programme, models.BudgetPage, "Haushalt", "haushalt")


VISION = (
    "vision_idea_space",
    "vision_quality_of_life",
    "vision_for_all",
    "vision_networking",
)
COMPLEXITY = ("stakeholders", "time", "money", "other_factors")


def evaluate(page: models.ProjectPage, vision, complexity) -> None:
    """Give a project its four scores of the vision and four times the same complexity."""
    for criterion, score in zip(VISION, vision, strict=True):
        ScoreFactory(page=page, criterion=criterion, score=score)
    for criterion in COMPLEXITY:
        ScoreFactory(page=page, criterion=criterion, score=complexity)
