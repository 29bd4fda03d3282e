"""Following, the account's page of it, and the ways to end it."""

import re

import pytest

from cms.core import privacy
from cms.notifications import domain, links
from cms.notifications.models import Following, Notice
from cms.notifications.queries import followings_of, is_followed, with_things
from tests.factories.people import PASSWORD, UserFactory
from tests.notifications.helpers import follow, mails, tell
from tests.users.helpers import delivered

PAGE = "/konto/benachrichtigungen/"
pytestmark = pytest.mark.usefixtures("trees", "site")


@pytest.fixture
def browser(client, reader):
    """A browser in which the reader has signed in."""
    client.login(email=reader.email, password=PASSWORD)
    return client


def path_of(url: str) -> str:
    return re.sub(r"^https?://[^/]+", "", url)


class TestVerbs:
    """Follow and leave."""

    def test_following_again_without_a_choice_keeps_the_one_made(self, reader):
        follow(reader, 1, "weekly")
        domain.follow(user=reader, topic="tree", number=1)
        assert Following.objects.get().frequency == "weekly"

    def test_a_new_choice_holds_for_what_is_still_to_be_told(self, reader):
        follow(reader, 1, "weekly")
        tell()
        follow(reader, 1, "now")
        assert len(mails()) == 1

    def test_leaving_a_thing_leaves_its_kin_and_what_was_still_to_be_told(self, reader):
        follow(reader, 3, "daily")
        tell(3)
        assert is_followed(reader, "tree", 1)
        domain.unfollow(user=reader, topic="tree", number=1)
        assert not is_followed(reader, "tree", 3)
        assert not Notice.objects.exists()

    def test_leaving_does_not_silence_what_is_ones_own(self, reader):
        follow(reader)
        tell(always=[reader])
        domain.unfollow_everything(user=reader)
        assert len(mails()) == 1


def test_any_live_page_can_be_followed_and_a_draft_is_not_told(reader, site):
    for page in (site.news, site.home):
        domain.follow(user=reader, topic="page", number=page.pk)
    site.news.unpublish()
    shown = with_things(list(followings_of(reader)))
    assert {item.title for item in shown} == {
        site.home.title,
        f"Seite {site.news.pk} (zurzeit nicht öffentlich)",
    }


