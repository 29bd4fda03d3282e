"""Finding pages and documents, whatever is typed."""

import json

import pytest
from wagtail.models import Collection, CollectionViewRestriction, Locale, PageViewRestriction

from cms.core.models import Menu, SearchEntry
from cms.core.search.index import rebuild
from cms.core.search.queries import search, suggest
from tests.factories.files import DocumentFactory
from tests.factories.pages import ContentFactory, NewsFactory
from tests.factories.site import translated


def titles(query: str, language: str = "de", **options: object) -> list[str]:
    return [find.plain_title for find in search(query=query, language=language, **options).finds]


def total(query: str) -> int:
    return search(query=query, language="de").total


@pytest.mark.parametrize(
    "query",
    [
        "Schließfächer",
        "schließfach",
        "SCHLIESSFAECHER",
        "Schliessfacher",
        "Schließf",
        "fächer",
        "Digitale Schließfächer",
        "Stadtpark",
        "leiht Schließfach",
    ],
)
def test_a_word_is_found_in_every_form_and_by_its_parts(found, query):
    assert "Digitale Schließfächer" in titles(query)


@pytest.mark.parametrize(
    ("query", "corrected"),
    [
        ("Schliesfach", "Schließfächer"),
        ("Wunshliste", "Wunschliste"),
        ("Beleuctung", "Beleuchtung"),
        ("Ideenwerkstadt", "Ideenwerkstatt"),
    ],
)
def test_typos_are_forgiven_and_told(found, query, corrected):
    results = search(query=query, language="de")
    assert results.total
    assert results.corrected == corrected


def test_english_has_english_word_forms(found):
    assert titles("locker", "en") == ["Digital lockers"]
    assert titles("borrowing", "en") == ["Digital lockers"]
    assert titles("Schließfächer", "en") == []


def test_documents_are_found_in_every_language(found):
    assert titles("Satzung") == titles("Satzung", "en") == ["Satzung der Sportvereine"]


def test_finds_are_counted_by_section_and_can_be_narrowed_down(found):
    results = search(query="Schließfächer", language="de")
    counts = {each.section.key: each.count for each in results.counts}
    assert counts == {"projects": 1, "news": 1}
    assert titles("Schließfächer", section="news") == ["Neue Schließfächer stehen"]


def test_the_title_counts_more_than_the_text(found, site):
    ContentFactory(parent=site.home, title="Etwas", slug="e", introduction="Ein Schließfach.")
    rebuild()
    assert titles("Schließfach")[-1] == "Etwas"


def test_some_of_the_words_are_better_than_none(found):
    results = search(query="Schließfächer Quantenflug", language="de")
    assert results.is_partial
    assert results.finds


def test_finds_are_marked_and_escaped(found, client, site):
    ContentFactory(parent=site.home, title="<script>Schließfach</script>", slug="x")
    rebuild()
    html = client.get("/suche/", {"q": 'Schließfach"><script>'}).content.decode()
    assert "&lt;<mark>script</mark>&gt;<mark>Schließfach</mark>&lt;/" in html
    assert "<script>Schließfach" not in html
    assert 'value="Schließfach&quot;&gt;&lt;script&gt;"' in html


def test_no_find_leads_on(found, client):
    html = client.get("/suche/", {"q": "xyzzyqq"}).content.decode()
    assert "xyzzyqq" in html
    assert 'id="search-tips"' in html


def test_result_pages_are_not_for_search_engines(found, client):
    assert "noindex" in client.get("/suche/", {"q": "x"}).content.decode()
    assert "noindex" not in client.get("/suche/").content.decode()


