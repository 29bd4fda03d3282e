"""Workshops: one that comes, one that was, one of a working group; held by the verbs of a click."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Permission
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page

from cms.core.demo import DemoSite, step
from cms.core.demo.content import moment, plain, read_all
from cms.core.demo.publishing import PageContent, add_page
from cms.users.models import User
from cms.users.roles import group_of
from participation.ideas.demo.pages import FOLDER
from participation.ideas.domain import process, stages, workshops
from participation.ideas.models import Idea, IdeaVersion, Step, WorkshopIdea, WorkshopPage
from participation.ideas.models.choices import Stage
from participation.ideas.roles import FACILITATORS

FACILITATOR = "werkstatt@example.org"
ANNOUNCED = timedelta(days=5)
"""So long before a workshop its table is laid."""


@step(51, "Workshops")
def pages(site: DemoSite) -> None:
    """Their pages, in German and English."""
    for data in read_all(FOLDER / "workshops"):
        facts = data["facts"]
        content = PageContent(
            WorkshopPage,
            data,
            site,
            facts={
                "start": moment(facts["start"]),
                "end": moment(facts["end"]),
                "address": facts.get("address", ""),
                "online_url": facts.get("online_url", ""),
                "working_group": site.pages.get(facts.get("working_group", "")),
            },
        )
        add_page(content, site.pages["ideas"])


@step(95, "Ideas on the tables of workshops")
def tables(site: DemoSite) -> None:
    """Who came, what was said, and the words that came of it."""
    facilitator = User.objects.get(email=FACILITATOR)
    _let_facilitators_write_below(site.pages["ideas"])
    for data in read_all(FOLDER / "workshops"):
        _Evening(site.pages[data["key"]], data, facilitator).hold()


def _let_facilitators_write_below(index: Page) -> None:
    """A workshop is a page, and those who hold it write it."""
    group = group_of(FACILITATORS)
    rights = ("add_page", "change_page", "publish_page")
    for right in Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=rights
    ):
        GroupPagePermission.objects.get_or_create(group=group, page=index, permission=right)


class _Evening:
    """One workshop of the content files."""

    def __init__(self, page: Any, data: dict[str, Any], facilitator: User) -> None:
        self.page = WorkshopPage.objects.get(pk=page.pk)
        self.data, self.by = data, facilitator

    def hold(self) -> None:
        """Lay the table, count the people, write down what came of it; then date it back."""
        for item in self.data["table"]:
            idea = Idea.objects.get(title=item["idea"])
            entry = self._lay(idea)
            if "result" in item:
                self._write_down(entry, item)
        for item in self.data.get("people", ()):
            person = User.objects.get(email=f"{item['email']}@example.org")
            workshops.sign_up(workshop=self.page, user=person, role=item["role"])
        for item in self.data.get("guests", ()):
            for number in range(1, item["number"] + 1):
                name = f"{item['role']} {number}"
                workshops.add_guest(workshop=self.page, name=name, role=item["role"])

    def _lay(self, idea: Idea) -> WorkshopIdea:
        group = self.page.working_group
        if group:
            stages.advance(idea=idea, stage=Stage.REFINEMENT, group=group, by=self.by)
        entry = workshops.put_on_table(workshop=self.page, idea=idea, by=self.by)
        self._date_back(idea)
        return entry

    def _date_back(self, idea: Idea) -> None:
        """The last step was taken some days before the evening, never before the idea came."""
        idea.refresh_from_db()
        last: Step = idea.steps.latest("pk")
        before = min(self.page.start - ANNOUNCED, timezone.now())
        then = max(before, idea.created_at + timedelta(days=1))
        due = process.settings().promised_until(last.stage, timezone.localdate(then))
        Step.objects.filter(pk=last.pk).update(entered_at=then, promised_until=due)
        Idea.objects.filter(pk=idea.pk).update(stage_since=then, due_on=due)

    def _write_down(self, entry: WorkshopIdea, item: dict[str, Any]) -> None:
        idea = entry.idea
        entry = workshops.record_result(
            entry=entry,
            result=item["result"],
            title=item.get("title", idea.title),
            text=plain(item["text"]) if "text" in item else idea.text,
            note=item["note"],
            took_part=item["took_part"],
            by=self.by,
        )
        if entry.after and entry.after != entry.before:
            later = self.page.start + timedelta(hours=2)
            IdeaVersion.objects.filter(pk=entry.after.pk).update(created_at=later)
