"""Culture institutions and what they share, made by the verbs that people's clicks run."""

from datetime import timedelta
from uuid import uuid4

import factory
import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from factory.django import DjangoModelFactory

from participation.culture.domain import board, bookings, documents, groups, institutions, resources
from participation.culture.models import (
    Booking,
    CultureIndexPage,
    Event,
    Institution,
    Membership,
    Occurrence,
    Post,
    Resource,
    SharedDocument,
    WorkGroup,
)
from participation.culture.models.choices import EventStatus, Role
from participation.culture.times import Span
from tests.factories.people import UserFactory

PAPER = b"%PDF-1.7\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n"


class CultureInstitutionFactory(DjangoModelFactory):
    """A verified institution with one owner; ``verified=False`` for one that waits."""

    name = factory.Sequence(lambda number: f"Bühne {number}")
    kind = "theatre"
    summary = "Schauspiel für alle."
    public_text = "Seit 1984."
    partner_text = "Wir verleihen Scheinwerfer."
    contact_email = "buero@example.org"

    class Meta:
        model = Institution

    @classmethod
    def _create(cls, model_class, *args, verified=True, owner=None, **words):
        made = institutions.apply(
            key=uuid4(),
            language=words.pop("language", "de"),
            words=words,
            applicant=owner or UserFactory(),
        )
        return institutions.verify(institution=made, by=UserFactory()) if verified else made


def owner_of(institution):
    """Its first owner."""
    return institution.members.owners().select_related("user")[0].user


class MemberFactory(DjangoModelFactory):
    """Somebody who acts for an institution."""

    institution = factory.SubFactory(CultureInstitutionFactory)
    user = factory.SubFactory(UserFactory)
    role = Role.PLANNER

    class Meta:
        model = Membership


class ResourceFactory(DjangoModelFactory):
    """A room that partners can have at any time."""

    institution = factory.SubFactory(CultureInstitutionFactory)
    kind = "room"
    title = factory.Sequence(lambda number: f"Probenraum {number}")
    description = "Hell und warm."

    class Meta:
        model = Resource

    @classmethod
    def _create(cls, model_class, *args, institution, hours=(), **words):
        by = owner_of(institution)
        return resources.add(institution=institution, words=words, by=by, hours=hours)


def span(days=7, hour=18, hours=2):
    """A time so many days ahead."""
    start = timezone.localtime() + timedelta(days=days)
    start = start.replace(hour=hour, minute=0, second=0, microsecond=0)
    return Span(start, start + timedelta(hours=hours))


class BookingFactory(DjangoModelFactory):
    """A request; ``accepted=True`` for one that holds its times."""

    resource = factory.SubFactory(ResourceFactory)
    institution = factory.SubFactory(CultureInstitutionFactory)
    purpose = "Probe"

    class Meta:
        model = Booking

    @classmethod
    def _create(
        cls, model_class, *args, institution, resource, accepted=False, spans=None, **words
    ):
        booking = bookings.request(
            key=uuid4(),
            resource=resource,
            institution=institution,
            spans=spans or [span()],
            by=owner_of(institution),
            **words,
        )
        if accepted:
            lender = owner_of(resource.institution)
            booking = bookings.accept(booking=booking, by=lender)
        return booking


class PostFactory(DjangoModelFactory):
    """A post on the board."""

    institution = factory.SubFactory(CultureInstitutionFactory)
    kind = "seek"
    title = factory.Sequence(lambda number: f"Raum gesucht {number}")
    text = "Dienstags ab 19 Uhr."
    genres = factory.List([])

    class Meta:
        model = Post

    @classmethod
    def _create(cls, model_class, *args, institution, days=30, **words):
        words["expires_on"] = timezone.localdate() + timedelta(days=days)
        words["genres"] = list(words["genres"])
        by = owner_of(institution)
        return board.pin(key=uuid4(), institution=institution, words=words, by=by)


class GroupFactory(DjangoModelFactory):
    """A group; ``joined`` are in it besides the founder, ``asked`` have not answered."""

    founder = factory.SubFactory(CultureInstitutionFactory)
    name = factory.Sequence(lambda number: f"Lichterfest {number}")
    purpose = "Gemeinsam vorbereiten."

    class Meta:
        model = WorkGroup

    @classmethod
    def _create(cls, model_class, *args, founder, joined=(), asked=(), **words):
        made = groups.found(key=uuid4(), institution=founder, asked=[*joined, *asked], **words)
        for institution in joined:
            groups.decide(part=made.parts.get(institution=institution), joins=True)
        return made


class DocumentFactory(DjangoModelFactory):
    """A shared document."""

    institution = factory.SubFactory(CultureInstitutionFactory)
    title = factory.Sequence(lambda number: f"Technikplan {number}")

    class Meta:
        model = SharedDocument

    @classmethod
    def _create(cls, model_class, *args, institution, **words):
        file = ContentFile(PAPER, name="plan.pdf")
        by = owner_of(institution)
        return documents.share(institution=institution, file=file, by=by, **words)


class CultureEventFactory(DjangoModelFactory):
    """An event that takes place in a week, with one time."""

    institution = factory.SubFactory(CultureInstitutionFactory)
    title = factory.Sequence(lambda number: f"Konzert {number}")
    status = EventStatus.CONFIRMED

    class Meta:
        model = Event

    @classmethod
    def _create(cls, model_class, *args, at=None, **fields):
        made = super()._create(model_class, *args, **fields)
        at = at or span()
        Occurrence.objects.create(event=made, start=at.start, end=at.end)
        return made


@pytest.fixture
def culture_page(site):
    """The start of the section in the small site, in German."""
    page = CultureIndexPage(title="Kultur", slug="kultur", introduction="Gemeinsam planen.")
    return site.home.add_child(instance=page)
