"""Editing the programme in the admin: what is refused is refused in words."""

from html import escape, unescape

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from wagtail.models import Locale
from wagtail.test.utils.form_data import (
    inline_formset,
    nested_form_data,
    rich_text,
    streamfield,
)

from cms.programme.models import (
    BudgetLine,
    Carrier,
    Guideline,
    ProjectCarrier,
    ProjectGuideline,
    ProjectPage,
    Score,
)
from tests.factories.programme import (
    BudgetLineFactory,
    CarrierFactory,
    ContactFactory,
    GroupFactory,
    GuidelineFactory,
    ProjectFactory,
    ScoreFactory,
)
from tests.factories.site import translated

ROWS = [
    "carrier_links", "guideline_links", "documents", "milestones", "permits", "budget_lines",
    "partners", "scores", "lead_accounts", "comments",
]  # fmt: skip


@pytest.fixture
def project(site):
    page = ProjectFactory(parent=site.projects, title="Schließfächer")
    page.save_revision().publish()
    return page


def form(**given) -> dict:
    """A project's edit form as a browser sends it."""
    fields = {
        "title": "Schließfächer", "slug": "schliessfaecher", "introduction": "Kurz.",
        "kind": "project", "stage": "idea", "order": "5", "pictogram": "", "mvp_possible": "open",
        "mvp_note": "", "body": streamfield([]), "action-publish": "Publish",
    } | {name: inline_formset([]) for name in ROWS}  # fmt: skip
    return nested_form_data(fields | given)


def save(browser, page, **given):
    return browser.post(f"/admin/pages/{page.pk}/edit/", form(**given))


def create(browser, site, **given):
    return browser.post(
        f"/admin/pages/add/programme/projectpage/{site.projects.pk}/", form(**given)
    )


def messages(answer) -> str:
    assert answer.status_code == 200, answer.headers
    return answer.content.decode()


