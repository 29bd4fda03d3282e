"""Good files of a form with something else to correct: nobody has to choose them again."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from cms.core import privacy
from cms.core.models import CustomDocument, CustomImage
from participation.ideas.models import Draft, HeldFile, Idea
from participation.ideas.tasks import forget
from participation.ideas.views import files as limits
from tests.factories.files import EXE, PDF, png, upload
from tests.factories.ideas import IdeaFactory
from tests.factories.people import UserFactory
from tests.ideas.helpers import SUBMIT, WORDS, hidden_fields, send

pytestmark = pytest.mark.usefixtures("ideas")


def good_and_bad(client, time_machine, **fields):
    """Two good pictures, a bad one and a document; the refused form."""
    pictures = [upload("weg.png", png()), upload("x.jpg", EXE), upload("bank.png", png())]
    documents = [upload("plan.pdf", PDF)]
    fields = WORDS | {"pictures": pictures, "documents": documents} | fields
    answer = send(client, time_machine, SUBMIT, **fields)
    assert answer.status_code == 422
    return answer


def again(client, answer, **fields):
    """Send the form that was refused once more, as the browser shows it."""
    form = answer.context["form"]
    return client.post(SUBMIT, hidden_fields(form) | WORDS | fields)


def names(idea):
    return [each.document.title if each.document else "Bild" for each in idea.attachments.all()]


def test_good_files_are_kept_while_one_is_wrong(person, client, time_machine):
    answer = good_and_bad(client, time_machine)
    page = answer.content.decode()
    assert "x.jpg" in str(answer.context["form"].errors["pictures"])
    for name in ("weg.png", "bank.png", "plan.pdf"):
        assert name in page
    assert "noch einmal aus" not in page
    again(client, answer)
    idea = Idea.objects.get()
    assert names(idea) == ["Bild", "Bild", "plan.pdf"]
    assert {each.stored.collection.name for each in idea.attachments.all()} == {
        "Ideen, nicht öffentlich"
    }
    assert not HeldFile.objects.exists()


def test_files_are_kept_while_a_word_is_missing(client, time_machine):
    answer = good_and_bad(client, time_machine, title="", pictures=[upload("weg.png", png())])
    again(client, answer, email="neu@example.org")
    assert names(Idea.objects.get()) == ["Bild", "plan.pdf"]


def test_what_is_ticked_is_not_sent_and_goes(person, client, time_machine):
    answer = good_and_bad(client, time_machine)
    first = HeldFile.objects.first()
    path = first.image.file.name
    again(client, answer, dropped=[first.pk])
    assert names(Idea.objects.get()) == ["Bild", "plan.pdf"]
    assert CustomImage.objects.count() == 1
    assert path not in [image.file.name for image in CustomImage.objects.all()]


def test_with_those_kept_there_are_no_more_than_five(person, client, time_machine):
    answer = good_and_bad(client, time_machine)
    more = [upload(f"{number}.png", png()) for number in range(4)]
    refused = again(client, answer, pictures=more)
    assert refused.status_code == 422
    assert "Höchstens 5 Dateien" in refused.content.decode()
    assert HeldFile.objects.filter(document=None).count() == 5
    again(client, refused)
    assert len(names(Idea.objects.get())) == 6


def test_what_an_account_has_sent_is_nobody_elses(person, client, time_machine):
    answer = good_and_bad(client, time_machine)
    key = HeldFile.objects.first().key
    client.logout()
    page = client.post(SUBMIT, {"held": key, "title": ""}).content.decode()
    assert "weg.png" not in page
    again(client, answer, email="neu@example.org")
    assert names(Idea.objects.get()) == []


@pytest.mark.parametrize("key", ["", "x", "0", "' OR 1=1"])
def test_a_key_that_is_none_finds_nothing_and_loses_nothing(person, client, time_machine, key):
    answer = good_and_bad(client, time_machine, held=key)
    assert "weg.png" in answer.content.decode()
    again(client, answer)
    assert len(names(Idea.objects.get())) == 3


def test_a_saved_draft_has_its_files(person, client, time_machine):
    pictures = [upload("weg.png", png()), upload("x.jpg", EXE)]
    answer = send(client, time_machine, SUBMIT, **WORDS, save="1", pictures=pictures)
    page = client.get(answer["Location"])
    assert "weg.png" in page.content.decode()
    assert "x.jpg" in page.content.decode()  # why it was not kept
    time_machine.shift(10)
    client.post(SUBMIT, hidden_fields(page.context["form"]) | WORDS)
    assert names(Idea.objects.get()) == ["Bild"]


def test_with_its_draft_a_file_goes(person, client, time_machine):
    send(client, time_machine, SUBMIT, **WORDS, save="1", pictures=[upload("weg.png", png())])
    client.post("/ideen/einreichen/entwurf/loeschen/", {"draft": Draft.objects.get().key})
    assert not HeldFile.objects.exists()
    assert not CustomImage.objects.exists()


def test_after_a_week_they_go(person, client, time_machine, django_capture_on_commit_callbacks):
    good_and_bad(client, time_machine)
    path = HeldFile.objects.first().image.file.name
    forget(timestamp=0)
    assert HeldFile.objects.count() == 3
    HeldFile.objects.update(created_at=timezone.now() - timedelta(days=8))
    with django_capture_on_commit_callbacks(execute=True):
        forget(timestamp=0)
    assert not HeldFile.objects.exists()
    assert not CustomImage.objects.exists()
    assert not CustomDocument.objects.exists()
    assert not default_storage.exists(path)


def test_they_go_with_the_account(person, client, time_machine):
    good_and_bad(client, time_machine)
    exported = {kind.key: export for kind, export in privacy.exports(person)}
    assert len(exported["idea-held-files"].rows) == 3
    privacy.erase(person)
    assert not HeldFile.objects.exists()
    assert not CustomImage.objects.exists()


def test_who_sends_too_many_has_to_choose_them_again(person, client, time_machine, monkeypatch):
    monkeypatch.setattr(limits, "FORMS_PER_HOUR", 0)
    answer = good_and_bad(client, time_machine)
    assert "noch einmal aus" in answer.content.decode()
    assert not HeldFile.objects.exists()


def test_nothing_is_kept_for_a_robot(client, time_machine):
    good_and_bad(client, time_machine, website="https://example.org")
    assert not HeldFile.objects.exists()


def test_a_change_of_ones_idea_keeps_files_too(person, client):
    idea = IdeaFactory(published=True, author=person)
    path = f"/ideen/{idea.pk}/bearbeiten/"
    sent = {"title": "", "text": "Mehr.", "pictures": [upload("weg.png", png())]}
    answer = client.post(path, hidden_fields(client.get(path).context["form"]) | sent)
    assert "weg.png" in answer.content.decode()
    words = {"title": "Besser", "text": "Mehr."}
    client.post(path, hidden_fields(answer.context["form"]) | words)
    assert names(idea) == ["Bild"]
    assert UserFactory().held_files.count() == 0
