"""The home page tells what is going on; news tell it at length."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from cms.core.models import SiteSettings
from cms.core.structured import Frame
from cms.pages import queries
from tests.factories.files import ImageFactory
from tests.factories.pages import ContentFactory, EventFactory, NewsFactory
from tests.factories.programme import GroupFactory, MeetingFactory, ProjectFactory, UpdateFactory
from tests.factories.site import translated


def day(number: int) -> date:
    return date(2026, 3, number)


def test_news_and_updates_are_told_together_newest_first(site):
    project = ProjectFactory(parent=site.projects)
    NewsFactory(parent=site.news, date=day(1), title="a")
    UpdateFactory(parent=project, date=day(2), title="b")
    NewsFactory(parent=site.news, date=day(3), title="c")
    UpdateFactory(parent=project, date=day(4), title="d")
    NewsFactory(parent=site.news, date=day(9), title="Entwurf", live=False)
    items = queries.now_items(site.home.locale, limit=3)
    assert [item.title for item in items] == ["d", "c", "b"]
    assert len({item.kind_label for item in items}) == 2


def test_an_update_without_a_picture_shows_the_pictogram_of_its_project(site):
    locker = ProjectFactory(parent=site.projects, pictogram="locker")
    bike = GroupFactory(parent=site.groups, pictogram="mobility")
    UpdateFactory(parent=locker, date=day(1))
    UpdateFactory(parent=bike, date=day(2))
    UpdateFactory(parent=locker, date=day(3), picture=ImageFactory())
    NewsFactory(parent=site.news, date=day(4))
    items = queries.now_items(site.home.locale, limit=4)
    assert [item.pictogram for item in items] == ["", "", "mobility", "locker"]


def test_news_of_another_language_are_not_told(site):
    translated(NewsFactory(parent=site.news), "en", slug="news-item")
    assert len(queries.now_items(site.home.locale, limit=4)) == 1


def test_events_and_meetings_are_told_together_soonest_first(site):
    now = timezone.now()
    group = GroupFactory(parent=site.groups, title="Mobilität")
    EventFactory(parent=site.events, title="Später", start=now + timedelta(days=3))
    MeetingFactory(page=group, title="Sitzung", start=now + timedelta(days=2))
    EventFactory(parent=site.events, title="Bald", start=now + timedelta(days=1))
    EventFactory(parent=site.events, title="Vorbei", start=now - timedelta(days=1))
    MeetingFactory(page=group, title="Vorbei", start=now - timedelta(days=1))
    told = [item.title for item in queries.next_dates(site.home.locale, limit=5)]
    assert told == ["Bald", "Mobilität: Sitzung", "Später"]
    assert len(queries.next_dates(site.home.locale, limit=2)) == 2


def test_meetings_of_an_unpublished_group_are_not_told(site):
    MeetingFactory(page=GroupFactory(parent=site.groups, live=False))
    assert queries.next_dates(site.home.locale, limit=5) == []


def test_the_list_of_news_offers_its_feed(site, client):
    NewsFactory(parent=site.news)
    shown = client.get("/aktuelles/").content.decode()
    address = re.search(r'<a class="more" href="([^"]+)">Als Feed', shown).group(1)
    assert client.get(address)["Content-Type"].startswith("application/atom+xml")


def test_the_home_page_shows_six_lighthouse_projects_at_most(site, client):
    for _project in range(7):
        ProjectFactory(parent=site.projects, kind="lighthouse")
    ProjectFactory(parent=site.projects)
    assert len(client.get("/").context["projects"]) == 6


@pytest.mark.parametrize("address", ["/", "/en/", "/de-simple/"])
def test_an_empty_home_page_is_shown(site, client, address):
    assert client.get(address).status_code == 200


class TestNews:
    """The list and the page of news."""

    def test_the_list_is_newest_first(self, site, client):
        for number in (1, 3, 2):
            NewsFactory(parent=site.news, date=day(number))
        listed = client.get("/aktuelles/").context["news"]
        assert [news.date.day for news in listed] == [3, 2, 1]

    @pytest.mark.parametrize(("asked", "number"), [("2", 2), ("99999", 2), ("abc", 1), ("-1", 2)])
    def test_the_list_has_pages(self, site, client, asked, number):
        for _news in range(25):
            NewsFactory(parent=site.news)
        assert client.get("/aktuelles/", {"page": asked}).context["page_obj"].number == number

    def test_a_page_leads_to_the_news_before_and_after_it(self, site, client):
        made = [NewsFactory(parent=site.news, date=day(number)) for number in (1, 2, 2, 3)]
        shown = [client.get(news.url).context for news in made]
        assert [context["newer"] for context in shown] == [*made[1:], None]
        assert [context["older"] for context in shown] == [None, *made[:-1]]

    def test_it_shows_its_picture(self, site, client):
        news = NewsFactory(parent=site.news, picture=ImageFactory())
        assert "<picture" in client.get(news.url).content.decode()


def test_a_content_page_knows_the_pages_below_it(site):
    above = ContentFactory(parent=site.home)
    below = ContentFactory(parent=above)
    ContentFactory(parent=above, live=False)
    assert [page.pk for page in above.pages_below] == [below.pk]


def test_a_page_says_what_shared_links_and_robots_read(site, client):
    page = ContentFactory(
        parent=site.home, search_description="Kurz gesagt.", share_image=ImageFactory()
    )
    shown = client.get(page.url).content.decode()
    assert '<meta name="description" content="Kurz gesagt.">' in shown
    assert 'property="og:image"' in shown
    assert f'<link rel="canonical" href="{page.full_url}">' in shown


class TestTranslatedNews:
    """A translation is shown and sorted by the date of its original."""

    def test_lists_and_page_show_the_date_of_the_original(self, site, client):
        index = translated(site.news, "en", slug="news")
        for number in (1, 3, 2):
            item = NewsFactory(parent=site.news, date=day(number))
            twin = translated(item, "en", slug=f"item-{number}", date=date(2020, 1, 9 - number))
        listed = client.get(index.url).context["news"]
        assert [item.date for item in listed] == [day(3), day(2), day(1)]
        assert client.get("/en/").context["now_items"][0].date == day(3)
        answer = client.get(twin.url)
        assert "2 March 2026" in answer.content.decode()
        neighbours = [answer.context[name].slug for name in ("newer", "older")]
        assert neighbours == ["item-3", "item-1"]
        assert twin.structured_data(Frame(SiteSettings()))[-1]["datePublished"] == "2026-03-02"

    @pytest.mark.parametrize("number", [1, 30])
    def test_their_list_costs_the_same_at_any_length(self, site, client, assert_page_cost, number):
        index = translated(site.news, "en", slug="news")
        picture = ImageFactory()
        for place in range(number):
            translated(NewsFactory(parent=site.news, picture=picture), "en", slug=f"n-{place}")
        with assert_page_cost(7, index.url):
            client.get(index.url)
