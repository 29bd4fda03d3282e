"""Setting papers by Typst: tagged PDF/UA that is an archive's PDF/A at the same time."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import typst

LAYOUTS = Path(__file__).parent / "layouts"
STANDARDS = ["a-2a", "ua-1"]
SINGLE, COLLECTIVE, SIMPLE = "single", "collective", "simple"
LAYOUT_OF = {SINGLE: "confirmation.typ", COLLECTIVE: "confirmation.typ", SIMPLE: "proof.typ"}


def make_pdf(data: Mapping[str, Any], *, made_on: date) -> bytes:
    """The paper of ``data["kind"]``, the same bytes for the same data, layout and Typst.

    What people have typed comes as JSON, so that nothing of it is read as Typst. Fonts are those of
    Typst alone. About 80 ms.
    """
    files = {
        "main.typ": (LAYOUTS / LAYOUT_OF[data["kind"]]).read_bytes(),
        "common.typ": (LAYOUTS / "common.typ").read_bytes(),
        "data.json": json.dumps(dict(data), ensure_ascii=False).encode(),
    }
    noon = datetime(made_on.year, made_on.month, made_on.day, 12, tzinfo=UTC)
    # The wheel's stubs do not know that several files may be given.
    pdf: bytes = typst.compile(  # type: ignore[call-overload]
        files, pdf_standards=STANDARDS, ignore_system_fonts=True, timestamp=int(noon.timestamp())
    )
    return pdf
