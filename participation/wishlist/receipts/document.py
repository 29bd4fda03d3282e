"""Setting papers by Typst: tagged PDF/UA that is an archive's PDF/A at the same time."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from cms.core import papers

LAYOUTS = Path(__file__).parent / "layouts"
SINGLE, COLLECTIVE, SIMPLE = "single", "collective", "simple"
LAYOUT_OF = {SINGLE: "confirmation.typ", COLLECTIVE: "confirmation.typ", SIMPLE: "proof.typ"}


def make_pdf(data: Mapping[str, Any], *, made_on: date) -> bytes:
    """The paper of ``data["kind"]``, the same bytes for the same data, layout and Typst."""
    return papers.pdf(
        LAYOUTS / LAYOUT_OF[data["kind"]],
        data,
        parts=[LAYOUTS / "common.typ"],
        standards=papers.LASTING,
        made_on=made_on,
    )
