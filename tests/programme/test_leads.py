"""Project leads post updates to their own projects, and only there."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.html import strip_tags
from PIL import Image

from cms.core.pictures import NO_DESCRIPTION
from cms.programme import dashboard, domain
from cms.programme.forms.updates import take_sentence
from cms.programme.models import ProjectLead, ProjectPage, UpdatePage
from tests.factories.files import phone_photo, png
from tests.factories.people import UserFactory
from tests.factories.programme import ProjectFactory


@pytest.fixture
def lead(db):
    return UserFactory(role="Project leads")


@pytest.fixture
def project(site, lead):
    page = ProjectFactory(parent=site.projects, title="Schließfächer", stage="concept")
    page.save_revision().publish()
    ProjectLead.objects.create(page=page, user=lead)
    return ProjectPage.objects.get(pk=page.pk)


@pytest.fixture
def foreign(site):
    return ProjectFactory(parent=site.projects, title="Container")


def photo(name: str = "foto.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, png(), content_type="image/png")


def address(project: ProjectPage) -> str:
    return reverse("quick_update", args=[project.pk])


def test_a_lead_publishes_an_update_with_a_photo(client, lead, project):
    client.force_login(lead)
    text = "Die Fächer sind da. Morgen geht es los."
    answer = client.post(
        address(project), {"text": text, "photo": photo(), "photo_description": "Offene Fächer"}
    )
    assert answer.url == reverse("wagtailadmin_home")
    update = UpdatePage.objects.child_of(project).get()
    assert update.live
    assert update.title == "Die Fächer sind da"
    assert update.picture.uploaded_by_user == lead
    assert client.get(update.url).status_code == 200


def test_the_address_of_an_update_writes_umlauts_as_german_addresses_do(lead, project):
    update = domain.post_update(project=project, author=lead, title="Türen geöffnet", text="")
    assert update.slug == "tueren-geoeffnet"


def test_the_form_has_a_title_in_the_browsers_tab(client, lead, project):
    client.force_login(lead)
    words = client.get(address(project)).content.decode()
    assert "Zwischenstand melden: Schließfächer" in words.partition("</title>")[0]


def test_a_photo_without_a_description_is_asked_for_one_beside_the_field(client, lead, project):
    client.force_login(lead)
    answer = client.post(address(project), {"text": "Mit Foto.", "photo": photo()})
    assert answer.status_code == 422
    assert answer.context["form"].errors["photo_description"] == [str(NO_DESCRIPTION)]
    with pytest.raises(ValidationError):
        domain.post_update(project=project, author=lead, title="Neu", text="", photo=photo())
    assert not UpdatePage.objects.exists()


def test_where_a_lead_took_the_photo_is_not_published(client, lead, project):
    client.force_login(lead)
    taken = SimpleUploadedFile("foto.jpg", phone_photo(), content_type="image/jpeg")
    client.post(
        address(project), {"text": "Neu.", "photo": taken, "photo_description": "Offene Fächer"}
    )
    picture = UpdatePage.objects.child_of(project).get().picture
    for file in (picture.file, picture.get_rendition("width-30").file):
        with file.open() as stored, Image.open(stored) as opened:
            assert not opened.getexif()


def test_an_update_of_a_lead_can_move_the_stage(client, lead, project):
    client.force_login(lead)
    client.post(address(project), {"text": "Beschlossen!", "new_stage": "approved"})
    assert ProjectPage.objects.get(pk=project.pk).stage == "approved"


def test_another_project_is_refused(client, lead, project, foreign):
    client.force_login(lead)
    answer = client.post(address(foreign), {"text": "Ich war hier."})
    assert answer.status_code in {302, 403}
    assert not UpdatePage.objects.exists()
    with pytest.raises(PermissionDenied):
        domain.post_update(project=foreign, author=lead, title="Nein", text="Nein")


def test_a_lead_may_not_touch_the_project_page_itself(lead, project):
    rights = project.permissions_for_user(lead)
    assert rights.can_add_subpage()
    assert not rights.can_edit()
    assert not rights.can_publish()
    assert not rights.can_unpublish()
    assert not rights.can_delete()


def test_a_lead_edits_own_updates_and_no_others(lead, project, foreign):
    own = domain.post_update(project=project, author=lead, title="Neu", text="Neues.")
    admin = UserFactory(admin=True)
    other = domain.post_update(project=foreign, author=admin, title="Neu", text="Neues.")
    assert own.permissions_for_user(lead).can_edit()
    assert own.permissions_for_user(lead).can_unpublish()
    assert not other.permissions_for_user(lead).can_edit()


def test_an_update_of_several_lines_can_be_edited(client, lead, project):
    text = "Erste Zeile\nzweite Zeile"
    update = domain.post_update(project=project, author=lead, title="Neu", text=text)
    client.force_login(lead)
    assert client.get(reverse("wagtailadmin_pages:edit", args=[update.pk])).status_code == 200


def test_a_lead_whose_account_is_closed_may_nothing(lead, project):
    lead.is_active = False
    assert not project.permissions_for_user(lead).can_add_subpage()


def test_two_updates_of_one_headline_get_two_addresses(lead, project):
    slugs = {
        domain.post_update(project=project, author=lead, title="Neu", text="Neues.").slug
        for _number in range(3)
    }
    assert slugs == {"neu", "neu-2", "neu-3"}


@pytest.mark.parametrize(
    ("name", "content"),
    [("foto.png", b"no picture"), ("foto.svg", b"<svg/>"), ("foto.exe", b"MZ")],
)
def test_a_photo_that_is_none_is_refused_next_to_its_field(client, lead, project, name, content):
    client.force_login(lead)
    answer = client.post(
        address(project), {"text": "Mit Foto.", "photo": SimpleUploadedFile(name, content)}
    )
    assert answer.status_code == 422
    assert "photo" in answer.context["form"].errors
    assert not UpdatePage.objects.exists()


def test_script_in_a_text_is_shown_as_text(client, lead, project):
    update = domain.post_update(
        project=project, author=lead, title="Neu", text="<script>alert(1)</script>"
    )
    assert b"<script>alert(1)" not in client.get(update.url).content


def test_the_dashboard_offers_a_lead_the_own_projects(client, lead, project, foreign):
    client.force_login(lead)
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    assert address(project) in page
    assert address(foreign) not in page


def test_a_lead_finds_the_way_to_take_a_mistaken_update_back(client, lead, project, foreign):
    client.force_login(lead)
    admin = UserFactory(admin=True)
    domain.post_update(project=project, author=admin, title="Fremd", text="")
    sent = client.post(address(project), {"text": "Falsch."}, follow=True)
    update = UpdatePage.objects.child_of(project).get(title="Falsch")
    edit = reverse("wagtailadmin_pages:edit", args=[update.pk])
    take_back = dashboard.take_back_url(update)
    for url in (edit, take_back):
        assert sent.content.decode().count(f'href="{url}"') >= 2  # in the message and below
        assert client.get(url).status_code == 200
    answer = client.post(take_back, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("wagtailadmin_home")
    assert not UpdatePage.objects.get(pk=update.pk).live
    assert dashboard.own_updates(lead, [project]) == []


@pytest.mark.parametrize(
    ("text", "sentence", "rest"),
    [
        ("Die Fächer sind da. Morgen mehr.", "Die Fächer sind da.", "Morgen mehr."),
        ("Endlich!\nMehr dazu", "Endlich!", "Mehr dazu"),
        ("Am 3. März, z. B. mit Dr. Meier. Bald.", "Am 3. März, z. B. mit Dr. Meier.", "Bald."),
        ("Nur das.", "Nur das.", ""),
        ("x" * 300, "x" * 119 + "…", "x" * 300),
    ],
)
def test_the_first_sentence_is_taken_out_of_the_text(text, sentence, rest):
    assert take_sentence(text) == (sentence, rest)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"text": "Sie sind da. Ab heute. Kommt!"}, ("Sie sind da", "Ab heute.", "Kommt!")),
        ({"text": "Sie sind da."}, ("Sie sind da", "", "")),
        ({"text": "Sie sind da. Kommt!", "title": "Fächer"}, ("Fächer", "Sie sind da.", "Kommt!")),
    ],
)
def test_nothing_of_an_update_is_said_twice(client, lead, project, data, said):
    client.force_login(lead)
    client.post(address(project), data)
    update = UpdatePage.objects.child_of(project).get()
    text = strip_tags(str(update.body)).strip()
    assert (update.title, update.introduction, text) == said
    assert client.get(update.url).content.decode().count("<h1") == 1