class TestProject:
    """The form of a project."""

    def test_a_moderator_publishes_a_change_with_rows(self, project, moderator):
        carrier = CarrierFactory()
        line = {"year": "2026", "carrier": carrier.pk, "planned_cents": "3.500,50",
                "spent_cents": "0", "note": ""}  # fmt: skip
        score = {"criterion": "benefit", "score": "4", "reason": "Darum."}
        body = streamfield([("text", rich_text("<p>Neu</p>"))])
        answer = save(
            moderator, project, title="Boxen", body=body,
            budget_lines=inline_formset([line]), scores=inline_formset([score]),
        )  # fmt: skip
        assert answer.status_code == 302, answer.context["form"].errors
        project.refresh_from_db()
        assert (project.title, project.order) == ("Boxen", 5)
        assert project.budget_lines.get().planned_cents == 350_050
        assert project.scores.get().reason == "Darum."

    def test_a_new_project_gets_an_ascii_slug(self, site, moderator):
        create(moderator, site, title="Grüne Wege", slug="grüne-wege")
        assert ProjectPage.objects.get().slug == "gruene-wege"

    @pytest.mark.parametrize("action", ["action-publish", "action-submit", ""])
    def test_a_title_of_300_characters_is_refused_in_words(self, project, moderator, action):
        answer = save(moderator, project, title="x" * 300, **({action: "1"} if action else {}))
        assert "title" in answer.context["form"].errors
        assert "255" in messages(answer)

    @pytest.mark.parametrize(
        ("relation", "what", "row"),
        [
            ("scores", "Kriterium", {"criterion": "time", "score": "3", "reason": "Zweimal."}),
            (
                "budget_lines",
                "Jahr und Träger",
                {"year": "2026", "planned_cents": "1", "spent_cents": "0"},
            ),
            ("carrier_links", "Träger", {}),
        ],
    )
    @pytest.mark.parametrize("draft", [True, False])
    def test_a_row_given_twice_is_refused_next_to_the_rows(
        self, project, site, moderator, relation, what, row, draft
    ):
        if relation != "scores":
            row = row | {"carrier": CarrierFactory().pk}
        rows = {relation: inline_formset([row, row])}
        if draft:
            rows["action-publish"] = ""
        for answer in (save(moderator, project, **rows),
                       create(moderator, site, slug="neu", **rows)):  # fmt: skip
            formset = answer.context["form"].formsets[relation]
            (told,) = formset.non_form_errors()
            assert told.startswith(f"Zwei Zeilen haben denselben Eintrag bei: {what}.")
            assert formset.errors[1]["__all__"] == ["Diese Zeile gibt es schon."]
            assert escape(told) in messages(answer)
        assert not Score.objects.exists()
        assert not BudgetLine.objects.exists()
        assert not ProjectCarrier.objects.exists()

    def test_a_guideline_given_twice_is_refused_next_to_the_rows(self, project, moderator):
        row = {"guideline": GuidelineFactory().pk}
        answer = save(moderator, project, guideline_links=inline_formset([row, row]))
        assert answer.context["form"].formsets["guideline_links"].total_error_count()

    @pytest.mark.parametrize("amount", ["viel", "1e999", "-5", "99.999.999.999", "1,234"])
    def test_an_amount_that_is_none_is_refused_next_to_it(self, project, moderator, amount):
        line = {"year": "2026", "carrier": CarrierFactory().pk, "planned_cents": amount,
                "spent_cents": "0"}  # fmt: skip
        answer = save(moderator, project, budget_lines=inline_formset([line]))
        errors = answer.context["form"].formsets["budget_lines"].errors
        assert list(errors[0]) == ["planned_cents"]
        assert amount in messages(answer)

    @pytest.mark.parametrize(
        ("row", "field"),
        [
            ({"actual_year": "2026", "actual_quarter": ""}, "actual_quarter"),
            ({"actual_year": "", "actual_quarter": "2"}, "actual_quarter"),
            ({"planned_year": "1066"}, "planned_year"),
            ({"planned_quarter": "5"}, "planned_quarter"),
        ],
    )
    def test_a_milestone_that_cannot_be_is_refused(self, project, moderator, row, field):
        milestone = {"title": "Start", "planned_year": "2026", "planned_quarter": "1"} | row
        answer = save(moderator, project, milestones=inline_formset([milestone]))
        assert list(answer.context["form"].formsets["milestones"].errors[0]) == [field]

    @pytest.mark.parametrize("score", ["0", "6", "-1", "viel"])
    def test_a_score_is_between_one_and_five(self, project, moderator, score):
        row = {"criterion": "time", "score": score, "reason": "Darum."}
        answer = save(moderator, project, scores=inline_formset([row]))
        assert list(answer.context["form"].formsets["scores"].errors[0]) == ["score"]

    def test_the_database_refuses_a_second_score_of_a_criterion(self, project):
        ScoreFactory(page=project)
        with pytest.raises(IntegrityError), transaction.atomic():
            ScoreFactory(page=project)


