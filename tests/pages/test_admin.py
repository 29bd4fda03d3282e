"""What editors, moderators and administrators may do in the admin."""

import csv
from io import BytesIO, StringIO

import openpyxl
import pytest
from wagtail.models import Locale
from wagtail.test.utils.form_data import nested_form_data, streamfield

from cms.core.models import Menu
from cms.pages.models import ContentPage, Enquiry
from cms.programme.models import Guideline
from tests.factories.pages import ContentFactory
from tests.factories.people import EnquiryFactory

SNIPPETS = ["core/contact", "core/menu", "programme/guideline", "programme/carrier"]
MESSAGES = "/admin/enquiries/"


def status(browser, address: str) -> int:
    return browser.get(address).status_code


def test_nobody_enters_without_signing_in(site, client):
    assert client.get("/admin/")["Location"].startswith("/konto/anmelden/")
    assert client.get(MESSAGES).status_code == 302


@pytest.mark.parametrize("role", ["editor", "moderator", "admin"])
@pytest.mark.parametrize("snippet", SNIPPETS)
def test_every_role_lists_and_adds_what_pages_refer_to(site, request, role, snippet):
    browser = request.getfixturevalue(role)
    assert status(browser, f"/admin/snippets/{snippet}/") == 200
    assert status(browser, f"/admin/snippets/{snippet}/add/") == 200


def test_an_editor_adds_a_guideline_and_may_not_delete_it(site, editor):
    fields = {"number": 7, "title": "Klimaneutral", "text": "", "pictogram": "climate"}
    editor.post("/admin/snippets/programme/guideline/add/?locale=de", fields)
    guideline = Guideline.objects.get()
    assert guideline.locale.language_code == "de"
    editor.post(f"/admin/snippets/programme/guideline/delete/{guideline.pk}/")
    assert Guideline.objects.exists()


def test_a_moderator_may_delete_a_guideline(site, moderator):
    guideline = Guideline.objects.create(
        number=1, title="Weg", locale=Locale.objects.get(language_code="de")
    )
    moderator.post(f"/admin/snippets/programme/guideline/delete/{guideline.pk}/")
    assert not Guideline.objects.exists()


def test_an_address_that_is_taken_is_told_however_its_umlauts_are_typed(site, editor):
    ContentFactory(parent=site.home, title="Bücherei")
    new = f"/admin/pages/add/pages/contentpage/{site.home.pk}/"
    said = {"title": "Bücherei", "slug": "bücherei", "introduction": "", "body": streamfield([])}
    answer = editor.post(new, nested_form_data(said))
    assert answer.status_code == 200
    assert "buecherei" in answer.context["form"].errors["slug"][0]
    answer = editor.post(new, nested_form_data(said | {"slug": "bücherei-süd"}))
    assert answer.status_code == 302, answer.context["form"].errors
    assert ContentPage.objects.filter(slug="buecherei-sued").exists()


def test_a_second_menu_of_a_language_is_refused_in_words(site, moderator):
    Menu.objects.create(locale=Locale.objects.get(language_code="de"))
    empty = {"main-count": 0, "footer-count": 0, "claim": "Unsere Stadt"}
    answer = moderator.post("/admin/snippets/core/menu/add/?locale=de", empty)
    assert answer.context["form"].errors
    assert Menu.objects.count() == 1


def test_moderators_set_who_runs_the_site_and_editors_do_not(site, moderator):
    assert moderator.get("/admin/settings/core/sitesettings/", follow=True).status_code == 200


def test_editors_do_not_set_who_runs_the_site(site, editor):
    assert editor.get("/admin/settings/core/sitesettings/").status_code == 302


class TestMessages:
    """Messages from the public are personal data."""

    @pytest.fixture
    def enquiry(self, site):
        return EnquiryFactory(message="<script>alert(1)</script>", name='=HYPERLINK("x")')

    def test_an_editor_does_not_see_them(self, enquiry, editor):
        for address in (MESSAGES, f"{MESSAGES}edit/{enquiry.pk}/"):
            assert editor.get(address)["Location"] == "/admin/"

    def test_the_menu_calls_them_by_one_word_and_wagtail_s_reports_by_another(
        self, enquiry, moderator
    ):
        menu = moderator.get("/admin/").content.decode()
        assert "Anfragen" in menu
        assert "Berichte" in menu
        assert "Meldungen" not in menu
        assert moderator.get(MESSAGES).context["header_title"] == "Anfragen"

    def test_a_moderator_reads_answers_and_notes_them(self, enquiry, moderator):
        shown = moderator.get(f"{MESSAGES}edit/{enquiry.pk}/").content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
        assert "<script>alert(1)</script>" not in shown
        fields = {"state": "answered", "note": "Angerufen.", "message": "Gefälscht"}
        moderator.post(f"{MESSAGES}edit/{enquiry.pk}/", fields)
        enquiry.refresh_from_db()
        assert (enquiry.state, enquiry.note) == ("answered", "Angerufen.")
        assert enquiry.message == "<script>alert(1)</script>"

    def test_a_moderator_deletes_one(self, enquiry, moderator):
        moderator.post(f"{MESSAGES}delete/{enquiry.pk}/")
        assert not Enquiry.objects.exists()

    @pytest.mark.parametrize("role", ["moderator", "admin"])
    def test_nobody_writes_one_in_the_admin(self, site, request, role):
        browser = request.getfixturevalue(role)
        assert status(browser, f"{MESSAGES}new/") == 302
        browser.post(f"{MESSAGES}new/", {"state": "open"})
        assert not Enquiry.objects.exists()
        assert f"{MESSAGES}new/" not in browser.get(MESSAGES).content.decode()

    def test_the_list_is_searched_and_filtered(self, enquiry, moderator):
        EnquiryFactory(kind="barrier", message="Die Rampe fehlt.")
        shown = moderator.get(MESSAGES, {"q": "Rampe", "kind": "barrier"}).content.decode()
        assert f"edit/{enquiry.pk}/" not in shown
        assert "edit/" in shown

    def test_no_spreadsheet_takes_a_message_for_a_formula(self, enquiry, moderator):
        exported = moderator.get(MESSAGES, {"export": "csv"})
        (row,) = csv.DictReader(StringIO(b"".join(exported.streaming_content).decode("utf-8-sig")))
        assert '\'=HYPERLINK("x")' in row.values()
        exported = moderator.get(MESSAGES, {"export": "xlsx"})
        book = openpyxl.load_workbook(BytesIO(b"".join(exported.streaming_content)))
        assert "f" not in {cell.data_type for line in book.active.rows for cell in line}
