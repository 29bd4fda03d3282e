"""Writes the table of settings into the README, from where the settings are declared."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from cms.settings.variables import VARIABLES, Variable  # noqa: E402

README = ROOT / "README.md"
BEGIN = "<!-- settings: written by `make readme` -->"
END = "<!-- end of settings -->"


def row(variable: Variable) -> str:
    """One line of the table."""
    default = f"`{variable.default}`" if variable.default else "–"
    required = "yes" if variable.required else ""
    return f"| `{variable.name}` | {default} | {required} | {variable.meaning} |"


def table() -> str:
    """The whole table in Markdown."""
    head = "| Variable | Default | Required in production | Meaning |\n| --- | --- | --- | --- |"
    return "\n".join([head, *(row(variable) for variable in VARIABLES)])


def with_table(text: str) -> str:
    """The README's text with the table between its marks. ValueError without marks."""
    before, begin, rest = text.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"README.md has to have the lines {BEGIN} and {END}.")
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


if __name__ == "__main__":
    README.write_text(with_table(README.read_text(encoding="utf-8")), encoding="utf-8")
