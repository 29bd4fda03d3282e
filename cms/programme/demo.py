"""The demo's programme: guidelines, projects, groups, tasks and updates."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from cms.core.demo import DemoSite, step
from cms.core.demo.content import languages, moment, read, read_all, stable_id, words
from cms.core.demo.media import make_document
from cms.core.demo.publishing import PageContent, add_page, translate_snippet
from cms.core.models import Contact
from cms.programme import models

FOLDER = Path(__file__).parent / "demo_content"
OTHER_LANGUAGES = ("en", "de-simple")


@step(20, "Guidelines, carriers and contacts")
def snippets(site: DemoSite) -> None:
    """What projects refer to, in all languages."""
    data = read(FOLDER / "snippets.toml")
    for item in data["guidelines"]:
        _snippet(
            site,
            models.Guideline,
            ("title", "text"),
            item,
            number=item["number"],
            pictogram=item["pictogram"],
        )
    for item in data["carriers"]:
        _snippet(site, models.Carrier, ("name", "short_name"), item, key=item["key"])
    for item in data["contacts"]:
        contact = _snippet(
            site,
            Contact,
            ("role", "organisation"),
            item,
            email=item["email"],
            phone=item.get("phone", ""),
        )
        site.contacts[item["key"]] = contact


def _snippet(site: DemoSite, model: Any, texts: tuple, item: dict, **facts: Any) -> Any:
    original = model(
        locale=site.locales["de"], **facts, **{name: words(item[name], "de") for name in texts}
    )
    original.full_clean(exclude=["translation_key"])
    original.save()
    site.snippets[model._meta.model_name, item.get("key") or item["number"]] = original
    for code in OTHER_LANGUAGES:
        translate_snippet(original, site, code, **{name: words(item[name], code) for name in texts})
    return original


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


@step(50, "Projects and their updates")
def projects(site: DemoSite) -> None:
    """The projects, in the order of the work plan."""
    for data in read_all(FOLDER / "projects"):
        _add_project(site, data)


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
        },
        rows=partial(_group_rows, site, data),
    )
    page = add_page(content, site.pages["groups"])
    _add_updates(site, data, page)


def _group_rows(site: DemoSite, data: dict[str, Any], language: str) -> dict[str, list]:
    rows = partial(_rows, site, data, language)
    return {
        "topics": rows(models.Topic, "topics"),
        "members": rows(models.Member, "members", lambda item: {"count": item["count"]}),
        "meetings": rows(models.Meeting, "meetings", partial(_meeting_facts, site)),
    }


def _rows(
    site: DemoSite,
    data: dict[str, Any],
    language: str,
    model: Any,
    relation: str,
    facts: Callable[[dict[str, Any]], dict[str, Any]] = lambda _item: {},
) -> list[Any]:
    """Unsaved rows whose translation keys are the same in every language."""
    return [
        model(
            translation_key=stable_id(data["key"], relation, number),
            locale=site.locales[language],
            sort_order=number,
            **{name: words(item.get(name, ""), language) for name in model.words},
            **facts(item),
        )
        for number, item in enumerate(data.get(relation, []))
    ]


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


def _add_project(site: DemoSite, data: dict[str, Any]) -> None:
    facts = data["facts"]
    data["budget_lines"] = data.get("budget", [])
    for code in languages(data):
        data[code]["mvp_note"] = words(facts.get("mvp_note", ""), code)
    content = PageContent(
        models.ProjectPage,
        data,
        site,
        facts={
            name: facts[name] for name in ("kind", "stage", "order", "pictogram", "mvp_possible")
        }
        | {
            "picture": site.images.get(facts.get("image", "")),
            "working_group": site.pages.get(facts.get("working_group", "")),
            "lead": site.contacts[facts["lead"]],
        },
        rows=partial(_project_rows, site, data),
    )
    page = add_page(content, site.pages["projects"])
    _add_updates(site, data, page)


def _project_rows(site: DemoSite, data: dict[str, Any], language: str) -> dict[str, list]:
    rows = partial(_rows, site, data, language)
    return _project_links(site, data["facts"]) | {
        "milestones": rows(models.Milestone, "milestones", _quarters),
        "permits": rows(models.Permit, "permits", _permit_facts),
        "budget_lines": rows(models.BudgetLine, "budget_lines", partial(_budget_facts, site)),
        "scores": rows(models.Score, "scores", _score_facts),
        "partners": rows(models.Partner, "partners", lambda item: {"url": item.get("url", "")}),
        "documents": rows(
            models.ProjectDocument,
            "documents",
            lambda item: {"document": _fact_sheet(site, item["document"], data)},
        ),
    }


def _project_links(site: DemoSite, facts: dict[str, Any]) -> dict[str, list]:
    return {
        "carrier_links": [
            models.ProjectCarrier(carrier=site.snippets["carrier", key], sort_order=number)
            for number, key in enumerate(facts["carriers"])
        ],
        "guideline_links": [
            models.ProjectGuideline(guideline=site.snippets["guideline", key], sort_order=number)
            for number, key in enumerate(facts["guidelines"])
        ],
    }


def _permit_facts(item: dict[str, Any]) -> dict[str, Any]:
    return {"state": item["state"], "decided_on": item.get("decided_on")}


def _score_facts(item: dict[str, Any]) -> dict[str, Any]:
    return {"criterion": item["criterion"], "score": item["score"]}


def _budget_facts(site: DemoSite, item: dict[str, Any]) -> dict[str, Any]:
    return {
        "year": item["year"],
        "carrier": site.snippets["carrier", item["carrier"]],
        "planned_cents": item["planned"],
        "spent_cents": item["spent"],
    }


def _quarters(item: dict[str, Any]) -> dict[str, int | None]:
    planned, actual = item["planned"].split("-Q"), item.get("actual", "").split("-Q")
    return {
        "planned_year": int(planned[0]),
        "planned_quarter": int(planned[1]),
        "actual_year": int(actual[0]) if len(actual) == 2 else None,
        "actual_quarter": int(actual[1]) if len(actual) == 2 else None,
    }


def _fact_sheet(site: DemoSite, key: str, data: dict[str, Any]) -> Any:
    texts = data["de"]
    milestones = "\n".join(
        f"{item['planned']}: {item['title']['de']}" for item in data["milestones"]
    )
    return make_document(
        site,
        key=key,
        title=f"Steckbrief: {texts['title']}",
        sections=[
            ("Worum es geht", texts["introduction"]),
            ("Meilensteine", milestones),
            ("Stand", "Den aktuellen Stand zeigt die Projektseite."),
        ],
    )


def _add_updates(site: DemoSite, data: dict[str, Any], parent: Any) -> None:
    for item in data.get("updates", []):
        languages = [code for code in ("de", "en") if code in item["title"]]
        names = ("slug", "title", "introduction", "next_milestone")
        texts = {
            code: {name: words(item.get(name, ""), code) for name in names}
            | {"body": item["body"][code]}
            for code in languages
        }
        content = PageContent(
            models.UpdatePage,
            {"key": item["key"], **texts},
            site,
            facts={
                "date": date.fromisoformat(str(item["date"])),
                "new_stage": item.get("new_stage", ""),
                "picture": site.images.get(item.get("image", "")),
            },
        )
        add_page(content, parent)
