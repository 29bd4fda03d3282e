"""Papers and codes to print: PDFs set by Typst, and QR codes drawn by segno."""

import io
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import segno
import typst
from wagtail.models import Site

from cms.core.models import SiteSettings

ACCESSIBLE = ("ua-1",)
"""Tagged for screen readers, ISO 14289-1."""
LASTING = ("a-2a", "ua-1")
"""An archive's PDF/A as well, ISO 19005-2."""


def pdf(
    layout: Path,
    data: Mapping[str, Any],
    *,
    parts: Iterable[Path] = (),
    standards: Iterable[str] = ACCESSIBLE,
    made_on: date | None = None,
) -> bytes:
    """A PDF of the layout, which reads ``data.json`` and may import its parts. About 80 ms.

    What people have typed comes as JSON, so that nothing of it is read as Typst, and files that are
    given as bytes can read nothing from the disk. Fonts are those of Typst alone, so that a paper
    is the same on every host; with ``made_on`` it is even the same bytes at every time.
    """
    files = {part.name: part.read_bytes() for part in parts} | {
        "main.typ": layout.read_bytes(),
        "data.json": json.dumps(dict(data), ensure_ascii=False).encode(),
    }
    stamp = {"timestamp": _noon(made_on)} if made_on else {}
    # The wheel's stubs do not know that several files may be given.
    compiled: bytes = typst.compile(  # type: ignore[call-overload]
        files, pdf_standards=list(standards), ignore_system_fonts=True, **stamp
    )
    return compiled


def _noon(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp())


def language_of(language: str) -> str:
    """What screen readers are told of a paper: they know no Leichte Sprache."""
    return "de" if language.startswith("de") else language


def site_name() -> str:
    """Whose papers they are."""
    site = Site.objects.filter(is_default_site=True).first()
    return SiteSettings.for_site(site).site_name if site else ""


def qr_svg(address: str, *, border: int = 2, title: str | None = None, error: str = "q") -> str:
    """The address as a picture that does not blur, a quarter of which may be scratched.

    `border` is in modules; readers want four where the picture stands alone (ISO/IEC 18004).
    """
    drawn = io.BytesIO()
    segno.make(address, error=error, micro=False).save(
        drawn, kind="svg", border=border, scale=8, title=title, svgclass=None, lineclass=None
    )
    return drawn.getvalue().decode()