class TestUnsubscribing:
    """One press ends it, by the mail program's button or the page's."""

    def sent(self, reader, *numbers):
        for number in numbers:
            follow(reader, number)
            tell(number, f"e{number}")
        mails()
        return delivered()[-1]

    def test_the_mail_has_the_headers_of_rfc_8058(self, reader):
        headers = self.sent(reader, 1).extra_headers
        assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert re.fullmatch(r"<https?://\S+/abbestellen/\S+/>", headers["List-Unsubscribe"])

    def test_the_mail_programs_post_without_cookie_ends_it_at_once(self, reader, client):
        url = path_of(self.sent(reader, 1).extra_headers["List-Unsubscribe"].strip("<>"))
        client.handler.enforce_csrf_checks = True
        answer = client.post(url, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert not Following.objects.exists()

    def test_a_digest_of_several_things_ends_them_all_or_one_by_its_own_link(self, reader, client):
        mail = self.sent(reader, 1, 2)
        (first, second, everything) = re.findall(r"https?://\S+/abbestellen/\S+/", mail.body)
        client.post(path_of(second))
        assert [row.number for row in Following.objects.all()] == [1]
        client.post(path_of(everything))
        assert not Following.objects.exists()
        assert first != everything

    def test_opening_the_link_ends_nothing_and_shows_one_button(self, reader, client):
        answer = client.get(path_of(links.unsubscribe_url(reader, "tree", 1)))
        follow(reader)
        assert "„Eiche“" in answer.content.decode()
        assert answer.content.decode().count('type="submit"') == 1
        assert Following.objects.exists()

    def test_the_mail_about_ones_own_has_no_such_header_and_says_why_it_comes(self, reader):
        tell(always=[reader])
        mails()
        (mail,) = delivered()
        assert "List-Unsubscribe" not in mail.extra_headers
        assert "Eigene" in mail.body or "Ihnen" in mail.body
        assert mail.extra_headers["Auto-Submitted"] == "auto-generated"

    @pytest.mark.parametrize("token", ["nonsense", "WzFd:1abc:forged", "%00"])
    def test_a_forged_link_is_gone(self, client, token):
        answer = client.post(f"{PAGE}abbestellen/{token}/")
        assert answer.status_code in {404, 410}

    def test_the_link_of_a_closed_account_is_gone(self, reader, client):
        url = path_of(links.unsubscribe_url(reader))
        reader.is_active = False
        reader.save()
        assert client.get(url).status_code == 410

    def test_pressing_twice_is_as_pressing_once(self, reader, client):
        follow(reader)
        url = path_of(links.unsubscribe_url(reader, "tree", 1))
        assert [client.post(url).status_code for _time in range(2)] == [200, 200]


class TestPage:
    """/konto/benachrichtigungen/"""

    def test_only_who_is_signed_in_sees_it(self, client, db):
        assert client.get(PAGE).status_code == 302

    def test_each_thing_has_its_choice_and_saving_keeps_it(self, browser, reader):
        row = follow(reader, 1, "daily")
        other = follow(reader, 2, "daily")
        names = [f"following-{row.pk}", f"following-{other.pk}"]
        page = browser.get(PAGE).content.decode()
        assert all(f'name="{name}"' in page for name in names)
        answer = browser.post(PAGE, {names[0]: "weekly", names[1]: ""})
        assert answer.status_code == 302
        assert list(Following.objects.values_list("number", "frequency")) == [(1, "weekly")]

    def test_a_thing_followed_after_the_page_was_opened_stays(self, browser, reader):
        row = follow(reader, 1, "daily")
        follow(reader, 2, "daily")
        browser.post(PAGE, {f"following-{row.pk}": "now"})
        assert dict(Following.objects.values_list("number", "frequency")) == {1: "now", 2: "daily"}

    def test_a_choice_nobody_offered_is_refused(self, browser, reader):
        row = follow(reader, 1, "daily")
        assert browser.post(PAGE, {f"following-{row.pk}": "hourly"}).status_code == 422
        assert Following.objects.get().frequency == "daily"

    def test_nobody_changes_what_others_follow(self, browser):
        row = follow(UserFactory(), 1, "daily")
        browser.post(PAGE, {f"following-{row.pk}": ""})
        assert Following.objects.filter(pk=row.pk).exists()

    def test_a_hidden_thing_can_still_be_left(self, browser, reader, trees):
        follow(reader, 2)
        del trees[2]
        assert "Baum 2" in browser.get(PAGE).content.decode()

    def test_who_follows_nothing_is_told_how(self, browser):
        assert "<form class=" not in browser.get(PAGE).content.decode().split("<main")[1]

    def test_the_questions_do_not_grow_with_what_is_followed(
        self, browser, reader, assert_query_count
    ):
        follow(reader, 1)
        browser.get(PAGE)
        with assert_query_count(7):
            browser.get(PAGE)
        for number in range(2, 32):
            follow(reader, number)
        with assert_query_count(7):
            page = browser.get(PAGE).content.decode()
        assert page.count("following-") > 24

    def test_the_data_download_calls_things_by_their_names(self, reader):
        follow(reader, 2, "weekly")
        found = {kind.key: export.rows for kind, export in privacy.exports(reader)}
        (row,) = found["followings"]
        assert (row["thing"], row["frequency"]) == ("Buche", "Einmal in der Woche")

    def test_the_overview_counts_it(self, browser, reader):
        follow(reader, 1)
        assert f'href="{PAGE}"' in browser.get("/konto/").content.decode()
