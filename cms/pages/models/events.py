"""Events and their calendar."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import PageManager, PageQuerySet
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms.core import calendars, structured
from cms.core.models import BasePage, BodyPage, FactsMixin, IndexPage
from cms.core.models.fields import picture_field, shared, translated
from cms.core.panels import FactsPanel
from cms.core.search import Section


class EventQuerySet(PageQuerySet):
    """Events by when they are."""

    def upcoming(self) -> "EventQuerySet":
        """Events that are not over, soonest first."""
        return self.exclude(_over()).order_by("start", "pk")

    def past(self) -> "EventQuerySet":
        """Events that are over, latest first."""
        return self.filter(_over()).order_by("-start", "-pk")


def _over() -> models.Q:
    """What has ended; an event of whole days ends with its last day, whatever its hours say."""
    now = timezone.now()
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return models.Q(all_day=False, end__lt=now) | models.Q(all_day=True, end__lt=today)


class EventIndexPage(IndexPage):
    """The calendar: what comes, what was, and the feed of both."""

    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.EventPage"]

    class Meta:
        verbose_name = _("calendar")


class EventPage(FactsMixin, BodyPage):
    """Something that happens at a time and a place, or online."""

    start = models.DateTimeField(_("start"))
    end = models.DateTimeField(_("end"))
    all_day = models.BooleanField(_("all day"), default=False)
    place_name = models.CharField(_("place"), max_length=160, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    online_url = models.URLField(_("online at"), blank=True)
    free = models.BooleanField(_("free of charge"), default=False)
    cost = models.CharField(
        _("cost"),
        max_length=120,
        blank=True,
        help_text=_("What there is to pay; may stay empty where the event is free."),
    )
    accessibility = models.TextField(_("accessibility on site"), blank=True, max_length=600)
    registration = models.TextField(_("registration"), blank=True, max_length=400)
    picture = picture_field()

    objects = PageManager.from_queryset(EventQuerySet)()

    fact_fields = ("start", "end", "all_day", "address", "online_url", "free")
    search_section = Section("events", _("Events"))
    parent_page_types = ["pages.EventIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        FactsPanel(
            [
                FieldRowPanel([FieldPanel("start"), FieldPanel("end"), FieldPanel("all_day")]),
                FieldPanel("address"),
                FieldPanel("online_url"),
                FieldPanel("free"),
            ],
            _("Facts"),
        ),
        FieldPanel("introduction"),
        FieldPanel("place_name"),
        FieldPanel("cost"),
        FieldPanel("registration"),
        FieldPanel("accessibility"),
        FieldPanel("picture"),
        FieldPanel("body"),
    ]
    search_fields = [
        *BodyPage.search_fields,
        index.SearchField("place_name"),
        index.FilterField("start"),
        index.FilterField("end"),
    ]
    override_translatable_fields = [
        *BodyPage.override_translatable_fields,
        *translated("place_name", "cost", "accessibility", "registration"),
        *shared(*fact_fields),
        SynchronizedField("picture"),
    ]

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [models.Index(fields=["start"], name="event_start")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end__gte=models.F("start")), name="event_ends_after_start"
            )
        ]

    def clean(self) -> None:
        super().clean()
        if self.start and self.end and self.end < self.start:
            raise ValidationError({"end": _("The end lies before the start.")})

    @property
    def calendar_entry(self) -> calendars.Entry:
        """The event as calendars take it."""
        return calendars.Entry(
            uid=f"{self.translation_key}-{self.locale.language_code}",
            title=self.title,
            start=self.facts.start,
            end=self.facts.end,
            all_day=self.facts.all_day,
            place=", ".join(part for part in (self.place_name, self.facts.address) if part),
            description=self.introduction,
            url=self.full_url or "",
            changed=self.last_published_at,
        )

    def structured_data(self, frame: structured.Frame) -> list[structured.Thing]:
        """Rule: https://developers.google.com/search/docs/appearance/structured-data/event"""
        facts = self.facts
        event = {
            **structured.described(self, "Event"),
            "startDate": self._moment(facts.start),
            "endDate": self._moment(facts.end),
            "eventStatus": "https://schema.org/EventScheduled",
            "eventAttendanceMode": f"https://schema.org/{self._attendance()}EventAttendanceMode",
            "location": self._locations(),
            "organizer": structured.operator(self, frame),
        }
        if facts.free:
            event["isAccessibleForFree"] = True
            event["offers"] = {
                "@type": "Offer", "price": 0, "priceCurrency": "EUR", "url": self.full_url,
                "availability": "https://schema.org/InStock",
            }  # fmt: skip
        return [*super().structured_data(frame), structured.filled(event)]

    def _moment(self, moment: datetime) -> str:
        """A day where the event takes whole days, else the local time with its offset."""
        local = timezone.localtime(moment)
        return local.date().isoformat() if self.facts.all_day else local.isoformat()

    def _attendance(self) -> str:
        if not self.facts.online_url:
            return "Offline"
        return "Mixed" if self.facts.address else "Online"

    def _locations(self) -> list[structured.Thing]:
        """Where people meet: the place unless it is online alone, and the address online."""
        found = []
        if self.facts.address or (self.place_name and not self.facts.online_url):
            address = structured.postal_address(self.facts.address)
            place = {"@type": "Place", "name": self.place_name, "address": address}
            found.append(structured.filled(place))
        if self.facts.online_url:
            found.append({"@type": "VirtualLocation", "url": self.facts.online_url})
        return found
