"""The programme's start page, the lists below it, its plans, groups and tasks."""

from functools import partial
from typing import Any

from cms.core.demo import DemoSite, step
from cms.core.demo.content import moment, read, read_all
from cms.core.demo.media import make_document
from cms.core.demo.publishing import PageContent, add_page
from cms.programme import models
from cms.programme.demo.rows import FOLDER, add_updates, quarter, rows


@step(30, "Programme and working groups")
def programme(site: DemoSite) -> None:
    """The start page, the lists below it and the groups."""
    start = PageContent(models.ProgrammePage, read(FOLDER / "programme.toml"), site)
    add_page(start, site.pages["home"])
    index_types = {
        "projects": models.ProjectIndexPage,
        "groups": models.WorkingGroupIndexPage,
        "tasks": models.PermanentTaskIndexPage,
    }
    for item in read(FOLDER / "indexes.toml")["pages"]:
        add_page(PageContent(index_types[item["key"]], item, site), site.pages["programme"])
    for data in read_all(FOLDER / "groups"):
        _add_group(site, data)
    for model, name in (
        (models.RoadmapPage, "roadmap"),
        (models.MatrixPage, "matrix"),
        (models.BudgetPage, "budget"),
    ):
        data = read(FOLDER / "plan" / f"{name}.toml")
        rows = partial(_plan_rows, site, data)
        add_page(PageContent(model, data, site, rows=rows), site.pages["programme"])


def _plan_rows(site: DemoSite, data: dict[str, Any], language: str) -> dict[str, list]:
    """The first steps of the roadmap; the other pages have no rows."""
    if "first_steps" not in data:
        return {}
    return {
        "first_steps": rows(
            site, data, language, models.FirstStep, "first_steps", partial(_first_step_facts, site)
        )
    }


def _first_step_facts(site: DemoSite, item: dict[str, Any]) -> dict[str, Any]:
    facts: dict[str, Any] = {"target": site.pages.get(item.get("target", ""))}
    for when in ("planned", "actual"):
        for part, text in zip(("start", "end"), item[when].split("/"), strict=True):
            facts |= quarter(f"{when}_{part}", text)
    return facts


@step(40, "Permanent tasks")
def tasks(site: DemoSite) -> None:
    """The permanent tasks."""
    for data in read_all(FOLDER / "tasks"):
        facts = data["facts"]
        content = PageContent(
            models.PermanentTaskPage,
            data,
            site,
            facts={
                "pictogram": facts["pictogram"],
                "carrier": site.snippets["carrier", facts["carrier"]],
                "working_group": site.pages.get(facts.get("working_group", "")),
            },
        )
        add_page(content, site.pages["tasks"])


def _add_group(site: DemoSite, data: dict[str, Any]) -> None:
    facts = data["facts"]
    content = PageContent(
        models.WorkingGroupPage,
        data,
        site,
        facts={
            "pictogram": facts["pictogram"],
            "picture": site.images.get(data["key"]),
            "lead": site.contacts[facts["lead"]],
            "open_call": facts["open_call"],
        }
        | quarter("planned_start", facts["start"]["planned"])
        | quarter("actual_start", facts["start"]["actual"]),
        rows=partial(_group_rows, site, data),
    )
    page = add_page(content, site.pages["groups"])
    add_updates(site, data, page)


def _group_rows(site: DemoSite, data: dict[str, Any], language: str) -> dict[str, list]:
    of = partial(rows, site, data, language)
    return {
        "topics": of(models.Topic, "topics"),
        "members": of(models.Member, "members", lambda item: {"count": item["count"]}),
        "meetings": of(models.Meeting, "meetings", partial(_meeting_facts, site)),
    }


def _meeting_facts(site: DemoSite, item: dict[str, Any]) -> dict[str, Any]:
    return {
        "start": moment(item["start"]),
        "agenda": _meeting_paper(site, item, "agenda", "Tagesordnung"),
        "minutes": _meeting_paper(site, item, "minutes", "Protokoll"),
    }


def _meeting_paper(site: DemoSite, item: dict[str, Any], kind: str, name: str) -> Any:
    if kind not in item:
        return None
    title = f"{name}: {item['title']['de']}"
    return make_document(
        site,
        key=item[kind],
        title=title,
        sections=[
            ("Sitzung", f"{moment(item['start']):%d.%m.%Y, %H:%M} Uhr\n{item['place']['de']}"),
            ("Themen", item["title"]["de"]),
            ("Hinweis", item["note"]["de"] or "Die Sitzung ist öffentlich."),
        ],
    )
