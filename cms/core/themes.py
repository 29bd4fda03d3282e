"""What a theme knows of its city beside templates and static files."""

import json
from functools import cache
from typing import Any

from django.conf import settings


@cache
def theme_data(name: str) -> Any:
    """The contents of ``data/<name>.json``, of the theme or else the default one; None without."""
    for theme in settings.THEME_DIRS:
        file = theme / "data" / f"{name}.json"
        if file.is_file():
            return json.loads(file.read_text(encoding="utf-8"))
    return None