def test_many_finds_come_in_pages(found, site, client):
    for number in range(25):
        NewsFactory(parent=site.news, title=f"Radweg {number}")
    rebuild()
    pages = [titles("Radweg", page=number) for number in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [10, 10, 5, 0]
    assert len({title for page in pages for title in page}) == 25
    html = client.get("/suche/", {"q": "Radweg", "page": "3"}).content.decode()
    assert 'start="21"' in html


def test_suggestions_are_titles_that_begin_contain_or_resemble(found, client):
    for typed in ("Schließ", "digital", "schlisfächer"):
        assert "Digitale Schließfächer" in [
            find.plain_title for find in suggest(query=typed, language="de")
        ]
    answer = client.get("/suche/vorschlaege/", {"q": "ideenwerk"})
    assert answer.headers["Cache-Control"] == "no-store"
    assert json.loads(answer.content)["items"][0] == {
        "title": "Ideenwerkstatt",
        "url": "/termine/ideenwerkstatt/",
        "section": "Termine",
    }
    assert suggest(query="x", language="de") == []


def test_publishing_and_unpublishing_keep_the_index(found, site):
    page = ContentFactory(parent=site.home, title="Lastenrad", slug="lastenrad", live=False)
    assert titles("Lastenrad") == []
    page.save_revision().publish()
    assert titles("Lastenrad") == ["Lastenrad"]
    page.title = "Transportrad"
    page.save_revision()
    assert titles("Transportrad") == []
    page.get_latest_revision().publish()
    assert titles("Transportrad") == ["Transportrad"]
    page.refresh_from_db()
    page.unpublish()
    assert titles("Transportrad") == []


def test_a_deleted_page_or_document_is_not_found(found, site):
    page = ContentFactory(parent=site.home, title="Lastenrad", slug="lastenrad", live=False)
    page.save_revision().publish()
    document = DocumentFactory(title="Lastenradordnung")
    page.delete()
    document.delete()
    assert not SearchEntry.objects.filter(folded__contains="lastenrad").exists()


def test_what_is_restricted_is_not_found(found, site):
    page = ContentFactory(parent=site.home, title="Lastenrad", slug="lastenrad")
    rebuild()
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert titles("Lastenrad") == []
    assert suggest(query="Lastenrad", language="de") == []
    rebuild()
    assert not SearchEntry.objects.filter(title="Lastenrad").exists()


def test_what_is_restricted_is_not_counted_until_it_is_opened(found, site):
    page = ContentFactory(parent=site.home, title="Lastenrad", live=False)
    page.save_revision().publish()
    restriction = PageViewRestriction.objects.create(page=site.home, restriction_type="login")
    assert total("Lastenrad") == 0
    page.title = "Lastenräder"
    page.save_revision().publish()
    restriction.delete()
    assert total("Lastenräder") == 1


def test_a_document_is_not_counted_while_its_collection_is_restricted(found):
    closed = Collection.get_first_root_node().add_child(name="Intern")
    DocumentFactory(title="Geheimplan", collection=closed.add_child(name="Entwürfe"))
    restriction = CollectionViewRestriction.objects.create(
        collection=closed, restriction_type="login"
    )
    assert total("Geheimplan") == 0
    restriction.delete()
    assert total("Geheimplan") == 1


def test_a_restricted_page_is_deleted_with_its_restriction(found, site):
    page = ContentFactory(parent=site.home, title="Lastenrad", live=False)
    page.save_revision().publish()
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    page.delete()
    assert not SearchEntry.objects.filter(title="Lastenrad").exists()


def test_a_document_in_a_restricted_collection_is_not_found(found):
    closed = Collection.get_first_root_node().add_child(name="Intern")
    DocumentFactory(title="Geheimplan", collection=closed.add_child(name="Entwürfe"))
    DocumentFactory(title="Offener Plan")
    assert titles("Geheimplan") == ["Geheimplan"]
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    assert titles("Geheimplan") == []
    assert titles("Offener Plan") == ["Offener Plan"]
    rebuild()
    assert not SearchEntry.objects.filter(title="Geheimplan").exists()


@pytest.mark.parametrize("number", [1, 30])
def test_a_search_costs_the_same_whatever_it_finds(found, site, client, assert_page_cost, number):
    for place in range(number):
        NewsFactory(parent=site.news, title=f"Radweg {place}")
    rebuild()
    for query, cost in (("Radweg", 6), ("Radwek", 8)):
        with assert_page_cost(cost, f"/suche/?q={query}"):
            client.get("/suche/", {"q": query})


def test_the_header_leads_to_the_search_of_the_language(found, site, client):
    for code, address in (("de", "/suche/"), ("en", "/en/search/")):
        Menu.objects.create(locale=Locale.objects.get(language_code=code))
        start = "/" if code == "de" else "/en/"
        assert f'class="search-link" href="{address}"' in client.get(start).content.decode()


@pytest.mark.parametrize("query", ["Schließfach", "Schließfächer", "schliessfach", "Wunschliste"])
@pytest.mark.parametrize("joint", ["-", "·", "\u2011"])
def test_what_easy_language_writes_in_pieces_is_found_as_one_word(found, site, query, joint):
    translated(
        ContentFactory(parent=site.home, title="Leihen", slug="leihen"),
        "de-simple",
        title=f"Die Schließ{joint}Fächer",
        introduction=f"Ein Schließ{joint}Fach steht auf der Wunsch{joint}Liste.",
    )
    rebuild()
    (find,) = search(query=query, language="de-simple").finds
    marked = find.excerpt + find.title
    assert f"<mark>Schließ{joint}F" in marked or f"<mark>Wunsch{joint}Liste</mark>" in marked
    assert "Schließfach" not in find.excerpt


@pytest.mark.parametrize(
    ("query", "language"), [("und der die Schließfächer", "de"), ("the lockers", "en")]
)
def test_little_words_mark_nothing(found, site, query, language):
    page = ContentFactory(
        parent=site.home,
        title="Gründerinnen",
        introduction="Stunden und Kunden: die Schließfächer, der Hund.",
    )
    translated(page, title="Founders", introduction="Whether the lockers gather others.")
    rebuild()
    marks = "".join(str(find.excerpt) for find in search(query=query, language=language).finds)
    for little in ("und", "der", "die", "the", "Stunden", "Kunden", "Whether", "gather", "others"):
        assert f"<mark>{little}</mark>" not in marks


def test_little_words_alone_find_nothing(found):
    assert search(query="und der die", language="de").total == 0


def test_an_excerpt_parts_blocks_and_leaves_the_looks_of_blocks_out(found, site):
    body = [
        ("heading", "Im Park"),
        ("text", "<p>Es gibt Licht</p><ul><li>hell</li><li>warm</li></ul>"),
        ("notice", {"kind": "info", "title": "Keine Kameras", "text": "<p>Gefilmt wird nie.</p>"}),
        ("button", {"page": site.home, "label": "Mehr", "style": "secondary"}),
    ]
    ContentFactory(parent=site.home, title="Wege", slug="wege", introduction="", body=body)
    rebuild()
    text = SearchEntry.objects.get(title="Wege").text
    assert "Im Park. Es gibt Licht. hell. warm. Keine Kameras. Gefilmt wird nie." in text
    assert "Information" not in text
    assert "Umrandet" not in text


def test_a_page_too_far_shows_the_last_one(found, site, client):
    for number in range(15):
        NewsFactory(parent=site.news, title=f"Meldung {number}")
    rebuild()
    page = client.get(found.url, {"q": "Meldung", "page": "9999"})
    assert page.context["page_obj"].number == 2
    assert len(page.context["results"].finds) == 5


def test_german_titles_of_documents_say_so_on_english_pages(found, client):
    page = client.get("/en/search/", {"q": "Satzung"}).content.decode()
    assert '<li lang="de">\n<p class="card__meta" lang="en">' in page
    german = client.get(found.url, {"q": "Satzung"}).content.decode()
    assert 'card__meta" lang' not in german


def test_pages_are_suggested_before_what_else_has_the_word(found, site):
    DocumentFactory(title="Schließfächer am Bahnhof")
    rebuild()
    titles_found = [find.plain_title for find in suggest(query="Schlies", language="de")]
    assert titles_found.index("Digitale Schließfächer") < titles_found.index(
        "Schließfächer am Bahnhof"
    )
