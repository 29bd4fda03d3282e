"""The decision log: numbers, chain, refusal of changes, the command, and everybody's check."""

import json
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections, transaction

from participation.ideas.domain import process
from participation.ideas.models import FIRST_HASH, Decision
from participation.ideas.queries import log
from tests.factories.evaluation import StoredIdeaFactory, decide, person

ADDRESS = "/ideen/entscheidungen/"


def forge(sql, *values):
    """Write past the triggers, as the database's owner could."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, values)
        cursor.execute("SET LOCAL session_replication_role = origin")


def refuses(sql, *values):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_each_entry_follows_the_hash_of_the_one_before(site):
    first, second, third = decide(), decide(), decide()
    assert [first.number, second.number, third.number] == [1, 2, 3]
    assert first.previous_hash == FIRST_HASH
    assert second.previous_hash == first.hash
    assert third.previous_hash == second.hash
    assert log.verify().holds
    assert log.verify().head == third.hash


def test_the_published_line_says_what_was_decided_and_nothing_about_people(site):
    by = person("Decision makers")
    line = json.loads(decide(by=by, reasons="Weil “es” nicht\ngeht: \\n 🚲").line)
    assert line["reasons"] == "Weil “es” nicht\ngeht: \\n 🚲"
    assert line["decided_on"] == "2026-03-02"
    assert set(line) == {
        "number",
        "idea",
        "title",
        "outcome",
        "reasons",
        "decided_by",
        "decided_on",
        "recorded_at",
        "page",
        "replaces",
    }
    assert by.email not in json.dumps(line)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE ideas_decision SET reasons = 'anders' WHERE number = 1",
        "UPDATE ideas_decision SET recorded_by_id = NULL, outcome = 'declined' WHERE number = 1",
        "DELETE FROM ideas_decision WHERE number = 1",
    ],
)
def test_the_database_refuses_to_change_or_delete_an_entry(site, sql):
    decide()
    refuses(sql)
    assert log.verify().holds


def test_the_database_refuses_an_entry_that_does_not_continue_the_chain(site):
    entry = decide()
    copy = (
        "INSERT INTO ideas_decision (number, idea_id, outcome, reasons, decided_by, decided_on,"
        " recorded_at, line, previous_hash, hash) SELECT %s, idea_id, outcome, reasons, decided_by,"
        " decided_on, recorded_at, line, %s, repeat('a', 64) FROM ideas_decision"
    )
    refuses(copy, 2, entry.hash)
    refuses(copy, 3, entry.hash)
    refuses(copy, 2, FIRST_HASH)


def test_erasing_who_recorded_an_entry_leaves_the_chain(site):
    by = person("Decision makers")
    entry = decide(by=by)
    Decision.objects.filter(recorded_by=by).update(recorded_by=None)
    entry.refresh_from_db()
    assert entry.recorded_by is None
    assert log.verify().holds


@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        ("UPDATE ideas_decision SET line = replace(line, 'Netz', 'Haus') WHERE number = 2", "2: "),
        ("UPDATE ideas_decision SET reasons = 'anders' WHERE number = 2", "2: its column"),
        ("UPDATE ideas_decision SET decided_on = '2020-01-01' WHERE number = 2", "decided_on"),
        ("UPDATE ideas_decision SET line = 'kein JSON' WHERE number = 2", "cannot be read"),
        ("UPDATE ideas_decision SET outcome = 'declined' WHERE number = 3", "“outcome”"),
        ("DELETE FROM ideas_decision WHERE number = 2", "3: follows 1"),
    ],
)
def test_a_forged_log_is_found_out(site, sql, fault):
    for _ in range(3):
        decide()
    forge(sql)
    errors = StringIO()
    with pytest.raises(CommandError, match="broken"):
        call_command("verify_log", stderr=errors)
    assert fault in errors.getvalue()


def test_an_entry_moved_to_another_idea_is_found_out(site):
    decide()
    forge("UPDATE ideas_decision SET idea_id = %s", StoredIdeaFactory(published=True).pk)
    assert log.verify().faults == ["1: its column “idea” differs from its line"]


def test_the_command_says_the_last_hash_and_knows_old_ones(site):
    first, second = decide(), decide()
    out = StringIO()
    call_command("verify_log", "--known", FIRST_HASH, first.hash, stdout=out)
    assert second.hash in out.getvalue()
    assert "2 entries" in out.getvalue()
    with pytest.raises(CommandError):
        call_command("verify_log", "--known", "b" * 64, stderr=StringIO())


def shell_check(folder, file, commands):
    (folder / "entscheidungen.jsonl").write_bytes(file)
    done = subprocess.run(
        [shutil.which("sh"), "-c", commands], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_the_three_lines_on_the_page_work_out_its_last_hash_in_a_shell(site, client, tmp_path):
    decide(reasons="Rückwärts \\ und % und\nzwei Zeilen, “Zitat”, 'so', $HOME `id` 🚲")
    decide(decided_by="Rat\u2028der Stadt", reasons="\u202eabc \\n \t Ende \\")
    last = decide()
    html = client.get(ADDRESS).content.decode()
    commands = re.search(r"<code>(h=.*?)</code>", html, re.DOTALL)[1].replace("&lt;", "<")
    assert len(commands.splitlines()) == 3
    answer = client.get("/ideen/entscheidungen.jsonl")
    file = b"".join(answer.streaming_content)
    assert answer["Content-Type"].startswith("application/jsonl")
    assert [json.loads(line)["number"] for line in file.decode().split("\n")[:-1]] == [1, 2, 3]
    assert shell_check(tmp_path, file, commands) == last.hash
    assert last.hash in html
    changed = file.replace(b"Zitat", b"Zufall")
    assert shell_check(tmp_path, changed, commands) != last.hash


def test_an_empty_log_is_checked_too(site, client, tmp_path):
    html = client.get(ADDRESS).content.decode()
    assert FIRST_HASH in html
    commands = re.search(r"<code>(h=.*?)</code>", html, re.DOTALL)[1].replace("&lt;", "<")
    assert shell_check(tmp_path, b"", commands) == FIRST_HASH


@pytest.mark.parametrize("number", [1, 30])
def test_the_page_costs_the_same_for_one_entry_and_for_thirty(
    site, client, assert_query_count, number
):
    for _ in range(number):
        decide()
    client.get(ADDRESS)
    with assert_query_count(7):
        html = client.get(ADDRESS).content.decode()
    assert html.count('class="decision ') == min(number, 20)


def test_a_hidden_idea_is_named_by_its_number_only(site, client):
    idea = StoredIdeaFactory(published=True, title="Verschwundene Idee")
    decide(idea)
    process.note_changes(idea, state="hidden")
    html = client.get(ADDRESS).content.decode()
    assert "Verschwundene Idee" not in html
    assert f"Idee {idea.pk}" in html


def _in_threads(work, items):
    def one(item):
        try:
            return work(item)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(one, items))


@pytest.mark.django_db(transaction=True)
def test_numbers_are_given_once_and_without_gaps_when_eight_decide_at_once(site):
    by = person("Decision makers")
    ideas = [StoredIdeaFactory(published=True) for _ in range(16)]
    made = _in_threads(lambda idea: decide(idea, by=by).number, ideas)
    assert sorted(made) == list(range(1, 17))
    assert log.verify().holds


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_the_same_idea_at_once_one_wins_and_the_other_is_told(site):
    idea, people = StoredIdeaFactory(published=True), [person("Decision makers") for _ in range(4)]

    def attempt(by):
        try:
            return decide(idea, by=by)
        except process.NotAllowedError as error:
            return str(error)

    results = _in_threads(attempt, people)
    told = [each for each in results if isinstance(each, str)]
    assert len(told) == 3
    assert all("Hauptausschuss" in text and "02.03.2026" in text for text in told)
    assert Decision.objects.count() == 1
    assert idea.steps.count() == 1
