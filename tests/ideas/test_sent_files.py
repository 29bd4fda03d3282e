"""What came with an idea, as moderators see it before anybody else does."""

import pytest
from django.urls import reverse

from participation.ideas.domain import attachments
from participation.ideas.models import Attachment
from tests.factories.files import DocumentFactory, ImageFactory
from tests.factories.ideas import IdeaFactory

pytestmark = pytest.mark.usefixtures("ideas")


def test_nothing_is_published_from_the_queue_unseen(office, client):
    idea = IdeaFactory()
    picture, plan = ImageFactory(title="Die Bank"), DocumentFactory(title="Der Plan")
    shown = Attachment.objects.create(idea=idea, image=picture)
    saved = Attachment.objects.create(idea=idea, document=plan)
    attachments.open_or_close(idea=idea)
    address = reverse("moderate_document", args=[saved.pk])
    for path in ("/admin/ideas/moderation/", f"/admin/ideas/{idea.pk}/moderation/"):
        page = client.get(path).content.decode()
        assert 'src="/media/' in page
        assert f'<a href="{address}">Der Plan</a>' in page
    answer = client.get(address)
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content)
    assert client.get(reverse("moderate_document", args=[shown.pk])).status_code == 404
