"""What machines read about a page, as they read it: the JSON-LD in the page's source."""

import json
import re

import pytest
from wagtail.models import Locale

from cms.core.models import Menu, SearchPage, SiteSettings
from cms.core.structured import Frame, postal_address
from tests.factories.files import ImageFactory
from tests.factories.pages import EventFactory, NewsFactory, at
from tests.factories.programme import ProjectFactory, UpdateFactory
from tests.factories.site import translated

ROOT = "http://localhost"


@pytest.fixture
def operator(site):
    SiteSettings.objects.update(
        site_name="Stadt GO!", operator="Stadt Muster", phone="040 1234",
        address="Rathausplatz 1\n12345 Muster",
    )  # fmt: skip


def described(client, page) -> dict[str, dict]:
    """The page's objects by their kind."""
    source = client.get(page.url).content.decode()
    (graph,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', source)
    return {thing["@type"]: thing for thing in json.loads(graph)["@graph"]}


class TestHome:
    """The home page stands for the city and its website."""

    def test_it_names_who_runs_the_site(self, site, client, operator):
        city = described(client, site.home)["GovernmentOrganization"]
        logo = city.pop("logo")
        assert re.fullmatch(rf"{ROOT}/static/img/apple-touch-icon.*\.png", logo)
        assert city == {
            "@type": "GovernmentOrganization",
            "@id": f"{ROOT}/#operator",
            "name": "Stadt Muster",
            "url": f"{ROOT}/",
            "email": "stadt@example.org",
            "telephone": "040 1234",
            "address": {
                "@type": "PostalAddress",
                "streetAddress": "Rathausplatz 1",
                "postalCode": "12345",
                "addressLocality": "Muster",
                "addressCountry": "DE",
            },
        }

    def test_it_offers_its_search_to_search_engines(self, site, client):
        site.home.add_child(instance=SearchPage(title="Suche", slug="suche"))
        Menu.objects.create(locale=site.home.locale)
        website = described(client, site.home)["WebSite"]
        assert website["publisher"] == {"@id": f"{ROOT}/#operator"}
        assert website["inLanguage"] == "de"
        search = website["potentialAction"]
        assert search["@type"] == "SearchAction"
        assert search["target"]["urlTemplate"] == f"{ROOT}/suche/?q={{words}}"
        assert search["query-input"] == "required name=words"

    def test_without_a_search_it_offers_none(self, site, client):
        assert "potentialAction" not in described(client, site.home)["WebSite"]


class TestNews:
    """News and updates are articles."""

    def test_they_have_a_picture_dates_and_a_publisher(self, site, client, operator):
        news = NewsFactory(parent=site.news, title="x" * 200, slug="lang", picture=ImageFactory())
        news.save_revision().publish()
        news.refresh_from_db()
        article = described(client, news)["NewsArticle"]
        assert len(article["headline"]) == 110
        assert article["datePublished"] == "2026-03-01"
        assert article["dateModified"] == news.last_published_at.isoformat()
        assert article["publisher"]["name"] == article["author"]["name"] == "Stadt Muster"
        assert article["mainEntityOfPage"] == article["url"] == f"{ROOT}/aktuelles/lang/"
        (picture,) = article["image"]
        assert "1200x630" in picture

    def test_what_is_not_known_is_left_out(self, site, client):
        article = described(client, NewsFactory(parent=site.news, introduction=""))["NewsArticle"]
        assert not {"image", "dateModified", "description"} & article.keys()

    def test_a_translated_update_shows_the_picture_of_its_original(self, site, client):
        project = ProjectFactory(parent=site.projects)
        update = UpdateFactory(parent=project, picture=ImageFactory())
        twin = translated(update, "en", slug="update")
        type(twin).objects.filter(pk=twin.pk).update(picture=None)
        article = described(client, twin)["NewsArticle"]
        assert article["inLanguage"] == "en"
        assert len(article["image"]) == 1


class TestEvent:
    """An event says when, where, by whom and for how much."""

    def test_at_a_place(self, site, client, operator):
        event = EventFactory(
            parent=site.events, start=at(2026, 7, 1, 16), address="Markt 1, 22846 Norderstedt",
            free=True,
        )  # fmt: skip
        found = described(client, event)["Event"]
        assert found["startDate"] == "2026-07-01T18:00:00+02:00"
        assert found["endDate"] == "2026-07-01T20:00:00+02:00"
        assert found["eventAttendanceMode"].endswith("/OfflineEventAttendanceMode")
        (place,) = found["location"]
        assert (place["@type"], place["name"]) == ("Place", "Rathaus")
        assert place["address"] == {
            "@type": "PostalAddress",
            "streetAddress": "Markt 1",
            "postalCode": "22846",
            "addressLocality": "Norderstedt",
            "addressCountry": "DE",
        }
        assert found["organizer"]["name"] == "Stadt Muster"
        assert found["isAccessibleForFree"] is True
        assert (found["offers"]["price"], found["offers"]["priceCurrency"]) == (0, "EUR")

    @pytest.mark.parametrize(
        ("address", "mode", "kinds"),
        [
            ("", "Online", ["VirtualLocation"]),
            ("Markt 1", "Mixed", ["Place", "VirtualLocation"]),
        ],
    )
    def test_online_or_both(self, site, client, address, mode, kinds):
        event = EventFactory(parent=site.events, online_url="https://example.org/", address=address)
        found = described(client, event)["Event"]
        assert found["eventAttendanceMode"].endswith(f"/{mode}EventAttendanceMode")
        assert [place["@type"] for place in found["location"]] == kinds

    def test_of_whole_days_has_no_hours(self, site, client):
        event = EventFactory(parent=site.events, start=at(2026, 7, 1, 10), all_day=True)
        found = described(client, event)["Event"]
        assert (found["startDate"], found["endDate"]) == ("2026-07-01", "2026-07-01")

    def test_that_may_cost_something_claims_nothing(self, site, client):
        found = described(client, EventFactory(parent=site.events, place_name=""))["Event"]
        assert not {"isAccessibleForFree", "offers", "location"} & found.keys()

    def test_is_free_in_every_language(self, site, client):
        event = EventFactory(parent=site.events, free=True)
        twin = translated(event, "en", slug="event", free=False)
        assert described(client, twin)["Event"]["isAccessibleForFree"] is True
        assert "Free of charge" in client.get(twin.url).content.decode()
        assert "Kostenlos" in client.get(event.url).content.decode()


@pytest.mark.parametrize(
    ("name", "purpose"), [("contact", "customer service"), ("barrier", "accessibility")]
)
def test_a_form_page_says_whom_it_reaches(site, client, operator, name, purpose):
    page = getattr(site, name)
    translated(page, "en", slug=f"{name}-en")
    found = described(client, page)["ContactPage"]
    assert found["mainEntity"]["name"] == "Stadt Muster"
    point = found["mainEntity"]["contactPoint"]
    assert (point["contactType"], point["telephone"]) == (purpose, "040 1234")
    assert point["availableLanguage"] == ["de", "en"]


def test_a_project_and_a_group_are_named_for_what_they_are(site, client):
    project = ProjectFactory(parent=site.projects, title="Licht", introduction="Hell.")
    found = described(client, project)["Project"]
    assert (found["name"], found["description"]) == ("Licht", "Hell.")


def test_the_way_to_a_page_begins_at_home(site, client):
    way = described(client, NewsFactory(parent=site.news, title="Neu"))["BreadcrumbList"]
    steps = [(step["position"], step["name"]) for step in way["itemListElement"]]
    assert steps == [(1, site.home.title), (2, "Aktuelles"), (3, "Neu")]


def test_a_page_that_is_not_saved_yet_has_no_address(site):
    page = NewsFactory.build(title="Neu", locale=Locale.objects.get(language_code="de"))
    article = page.structured_data(Frame(SiteSettings()))[-1]
    assert article["publisher"]["url"].startswith("http")
    assert "url" not in article


@pytest.mark.parametrize(
    ("written", "street", "code", "place"),
    [
        ("Markt 1, 22846 Norderstedt", "Markt 1", "22846", "Norderstedt"),
        ("Rathaus\nMarkt 1\n22846 Norderstedt", "Rathaus, Markt 1", "22846", "Norderstedt"),
        ("22846 Norderstedt", None, "22846", "Norderstedt"),
        ("Am Musterpark 1, Norderstedt", "Am Musterpark 1, Norderstedt", None, None),
        ("12345", "12345", None, None),
        (" ,\n,", None, None, None),
    ],
)
def test_an_address_is_taken_apart_where_it_can_be(written, street, code, place):
    found = postal_address(written)
    assert found.get("streetAddress") == street
    assert (found.get("postalCode"), found.get("addressLocality")) == (code, place)
    assert bool(found) == bool(street or code)
