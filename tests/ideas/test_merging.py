"""Merging ideas, taking that back, splitting one."""

from threading import Thread

import pytest
from django.db import connection
from django.utils import translation

from cms.notifications.models import Following
from cms.notifications.queries import is_followed
from participation.ideas.domain import merging, talk
from participation.ideas.domain.merging import Words, merge, separate, split
from participation.ideas.domain.process import NotAllowedError
from participation.ideas.models import Idea, Support
from participation.ideas.models.choices import Stage, State, VersionKind
from tests.factories.people import UserFactory
from tests.ideas.stories import published, supported, told

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def facilitator(site):
    """Somebody who leads workshops."""
    return UserFactory(role="Facilitators")


@pytest.fixture
def anna(site):
    return UserFactory(email="anna@example.org")


@pytest.fixture
def ben(site):
    return UserFactory(email="ben@example.org")


def join(into, *ideas, by, **given):
    return merge(ideas=ideas, into=into, by=by, reason="Sie meinen dasselbe.", **given)


class TestMerge:
    """Several ideas become one."""

    def test_supporters_are_united_and_counted_once_each(self, facilitator, anna, ben):
        benches, seats = published("Bänke"), published("Sitze")
        supported(benches, anna)
        supported(seats, anna, ben)
        assert join(benches, seats, by=facilitator).supports_count == 2
        assert Support.objects.filter(idea=seats).count() == 2

    def test_the_old_address_leads_to_the_successor_and_is_asked_anew_each_time(
        self, facilitator, client
    ):
        benches, seats = published("Bänke"), published("Sitze")
        address = seats.get_absolute_url()
        join(benches, seats, by=facilitator)
        answer = client.get(address)
        assert (answer.status_code, answer.url) == (301, benches.get_absolute_url())
        assert answer["Cache-Control"] == "no-cache"

    def test_authors_and_followers_of_all_hear_of_it_and_of_what_follows(
        self, facilitator, anna, ben
    ):
        benches, seats = published("Bänke", author=anna), published("Sitze")
        supported(seats, ben)
        join(benches, seats, by=facilitator)
        assert told(anna) == told(seats.author) == told(ben) == ["Ideen wurden zusammengeführt"]
        talk.add_comment(idea=benches, author=facilitator, text="Gut.", trusted=True)

    def test_the_successor_gets_new_words_and_keeps_its_first_sentence(self, facilitator):
        benches, seats = published("Bänke", "Bänke bitte."), published("Sitze")
        merged = join(benches, seats, by=facilitator, words=Words("Sitzplätze", "Bänke, Stühle."))
        assert (merged.title, merged.text) == ("Sitzplätze", "Bänke, Stühle.")
        kinds = list(merged.versions.values_list("kind", "title"))
        assert kinds == [(VersionKind.ORIGINAL, "Bänke"), (VersionKind.MERGE, "Sitzplätze")]

    def test_leaving_the_successor_leaves_what_was_merged_into_it(self, facilitator, ben):
        benches, seats, tables = published("Bänke"), published("Sitze"), published("Tische")
        supported(tables, ben)
        join(seats, tables, by=facilitator)
        join(benches, seats, by=facilitator)
        assert is_followed(ben, "idea", benches.pk)
        talk.follow_idea(idea=benches, user=ben, frequency="")
        assert not Following.objects.filter(user=ben).exists()

    @pytest.mark.parametrize("state", [State.WAITING, State.HIDDEN, State.WITHDRAWN])
    def test_what_is_not_public_is_not_merged(self, facilitator, state):
        benches, seats = published(), published("Sitze")
        Idea.objects.filter(pk=seats.pk).update(state=state)
        with pytest.raises(NotAllowedError, match="Sitze"):
            join(benches, seats, by=facilitator)
        with pytest.raises(NotAllowedError, match="Sitze"):
            join(seats, benches, by=facilitator)

    def test_a_decided_idea_takes_in_others_and_is_not_merged_itself(self, facilitator):
        benches, seats = published(), published("Sitze")
        Idea.objects.filter(pk=benches.pk).update(stage=Stage.DECIDED, outcome="project")
        assert join(benches, seats, by=facilitator).merged.get() == seats
        with pytest.raises(NotAllowedError):
            join(published(), benches, by=facilitator)

    def test_an_idea_is_not_merged_with_itself_or_nothing(self, facilitator):
        benches = published()
        for ideas in ([], [benches]):
            with pytest.raises(NotAllowedError):
                join(benches, *ideas, by=facilitator)
        benches.refresh_from_db()
        assert benches.state == State.PUBLISHED

    def test_the_mail_is_in_the_language_of_the_idea_whatever_the_facilitators(
        self, facilitator, anna
    ):
        benches, seats = published(author=anna), published("Sitze")
        with translation.override("en"):
            join(benches, seats, by=facilitator)
        assert told(anna) == ["Ideen wurden zusammengeführt"]

    @pytest.mark.django_db(transaction=True)
    def test_two_who_merge_two_ideas_into_each_other_at_once_end_with_one(self, facilitator):
        benches, seats = published("Bänke"), published("Sitze")
        refused = []

        def work(into, idea):
            try:
                join(into, idea, by=facilitator)
            except NotAllowedError as error:
                refused.append(str(error))
            finally:
                connection.close()

        pairs = [(benches, seats), (seats, benches)]
        workers = [Thread(target=work, args=pair) for pair in pairs]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert len(refused) == 1
        assert Idea.objects.filter(state=State.MERGED).count() == 1


