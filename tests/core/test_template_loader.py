"""Templates lose white space that nobody sees, and none that matters."""

import pytest
from django.conf import settings
from django.template import Context, Template

from cms.core.template_loader import compact


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<ul>\n    <li>\n\n\n  a</li>\n</ul>", "<ul>\n<li>\na</li>\n</ul>"),
        ("{% comment %}\nWhat it is for.\n{% endcomment %}\n<p>", "<p>"),
        ("{% load i18n %}\n<p>", "{% load i18n %}<p>"),
        ("{% if a %}\n  a\n{% endif %}\nb", "{% if a %}a\n{% endif %}b"),
        ("{% for a in b %}{% if a %}\n{{ a }}\n", "{% for a in b %}{% if a %}{{ a }}\n"),
        ('{% translate "x" as y %}\nz', '{% translate "x" as y %}z'),
        ('{% translate "x as y" %}\nz', '{% translate "x as y" %}\nz'),
        ("{% if a %}{{ a }}{% endif %}\nb", "{% if a %}{{ a }}{% endif %}\nb"),
        ("{% include 'a' %}\n{% include 'b' %}", "{% include 'a' %}\n{% include 'b' %}"),
    ],
)
def test_indentation_comments_and_lines_of_tags_leave_nothing(source, expected):
    assert compact(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        '{% translate "One" %}\n{% translate "Two" %}',
        "{% blocktranslate trimmed %}\n  One\n{% endblocktranslate %}\n{{ two }}",
        "<b>{{ one }}</b>\n{% if two %}\n<i>{{ two }}</i>\n{% endif %}\nthree",
        "{{ one }}\n{{ two }}",
    ],
)
def test_words_stay_apart(source):
    values = {"one": "One", "two": "Two"}
    shown = Template("{% load i18n %}" + source).render(Context(values)).split()
    made = Template("{% load i18n %}" + compact(source)).render(Context(values)).split()
    assert made == shown


def test_every_template_of_the_themes_can_still_be_read():
    templates = [path for folder in settings.THEME_DIRS for path in folder.rglob("*.html")]
    assert templates
    for path in templates:
        Template(compact(path.read_text()))
