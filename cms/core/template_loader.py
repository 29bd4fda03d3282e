"""Templates of the theme without the white space that is there for who reads them.

It is taken out when a template is loaded, once a process. A fifth of a page is indentation else.
"""

import re

from django.template import Origin
from django.template.loaders.filesystem import Loader

_COMMENT = re.compile(r"\{% comment %\}.*?\{% endcomment %\}\n?", re.DOTALL)
_INDENT = re.compile(r"\n\s+")
# Tags that put out nothing themselves; what stands around one keeps its own line break.
_SILENT = re.compile(
    r"^((?:\{% (?:end(?!blocktrans)|translate [^\n%]*[\"'] as \w+"
    r"|(?:if|elif|else|for|empty|with|load|block|part|extends|spaceless|localize|language"
    r"|get_current_language)\b)(?:(?!%\}).)*%\})+)\n",
    re.MULTILINE,
)


class CompactLoader(Loader):
    """Reads HTML templates from the theme's folders, made compact."""

    def get_contents(self, origin: Origin) -> str:
        """The template's source."""
        source = str(super().get_contents(origin))
        return compact(source) if str(origin.name).endswith(".html") else source


def compact(source: str) -> str:
    """The template with line breaks where spaces may matter, and none but these."""
    return _SILENT.sub(r"\1", _INDENT.sub("\n", _COMMENT.sub("", source)))
