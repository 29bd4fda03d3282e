"""The projects with their plans, money, scores and updates."""

from functools import partial
from typing import Any

from cms.core.demo import DemoSite, step
from cms.core.demo.content import languages, read_all, words
from cms.core.demo.media import make_document
from cms.core.demo.publishing import PageContent, add_page
from cms.programme import models
from cms.programme.demo.rows import FOLDER, add_updates, quarter, rows
from cms.programme.models.choices import Stage


@step(50, "Projects and their updates")
def projects(site: DemoSite) -> None:
    """The projects, in the order of the work plan."""
    for data in read_all(FOLDER / "projects"):
        _add_project(site, data)


def _add_project(site: DemoSite, data: dict[str, Any]) -> None:
    facts = data["facts"]
    data["budget_lines"] = data.get("budget", [])
    for code in languages(data):
        data[code]["mvp_note"] = words(facts.get("mvp_note", ""), code)
    content = PageContent(
        models.ProjectPage,
        data,
        site,
        facts={name: facts[name] for name in ("kind", "order", "pictogram", "mvp_possible")}
        | {
            "stage": _first_stage(data),
            "picture": site.images.get(facts.get("image", "")),
            "working_group": site.pages.get(facts.get("working_group", "")),
            "lead": site.contacts[facts["lead"]],
        },
        rows=partial(_project_rows, site, data),
    )
    page = add_page(content, site.pages["projects"])
    add_updates(site, data, page)


def _first_stage(data: dict[str, Any]) -> str:
    """Where the project stood before its updates moved it: their publishing writes the history."""
    told = any(item.get("new_stage") for item in data.get("updates", []))
    return Stage.IDEA if told else data["facts"]["stage"]


def _project_rows(site: DemoSite, data: dict[str, Any], language: str) -> dict[str, list]:
    of = partial(rows, site, data, language)
    return _project_links(site, data["facts"]) | {
        "milestones": of(models.Milestone, "milestones", _quarters),
        "permits": of(models.Permit, "permits", _permit_facts),
        "budget_lines": of(models.BudgetLine, "budget_lines", partial(_budget_facts, site)),
        "scores": of(models.Score, "scores", _score_facts),
        "partners": of(models.Partner, "partners", lambda item: {"url": item.get("url", "")}),
        "documents": of(
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
    return quarter("planned", item["planned"]) | quarter("actual", item.get("actual", ""))


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
