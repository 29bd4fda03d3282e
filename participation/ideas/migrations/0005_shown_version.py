"""The database counts up what an idea's page shows, whoever changes it and in whatever way.

So what is kept of a page can be kept under ``shown_version`` and is never out of date, not even for
the moment that news takes from one process to another: a name that is erased is gone with the
commit. What is said of an idea also stands on the page of the one it was merged into.

Triggers of statements, so that a thousand rows changed at once cost one more statement.
"""

from django.db import migrations

ROWS = (
    "ideaversion",
    "attachment",
    "step",
    "workshopidea",
    "comment",
    "moderationact",
    "decision",
    "assessment",
)
"""Tables whose rows have an ``idea_id``."""

FUNCTIONS = """
CREATE FUNCTION ideas_show_anew(changed bigint[]) RETURNS void LANGUAGE sql AS $$
    WITH RECURSIVE shown AS (
        SELECT id, merged_into_id FROM ideas_idea WHERE id = ANY(changed)
        UNION
        SELECT above.id, above.merged_into_id
        FROM ideas_idea AS above JOIN shown ON above.id = shown.merged_into_id
    ), held AS (
        -- Always in the same order, so that two changes at once wait and never block each other.
        SELECT id FROM ideas_idea WHERE id IN (SELECT id FROM shown) ORDER BY id FOR NO KEY UPDATE
    )
    UPDATE ideas_idea SET shown_version = shown_version + 1 WHERE id IN (SELECT id FROM held)
$$;

CREATE FUNCTION ideas_row_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM ideas_show_anew(ARRAY(SELECT DISTINCT idea_id FROM changed));
    RETURN NULL;
END
$$;

CREATE FUNCTION ideas_score_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM ideas_show_anew(ARRAY(
        SELECT DISTINCT idea_id FROM changed JOIN ideas_assessment ON ideas_assessment.id = assessment_id
    ));
    RETURN NULL;
END
$$;

CREATE FUNCTION ideas_idea_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.shown_version := OLD.shown_version + 1;
    RETURN NEW;
END
$$;

CREATE FUNCTION ideas_relative_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM ideas_show_anew(ARRAY(
        SELECT id FROM ideas_idea
        WHERE split_from_id = NEW.id
            OR id IN (NEW.split_from_id, NEW.merged_into_id, OLD.merged_into_id)
    ));
    RETURN NULL;
END
$$;

CREATE FUNCTION ideas_name_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM ideas_show_anew(ARRAY(
        SELECT id FROM ideas_idea WHERE author_id = NEW.id
        UNION SELECT idea_id FROM ideas_comment WHERE author_id = NEW.id
    ));
    RETURN NULL;
END
$$;

CREATE TRIGGER ideas_idea_changed BEFORE UPDATE ON ideas_idea
    FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*)
    EXECUTE FUNCTION ideas_idea_changed();
CREATE TRIGGER ideas_relative_changed
    AFTER UPDATE OF title, text, author_id, name_shown, alias, state, merged_into_id ON ideas_idea
    FOR EACH ROW WHEN (
        (OLD.title, OLD.text, OLD.author_id, OLD.name_shown, OLD.alias, OLD.state, OLD.merged_into_id)
        IS DISTINCT FROM
        (NEW.title, NEW.text, NEW.author_id, NEW.name_shown, NEW.alias, NEW.state, NEW.merged_into_id)
    )
    EXECUTE FUNCTION ideas_relative_changed();
CREATE TRIGGER ideas_name_changed AFTER UPDATE OF first_name, last_name ON users_user
    FOR EACH ROW WHEN (
        (OLD.first_name, OLD.last_name) IS DISTINCT FROM (NEW.first_name, NEW.last_name)
    )
    EXECUTE FUNCTION ideas_name_changed();
"""
OF_ROWS = """
CREATE TRIGGER ideas_shown_insert AFTER INSERT ON {table} REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION {function}();
CREATE TRIGGER ideas_shown_update AFTER UPDATE ON {table} REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION {function}();
CREATE TRIGGER ideas_shown_delete AFTER DELETE ON {table} REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION {function}();
"""
BACK_OF_ROWS = """
DROP TRIGGER ideas_shown_insert ON {table};
DROP TRIGGER ideas_shown_update ON {table};
DROP TRIGGER ideas_shown_delete ON {table};
"""
BACK = """
DROP TRIGGER ideas_name_changed ON users_user;
DROP TRIGGER ideas_relative_changed ON ideas_idea;
DROP TRIGGER ideas_idea_changed ON ideas_idea;
DROP FUNCTION ideas_name_changed();
DROP FUNCTION ideas_relative_changed();
DROP FUNCTION ideas_idea_changed();
DROP FUNCTION ideas_score_changed();
DROP FUNCTION ideas_row_changed();
DROP FUNCTION ideas_show_anew(bigint[]);
"""
TABLES = [(f"ideas_{name}", "ideas_row_changed") for name in ROWS]
TABLES += [("ideas_assessmentscore", "ideas_score_changed")]


def _each(statements: str) -> str:
    return "".join(statements.format(table=table, function=name) for table, name in TABLES)


class Migration(migrations.Migration):
    dependencies = [
        ("ideas", "0004_held_files"),
        ("users", "0003_project_leads_and_administrators"),
    ]

    operations = [migrations.RunSQL(FUNCTIONS + _each(OF_ROWS), _each(BACK_OF_ROWS) + BACK)]
