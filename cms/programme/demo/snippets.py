"""What projects refer to."""

from typing import Any

from cms.core.demo import DemoSite, step
from cms.core.demo.content import read, words
from cms.core.demo.publishing import translate_snippet
from cms.core.models import Contact
from cms.programme import models
from cms.programme.demo.rows import FOLDER

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
