"""Working groups: topics, members by role, meetings with their papers, open call."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.core import structured
from cms.core.models import BasePage, IndexPage
from cms.core.models.fields import (
    document_field,
    lead_field,
    picture_field,
    shared,
    translated,
)
from cms.core.panels import FactRowsPanel, FactsPanel
from cms.core.pictograms import PICTOGRAMS
from cms.core.search import Section
from cms.programme.models import quarter_fields as quarter
from cms.programme.models.base import FactRow, ProgrammeBasePage, page_key

STARTS = ("planned_start", "actual_start")


class WorkingGroupIndexPage(IndexPage):
    """All working groups."""

    parent_page_types = ["programme.ProgrammePage"]
    subpage_types = ["programme.WorkingGroupPage"]

    class Meta:
        verbose_name = _("list of working groups")


class WorkingGroupPage(ProgrammeBasePage):
    """A group of experts and ambassadors that works on a field of topics."""

    pictogram = models.CharField(_("pictogram"), max_length=30, choices=PICTOGRAMS, blank=True)
    picture = picture_field()
    lead = lead_field()
    planned_start_year = quarter.year_field(_("planned start: year"))
    planned_start_quarter = quarter.quarter_field(_("planned start: quarter"))
    actual_start_year = quarter.year_field(_("started in year"))
    actual_start_quarter = quarter.quarter_field(_("started in quarter"))
    open_call = models.BooleanField(_("looks for members"), default=False)
    open_call_text = models.TextField(_("who is looked for"), blank=True, max_length=600)

    search_section = Section("groups", _("Working groups"))
    fact_fields = ("pictogram", "picture", "open_call")
    parent_page_types = ["programme.WorkingGroupIndexPage"]
    subpage_types = ["programme.UpdatePage"]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction"),
        FactsPanel(
            [
                FieldPanel("pictogram"),
                FieldPanel("picture"),
                FieldPanel("lead"),
                *(
                    FieldRowPanel([FieldPanel(f"{prefix}_year"), FieldPanel(f"{prefix}_quarter")])
                    for prefix in STARTS
                ),
                FieldPanel("open_call"),
            ],
            _("Facts"),
        ),
        FieldPanel("open_call_text"),
        FieldPanel("body"),
        FactRowsPanel("topics", heading=_("Topics"), label=_("Topic")),
        FactRowsPanel("members", heading=_("Members by role"), label=_("Role")),
        FactRowsPanel("meetings", heading=_("Meetings"), label=_("Meeting")),
    ]
    override_translatable_fields = [
        *ProgrammeBasePage.override_translatable_fields,
        SynchronizedField("picture"),
        *shared("pictogram", "lead", "open_call"),
        *shared(*(f"{prefix}_{part}" for prefix in STARTS for part in ("year", "quarter"))),
        *translated("open_call_text", "topics", "members", "meetings"),
    ]

    class Meta:
        verbose_name = _("working group")
        verbose_name_plural = _("working groups")
        constraints = [
            quarter.both_or_none(prefix, f"group_{prefix}_is_whole") for prefix in STARTS
        ]

    def clean(self) -> None:
        super().clean()
        quarter.check_pairs(self, *STARTS)

    def structured_data(self, frame: structured.Frame) -> list[structured.Thing]:
        return [*super().structured_data(frame), structured.described(self, "Organization")]


class Topic(FactRow):
    """A topic the group works on."""

    page = page_key("WorkingGroupPage", "topics")
    title = models.CharField(_("title"), max_length=160)
    text = models.TextField(_("text"), blank=True, max_length=600)

    words = ("title", "text")
    panels = [FieldPanel("title"), FieldPanel("text")]

    class Meta(FactRow.Meta):
        verbose_name = _("topic")

    def __str__(self) -> str:
        return self.title


class Member(FactRow):
    """Members of the group by role; how many, never who."""

    page = page_key("WorkingGroupPage", "members")
    role = models.CharField(_("role"), max_length=120)
    organisation = models.CharField(_("organisation"), max_length=120, blank=True)
    count = models.PositiveSmallIntegerField(_("number of people"), default=1)

    words = ("role", "organisation")
    panels = [FieldPanel("role"), FieldPanel("organisation"), FieldPanel("count")]
    override_translatable_fields = [
        *translated("role", "organisation"),
        SynchronizedField("count"),
    ]

    class Meta(FactRow.Meta):
        verbose_name = _("member")

    def __str__(self) -> str:
        return self.role


class Meeting(FactRow):
    """A meeting with its agenda and minutes."""

    page = page_key("WorkingGroupPage", "meetings")
    title = models.CharField(_("title"), max_length=160)
    start = models.DateTimeField(_("start"))
    place = models.CharField(_("place"), max_length=160, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=600)
    agenda = document_field(_("agenda"))
    minutes = document_field(_("minutes"))

    words = ("title", "place", "note")
    joined = ("agenda", "minutes")
    panels = [
        FieldPanel("title"),
        FieldPanel("start"),
        FieldPanel("place"),
        FieldPanel("note"),
        FieldPanel("agenda"),
        FieldPanel("minutes"),
    ]
    override_translatable_fields = [
        TranslatableField("title"),
        SynchronizedField("start"),
        TranslatableField("place"),
        TranslatableField("note"),
        SynchronizedField("agenda"),
        SynchronizedField("minutes"),
    ]

    class Meta(FactRow.Meta):
        ordering = ["start"]
        verbose_name = _("meeting")

    def __str__(self) -> str:
        return self.title
