"""Collects the texts of code and templates into the catalogues and compiles them.

Babel does it all, so that no gettext tools need to be installed. ``--check`` changes nothing and
fails when the German catalogue lacks a translation or a compiled file is out of date. The catalogue
of Leichte Sprache may have gaps: Django falls back to German for them.
"""

import argparse
import io
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ROOT / "locale"
COMPLETE, WITH_GAPS = "de", "de_Simple"
CODE = ("cms", "hardware_bridge", "participation")
CODE += ("vendor/django-crowdfunding-lite/crowdfunding_lite",)
TEMPLATES = ("themes", "cms", "hardware_bridge")
# A fixed date: one that changes with each run would make every run a change to commit.
WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)
SINGULAR = ("gettext", "gettext_lazy", "gettext_noop", "_")
KEYWORDS: dict[str, tuple | None] = dict.fromkeys(SINGULAR)
KEYWORDS |= {"ngettext": (1, 2), "ngettext_lazy": (1, 2)}
KEYWORDS |= {"pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2)}
KEYWORDS |= {"npgettext": ((1, "c"), 2, 3), "npgettext_lazy": ((1, "c"), 2, 3)}


def main() -> int:
    """Update the catalogues, or check them. Exit code 1 when the check fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing")
    check = parser.parse_args().check
    template = collect()
    faults = [
        fault
        for locale in (COMPLETE, WITH_GAPS)
        for fault in (check_catalogue(locale, template) if check else update(locale, template))
    ]
    for fault in faults:
        print(fault)
    if faults:
        print(f"{len(faults)} to put right: run `make messages` and fill the gaps in locale/.")
    return 1 if faults and check else 0


def collect() -> Catalog:
    """Every text of code and templates, with the files it is in."""
    catalog = Catalog(charset="utf-8")
    for path in sorted(files(CODE, "*.py")):
        add(catalog, path, path.read_bytes())
    for path in sorted(files(TEMPLATES, "*.html", "*.txt")):
        add(catalog, path, template_as_python(path))
    return catalog


def files(folders: tuple[str, ...], *patterns: str) -> Iterator[Path]:
    for folder in folders:
        for pattern in patterns:
            yield from (ROOT / folder).rglob(pattern)


def template_as_python(path: Path) -> bytes:
    """Django's own reading of a template: Python with the texts as gettext calls, and other words
    as fillers, whose indentation means nothing within brackets."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")
    sys.path.insert(0, str(ROOT))
    from django.utils.translation.template import templatize

    return f"({templatize(path.read_text(encoding='utf-8'), origin=str(path))})".encode()


def add(catalog: Catalog, path: Path, source: bytes) -> None:
    """Add the texts of one file."""
    found = extract_python(io.BytesIO(source), list(KEYWORDS), ["Translators:"], {})
    for _line, function, texts, comments in found:
        texts = texts if isinstance(texts, tuple) else (texts,)
        context = texts[0] if "pgettext" in (function or "") else None
        words = texts[1:] if context is not None else texts
        plural = "ngettext" in (function or "") or "npgettext" in (function or "")
        name = tuple(words[:2]) if plural else words[0]
        if name and all(name if isinstance(name, tuple) else (name,)):
            place = [(str(path.relative_to(ROOT)), 0)]
            catalog.add(name, locations=place, auto_comments=comments, context=context)


def path_of(locale: str, suffix: str) -> Path:
    return LOCALES / locale / "LC_MESSAGES" / f"django.{suffix}"


def read(locale: str) -> Catalog:
    """The catalogue as it stands; an empty one when there is none."""
    path = path_of(locale, "po")
    if not path.exists():
        return Catalog(locale=locale, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=locale, charset="utf-8")


def merged(locale: str, template: Catalog) -> Catalog:
    """The catalogue with exactly the texts of the template; translations are kept, not guessed."""
    catalog = read(locale)
    catalog.update(template, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.fuzzy = False
    catalog.project, catalog.version = "Norderstedt GO!", "1"
    catalog.msgid_bugs_address = catalog.last_translator = "webseite@example.org"
    catalog.language_team = "Norderstedt"
    catalog.creation_date = catalog.revision_date = WRITTEN
    catalog.header_comment = "# Translations of Norderstedt GO!, EUPL-1.2."
    return catalog


def gaps(catalog: Catalog) -> list[Message]:
    """Texts without a whole, settled translation."""
    return [message for message in catalog if message.id and (message.fuzzy or not whole(message))]


def whole(message: Message) -> bool:
    words = message.string if isinstance(message.string, list | tuple) else (message.string,)
    return all(words)


def po_bytes(catalog: Catalog) -> bytes:
    out = io.BytesIO()
    write_po(out, catalog, width=100, include_lineno=False, sort_output=True)
    return out.getvalue()


def mo_bytes(catalog: Catalog) -> bytes:
    # Of a gap in the forms of a number Babel makes English words; left out, German ones are shown.
    done = Catalog(locale=catalog.locale, charset="utf-8")
    done.mime_headers = catalog.mime_headers
    for message in catalog:
        if not message.id or (whole(message) and not message.fuzzy):
            done[message.id] = message
    out = io.BytesIO()
    write_mo(out, done)
    return out.getvalue()


def update(locale: str, template: Catalog) -> list[str]:
    """Write both files; a line for each gap that matters."""
    catalog = merged(locale, template)
    path_of(locale, "po").parent.mkdir(parents=True, exist_ok=True)
    path_of(locale, "po").write_bytes(po_bytes(catalog))
    path_of(locale, "mo").write_bytes(mo_bytes(catalog))
    return gap_lines(locale, catalog)


def gap_lines(locale: str, catalog: Catalog) -> list[str]:
    if locale != COMPLETE:
        return []
    return [f"locale/{locale}: no translation of {message.id!r}" for message in gaps(catalog)]


def check_catalogue(locale: str, template: Catalog) -> list[str]:
    """A line for each fault: a gap, a text that is missing or gone, a stale compiled file."""
    catalog = merged(locale, template)
    faults = gap_lines(locale, catalog)
    for suffix, content in (("po", po_bytes(catalog)), ("mo", mo_bytes(catalog))):
        path = path_of(locale, suffix)
        if not path.exists() or path.read_bytes() != content:
            faults.append(f"{path.relative_to(ROOT)} is out of date")
    return faults


if __name__ == "__main__":
    sys.exit(main())