class TestDeletion:
    """What is in use stays."""

    @pytest.fixture(params=["guideline", "carrier"])
    def used(self, request, project):
        if request.param == "guideline":
            thing = GuidelineFactory()
            ProjectGuideline.objects.create(page=project, guideline=thing)
        else:
            thing = CarrierFactory()
            ProjectCarrier.objects.create(page=project, carrier=thing)
        return thing

    def address(self, thing) -> str:
        return f"/admin/snippets/programme/{thing._meta.model_name}/delete/{thing.pk}/"

    def test_the_admin_says_that_it_is_in_use_and_where(self, used, admin):
        shown = messages(admin.get(self.address(used), follow=True))
        assert f"„{used}“ wird noch auf 1 Seite verwendet und bleibt deshalb" in unescape(shown)
        assert "„Schließfächer“" in shown
        assert f"/usage/{used.pk}/" in shown

    def test_so_it_does_when_several_are_chosen(self, used, admin):
        name = used._meta.model_name
        other = GuidelineFactory() if name == "guideline" else CarrierFactory(key="partner")
        address = f"/admin/bulk/programme/{name}/delete/?id={used.pk}&id={other.pk}"
        shown = messages(admin.get(address, follow=True))
        assert shown.count("und bleibt deshalb") == 1
        admin.post(address)
        assert type(used).objects.count() == 2

    def test_it_names_four_pages_and_counts_the_rest(self, site, admin):
        carrier = CarrierFactory()
        for number in range(6):
            project = ProjectFactory(parent=site.projects, title=f"Projekt {number}")
            ProjectCarrier.objects.create(page=project, carrier=carrier)
        shown = unescape(messages(admin.get(self.address(carrier), follow=True)))
        assert "auf 6 Seiten verwendet" in shown
        assert "„Projekt 3“, 2 weitere. " in shown
        assert "Projekt 4" not in shown

    def test_a_page_that_uses_it_twice_is_named_once(self, project, admin):
        carrier = CarrierFactory()
        ProjectCarrier.objects.create(page=project, carrier=carrier)
        BudgetLineFactory(page=project, carrier=carrier)
        assert "auf 1 Seite verwendet" in messages(admin.get(self.address(carrier), follow=True))

    def test_a_project_and_its_translation_are_one_page(self, project, admin):
        carrier = CarrierFactory()
        ProjectCarrier.objects.create(page=project, carrier=carrier)
        translated(project, "en", title="Lockers", slug="lockers")
        shown = messages(admin.get(self.address(carrier), follow=True))
        assert "auf 1 Seite verwendet" in shown
        assert "„Schließfächer“" in shown

    def test_a_contact_that_leads_a_group_stays(self, site, admin):
        contact = ContactFactory()
        GroupFactory(parent=site.groups, title="Daten", lead=contact)
        address = f"/admin/snippets/core/contact/delete/{contact.pk}/"
        assert "„Daten“" in messages(admin.get(address, follow=True))

    def test_forcing_it_changes_nothing(self, used, admin):
        admin.post(self.address(used))
        assert type(used).objects.filter(pk=used.pk).exists()

    def test_code_cannot_delete_it_either(self, used):
        with pytest.raises(ProtectedError):
            used.delete()

    def test_what_nobody_uses_is_deleted(self, site, admin):
        admin.post(self.address(GuidelineFactory()))
        admin.post(self.address(CarrierFactory()))
        assert not Guideline.objects.exists()
        assert not Carrier.objects.exists()


@pytest.mark.parametrize("model", ["guideline", "carrier"])
def test_a_number_or_key_given_twice_is_refused_in_words(site, admin, model):
    thing = GuidelineFactory(number=1) if model == "guideline" else CarrierFactory(key="city")
    fields = {"number": 1, "title": "Noch eine", "key": "city", "name": "N", "short_name": "N"}
    address = f"/admin/snippets/programme/{model}/add/?locale=de"
    answer = admin.post(address, fields)
    assert answer.context["form"].errors
    assert type(thing).objects.count() == 1


def test_facts_are_hidden_while_a_translation_is_edited(project, site, admin):
    twin = translated(project, "en", slug="lockers")
    german = messages(admin.get(f"/admin/pages/{project.pk}/edit/"))
    english = messages(admin.get(f"/admin/pages/{twin.pk}/edit/"))
    assert 'name="stage"' in german
    assert 'name="stage"' not in english
    assert ContentType.objects.get_for_model(twin).model == "projectpage"


def test_every_form_of_the_programme_opens(site, admin):
    group = GroupFactory(parent=site.groups)
    for page in (site.home, site.programme, site.projects, site.groups, site.tasks, group):
        assert admin.get(f"/admin/pages/{page.pk}/edit/").status_code == 200


def test_the_form_of_a_new_update_opens(project, moderator):
    address = f"/admin/pages/add/programme/updatepage/{project.pk}/"
    assert moderator.get(address).status_code == 200


def test_a_project_refers_to_originals_alone(project, moderator):
    german = CarrierFactory()
    english = german.copy_for_translation(Locale.objects.get(language_code="en"))
    english.save()
    shown = messages(moderator.get(f"/admin/pages/{project.pk}/edit/"))
    choices = shown.split('name="carrier_links-__prefix__-carrier"')[1].split("</select>")[0]
    assert f'value="{german.pk}"' in choices
    assert f'value="{english.pk}"' not in choices
    row = {"carrier": english.pk}
    answer = save(moderator, project, carrier_links=inline_formset([row]))
    assert list(answer.context["form"].formsets["carrier_links"].errors[0]) == ["carrier"]
