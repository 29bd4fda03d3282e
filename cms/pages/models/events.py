"""Events and their calendar."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, re_path
from wagtail.models import PageManager, PageQuerySet
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.core import calendars
from cms.core.models import BasePage, FactsMixin, with_facts
from cms.core.panels import FactsPanel
from cms.pages.models.content import BodyPage


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


class EventIndexPage(RoutablePageMixin, BasePage):
    """The calendar: what comes, what was, and the feed of both."""

    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.EventPage"]
    max_count_per_parent = 1
    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    override_translatable_fields = BasePage.base_translatable_fields

    class Meta:
        verbose_name = _("calendar")

    @re_path(r"^kalender\.ics/?$", name="feed")
    def feed(self, request: HttpRequest) -> HttpResponse:
        """All events below this page as an iCalendar feed."""
        events = with_facts(EventPage.objects.child_of(self).live())
        entries = [event.calendar_entry for event in sorted(events, key=lambda own: own.start)]
        return calendars.response(entries, name=self.title, filename="kalender.ics")


class EventPage(FactsMixin, RoutablePageMixin, BodyPage):
    """Something that happens at a time and a place, or online."""

    start = models.DateTimeField(_("start"))
    end = models.DateTimeField(_("end"))
    all_day = models.BooleanField(_("all day"), default=False)
    place_name = models.CharField(_("place"), max_length=160, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    online_url = models.URLField(_("online at"), blank=True)
    cost = models.CharField(_("cost"), max_length=120, blank=True)
    accessibility = models.TextField(_("accessibility on site"), blank=True, max_length=600)
    registration = models.TextField(_("registration"), blank=True, max_length=400)
    picture = models.ForeignKey(
        "core.CustomImage",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = PageManager.from_queryset(EventQuerySet)()

    fact_fields = ("start", "end", "all_day", "address", "online_url")
    parent_page_types = ["pages.EventIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        FactsPanel(
            [
                FieldRowPanel([FieldPanel("start"), FieldPanel("end"), FieldPanel("all_day")]),
                FieldPanel("address"),
                FieldPanel("online_url"),
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
        *(
            TranslatableField(name)
            for name in ("place_name", "cost", "accessibility", "registration")
        ),
        *(
            SynchronizedField(name, overridable=False)
            for name in ("start", "end", "all_day", "address", "online_url")
        ),
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

    @re_path(r"^termin\.ics/?$", name="ics")
    def ics(self, request: HttpRequest) -> HttpResponse:
        """This event as an iCalendar file."""
        return calendars.response(
            [self.calendar_entry], name=self.title, filename=f"{self.slug}.ics"
        )

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

    @property
    def structured_data(self) -> list[dict[str, Any]]:
        facts = self.facts
        mode = "OnlineEventAttendanceMode" if facts.online_url else "OfflineEventAttendanceMode"
        event: dict[str, Any] = {
            "@type": "Event",
            "name": self.title,
            "description": self.teaser,
            "startDate": timezone.localtime(facts.start).isoformat(),
            "endDate": timezone.localtime(facts.end).isoformat(),
            "eventAttendanceMode": f"https://schema.org/{mode}",
            "eventStatus": "https://schema.org/EventScheduled",
            "url": self.full_url,
            "location": {"@type": "VirtualLocation", "url": facts.online_url}
            if facts.online_url
            else {"@type": "Place", "name": self.place_name, "address": facts.address},
        }
        return [*super().structured_data, event]