class TestSeparate:
    """A merge is taken back."""

    def test_each_has_its_own_supports_comments_and_address_again(
        self, facilitator, anna, ben, client
    ):
        benches, seats = published("Bänke"), published("Sitze")
        supported(benches, anna)
        supported(seats, anna, ben)
        talk.add_comment(idea=seats, author=facilitator, text="Gut.", trusted=True)
        join(benches, seats, by=facilitator)
        separate(idea=seats, by=facilitator, reason="Doch verschieden.")
        counts = Idea.objects.filter(pk__in=[benches.pk, seats.pk]).order_by("pk")
        assert list(counts.values_list("supports_count", flat=True)) == [1, 2]
        assert client.get(seats.get_absolute_url()).status_code == 200

    def test_every_successor_is_counted_anew(self, facilitator, ben):
        benches, seats, tables = published("Bänke"), published("Sitze"), published("Tische")
        supported(tables, ben)
        join(seats, tables, by=facilitator)
        assert join(benches, seats, by=facilitator).supports_count == 1
        separate(idea=tables, by=facilitator, reason="Doch verschieden.")
        benches.refresh_from_db()
        assert benches.supports_count == 0

    def test_the_words_of_the_successor_come_back_if_nobody_has_changed_them_since(
        self, facilitator
    ):
        benches, seats = published("Bänke"), published("Sitze")
        join(benches, seats, by=facilitator, words=Words("Sitzplätze", "Bänke und Stühle."))
        separate(idea=seats, by=facilitator, reason="Doch verschieden.", restore_words=True)
        benches.refresh_from_db()
        assert benches.title == "Bänke"
        assert benches.versions.count() == 3

    def test_words_that_were_changed_since_are_not_thrown_away(self, facilitator):
        benches, seats = published("Bänke"), published("Sitze")
        join(benches, seats, by=facilitator)
        with pytest.raises(NotAllowedError):
            separate(idea=seats, by=facilitator, reason="Doch.", restore_words=True)
        seats.refresh_from_db()
        assert seats.state == State.MERGED

    def test_what_is_separate_is_not_separated_again(self, facilitator):
        with pytest.raises(NotAllowedError):
            separate(idea=published(), by=facilitator, reason="Doch.")

    def test_both_authors_and_the_followers_hear_of_it(self, facilitator, anna, ben):
        benches, seats = published("Bänke", author=anna), published("Sitze", author=ben)
        join(benches, seats, by=facilitator)
        separate(idea=seats, by=facilitator, reason="Doch verschieden.")
        assert told(anna)[-1] == told(ben)[-1] == "Zusammenführung zurückgenommen"


class TestSplit:
    """One idea becomes several."""

    PARTS = (Words("Bänke", "Mehr Bänke."), Words("Tische", "Mehr Tische."))

    def test_the_first_part_stays_with_its_supports_and_the_other_begins_anew(
        self, facilitator, anna
    ):
        whole = published("Bänke und Tische", author=anna, name_shown="alias", alias="A.")
        supported(whole, UserFactory())
        first, second = split(idea=whole, parts=self.PARTS, by=facilitator, reason="Zwei Dinge.")
        assert (first.pk, first.title, first.supports_count) == (whole.pk, "Bänke", 1)
        assert (second.title, second.supports_count, second.split_from) == ("Tische", 0, first)
        assert (second.author, second.author_shown, second.stage) == (anna, "A.", whole.stage)
        assert second.due_on == whole.due_on
        assert second.steps.get().promised_until == whole.due_on

    def test_the_first_sentence_of_the_whole_stays_readable(self, facilitator):
        whole = published("Bänke und Tische")
        split(idea=whole, parts=self.PARTS, by=facilitator, reason="Zwei Dinge.")
        assert whole.versions.first().title == "Bänke und Tische"

    def test_who_follows_the_whole_follows_every_part_as_often(self, facilitator, ben):
        whole = published()
        talk.follow_idea(idea=whole, user=ben, frequency="weekly")
        _first, second = split(idea=whole, parts=self.PARTS, by=facilitator, reason="Zwei Dinge.")
        assert Following.objects.get(user=ben, number=second.pk).frequency == "weekly"
        assert told(ben) == ["Die Idee wurde geteilt"]

    def test_one_part_is_no_split_and_nothing_is_half_done(self, facilitator):
        whole = published()
        with pytest.raises(NotAllowedError):
            split(idea=whole, parts=self.PARTS[:1], by=facilitator, reason="Eins.")
        Idea.objects.filter(pk=whole.pk).update(state=State.HIDDEN)
        with pytest.raises(NotAllowedError):
            split(idea=whole, parts=self.PARTS, by=facilitator, reason="Zwei.")
        assert Idea.objects.count() == 1

    def test_a_split_is_taken_back_by_merging_the_part(self, facilitator):
        whole = published()
        first, second = split(idea=whole, parts=self.PARTS, by=facilitator, reason="Zwei.")
        join(first, second, by=facilitator)
        assert merging.family(first) == [first.pk, second.pk]
