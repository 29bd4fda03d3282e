"""Pages of the programme name the ideas that they grew from."""

from participation.ideas.domain import moderation
from participation.ideas.models import Idea
from tests.factories import evaluation
from tests.factories.people import UserFactory
from tests.factories.programme import GroupFactory, ProjectFactory
from tests.factories.site import translated
from tests.ideas.stories import published

HEADING = 'id="origins"'


def decided_for(page, outcome="project", **fields):
    idea = published(**fields)
    evaluation.decide(idea, outcome=outcome, page=page)
    return Idea.objects.get(pk=idea.pk)


def shown(client, page):
    return client.get(page.url).content.decode()


def test_a_project_names_its_ideas_in_every_language(site, ideas, client):
    project = ProjectFactory(parent=site.projects, title="Bänke für alle")
    assert HEADING not in shown(client, project)
    idea = decided_for(project, title="Mehr Sitzplätze im Park")
    assert HEADING in shown(client, project)
    for page in (project, translated(project, "en")):
        assert f"/{idea.pk}-{idea.slug}/" in shown(client, page)
    assert HEADING not in shown(client, ProjectFactory(parent=site.projects, title="Ein anderes"))


def test_a_working_group_names_the_ideas_it_has_as_topics(site, ideas, client):
    group = GroupFactory(parent=site.groups)
    decided_for(group, outcome="group_topic", title="Sonnensegel über dem Sand")
    assert "Sonnensegel über dem Sand" in shown(client, group)


def test_an_idea_that_is_hidden_is_named_nowhere(site, ideas, client):
    project = ProjectFactory(parent=site.projects, title="Bänke für alle")
    idea = decided_for(project, title="Mehr Sitzplätze im Park")
    assert idea.title in shown(client, project)
    moderation.hide_idea(idea=idea, moderator=UserFactory(), reason="Nennt einen Nachbarn.")
    assert idea.title not in shown(client, project)
