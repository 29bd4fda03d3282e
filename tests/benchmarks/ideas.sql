-- Ideas with all that is said about them, beside those of the demo. psycopg puts :number in; statements
-- end with a semicolon at the end of a line. Nothing is random: every run makes the same rows.

-- Words: some stand in every fifth idea, most in few, as in what people write.
CREATE TEMPORARY TABLE common_word AS
SELECT row_number() OVER () - 1 AS place, word FROM unnest(ARRAY[
    'Beleuchtung', 'Fahrradständer', 'Spielplatz', 'Sitzbänke', 'Bushaltestelle', 'Radweg', 'Trinkbrunnen',
    'Schließfächer', 'Ladesäulen', 'Stadtpark', 'Bücherschrank', 'Mülleimer', 'Baumpatenschaft', 'Jugendtreff',
    'Zebrastreifen', 'Wochenmarkt', 'Gemeinschaftsgarten', 'Sensoren', 'Mitfahrbank', 'Lastenräder',
    'Regenwasser', 'Parkplätze', 'Schulweg', 'Barrierefreiheit', 'Bürgerterminal', 'Dachbegrünung',
    'Wildblumen', 'Toiletten', 'Sportgeräte', 'Nachbarschaft'
]) AS word;
CREATE TEMPORARY TABLE filler AS
SELECT row_number() OVER () - 1 AS place, sentence FROM unnest(ARRAY[
    'Viele Menschen gehen hier jeden Tag entlang, und abends fühlt sich kaum jemand sicher.',
    'Das würde Kindern, Älteren und allen helfen, die nicht gut zu Fuß sind.',
    'In anderen Städten gibt es so etwas längst, und es kostet nicht viel.',
    'Wer mag, könnte sich um die Pflege kümmern; ich selbst wäre gern dabei.',
    'Man sollte zuerst an einer Stelle ausprobieren, ob es angenommen wird.',
    'Mit der Schule und den Vereinen in der Nähe ließe sich das gemeinsam machen.',
    'Bisher muss man dafür mit dem Auto fahren, das ist schlecht für die Luft.'
]) AS sentence;
CREATE TEMPORARY TABLE rare_word AS
SELECT number - 1 AS place,
    initcap((ARRAY['bal', 'dor', 'fen', 'gar', 'hul', 'kel', 'lom', 'mar', 'nis', 'ost'])[number % 10 + 1]
    || (ARRAY['ba', 'de', 'fi', 'go', 'hu', 'ka', 'le', 'mi', 'no', 'ru'])[number / 10 % 10 + 1]
    || (ARRAY['berg', 'dorf', 'feld', 'grund', 'hof', 'kamp', 'moor', 'rade', 'stieg', 'wisch'])[number / 100 % 10 + 1]
    || (ARRAY['weg', 'platz'])[number / 1000 % 2 + 1]) AS word
FROM generate_series(1, 2000) AS number;

INSERT INTO users_user (password, is_superuser, first_name, last_name, email, is_staff, is_active,
    date_joined, language)
SELECT '!', false, 'Erika', 'Muster ' || number, 'bench-' || number || '@example.org',
    false, true, now(), 'de'
FROM generate_series(1, 2000) AS number;

CREATE TEMPORARY TABLE person AS
SELECT row_number() OVER (ORDER BY id) - 1 AS place, id FROM users_user WHERE email LIKE 'bench-%';

-- A few ideas are liked and talked about much, most a little: the weight falls with the rank's root.
CREATE TEMPORARY TABLE plan AS
SELECT number, heard.rank, power(heard.rank, -0.5) / sum(power(heard.rank, -0.5)) OVER () AS weight
FROM generate_series(1, :number) AS number,
    LATERAL (SELECT (number * 7919 % :number) + 1 AS rank) AS heard;

INSERT INTO ideas_idea (title, text, language, author_id, name_shown, alias, would_help, tags, place_id, address,
    state, stage, stage_since, due_on, outcome, working_group_id, submission_key, confirmation_email,
    created_at, published_at, supports_count, comments_count)
SELECT first.word || ' und ' || second.word || ' am ' || street.word,
    concat_ws(' ', 'Am ' || street.word || ' fehlt: ' || first.word || '.', one.sentence, other.word || '?',
        two.sentence, three.sentence),
    'de', person.id, CASE number % 3 WHEN 0 THEN 'real' ELSE 'none' END, '', number % 7 = 0,
    ARRAY[lower(first.word), lower(second.word)], place.id, '', 'published', stage.name,
    now() - number * interval '1 hour', CASE WHEN stage.outcome = '' THEN current_date + 20 - number % 50 END,
    stage.outcome, NULL, gen_random_uuid(), '', now() - number * interval '1 hour',
    now() - number * interval '1 hour', 0, 0
FROM plan
JOIN common_word AS first ON first.place = number % 30
JOIN common_word AS second ON second.place = (number / 30 * 7 + number + 1) % 30
JOIN rare_word AS street ON street.place = number * 31 % 2000
JOIN rare_word AS other ON other.place = number * 17 % 2000
JOIN filler AS one ON one.place = number % 7
JOIN filler AS two ON two.place = (number + 1 + number % 5) % 7
JOIN filler AS three ON three.place = (number + 6) % 7
JOIN person ON person.place = number % 2000
JOIN (SELECT row_number() OVER (ORDER BY id) - 1 AS number_of, count(*) OVER () AS every, id FROM core_place)
    AS place ON place.number_of = number / 3 % place.every
JOIN (VALUES (0, 'collection', ''), (1, 'collection', ''), (2, 'workshop', ''), (3, 'refinement', ''),
    (4, 'evaluation', ''), (5, 'roadmap', ''), (6, 'committee', ''), (7, 'decided', 'parked'),
    (8, 'decided', 'declined'), (9, 'implementation', 'project')) AS stage (place, name, outcome)
    ON stage.place = number / 7 % 10;

CREATE TEMPORARY TABLE made AS
SELECT idea.id, idea.created_at, idea.text, idea.title, idea.author_id, idea.stage, plan.number, plan.weight
FROM ideas_idea AS idea JOIN plan ON idea.created_at = now() - plan.number * interval '1 hour';

INSERT INTO ideas_support (idea_id, user_id, created_at)
SELECT made.id, person.id, made.created_at + turn * interval '1 minute'
FROM made, generate_series(1, ceil(least(2000, made.weight * 10 * :number))::integer) AS turn
JOIN person ON true WHERE person.place = (made.number * 13 + turn) % 2000;

INSERT INTO ideas_comment (idea_id, author_id, name_shown, alias, text, state, is_official, is_note, created_at)
SELECT made.id, person.id, 'real', '', filler.sentence, 'published', turn % 9 = 0, false,
    made.created_at + turn * interval '1 minute'
FROM made, generate_series(1, ceil(made.weight * 5 * :number)::integer) AS turn
JOIN filler ON filler.place = turn % 7
JOIN person ON true WHERE person.place = (made.number * 29 + turn * 3) % 2000;

UPDATE ideas_comment SET parent_id = earlier.parent
FROM (
    SELECT comment.id, lag(comment.id) OVER said AS parent, row_number() OVER said AS turn
    FROM ideas_comment AS comment JOIN made ON made.id = comment.idea_id
    WINDOW said AS (PARTITION BY comment.idea_id ORDER BY comment.created_at)
) AS earlier
WHERE earlier.id = ideas_comment.id AND earlier.turn % 3 = 2;

INSERT INTO ideas_ideaversion (idea_id, kind, title, text, note, editor_id, created_at)
SELECT id, kind, title, CASE kind WHEN 'original' THEN left(text, 120) ELSE text END, '', author_id, created_at
FROM made, unnest(ARRAY['original', 'edit']) AS kind WHERE kind = 'original' OR number % 3 = 0;

INSERT INTO ideas_step (idea_id, stage, outcome, note, entered_at, promised_until, by_id)
SELECT id, name, '', '', created_at + place * interval '1 day', created_at::date + 28, NULL
FROM made JOIN (VALUES (0, 'collection'), (1, 'workshop'), (2, 'refinement'), (3, 'evaluation')) AS stage (place, name)
    ON place = 0 OR made.number % 5 >= place;

UPDATE ideas_idea SET
    supports_count = (SELECT count(*) FROM ideas_support WHERE idea_id = ideas_idea.id),
    comments_count = (SELECT count(*) FROM ideas_comment WHERE idea_id = ideas_idea.id)
WHERE id IN (SELECT id FROM made);

-- As cms/core/search/index.py writes it, at once.
CREATE FUNCTION pg_temp.folded(words text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT replace(replace(replace(replace(lower(words), 'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'), 'ß', 'ss')
$$;

INSERT INTO core_searchentry (source, object_id, language, section, title, folded, text, vector)
SELECT 'idea', made.id::text, 'de', 'ideas', title, pg_temp.folded(title), words,
    setweight(to_tsvector('german', title), 'A') || setweight(to_tsvector('german', pg_temp.folded(title)), 'A')
    || to_tsvector('german', words) || to_tsvector('german', pg_temp.folded(words))
FROM made, LATERAL (SELECT text || ' ' || array_to_string(tags, ' ') AS words
    FROM ideas_idea WHERE ideas_idea.id = made.id) AS indexed;

INSERT INTO core_searchword (language, word, written)
SELECT DISTINCT 'de', word, word
FROM made, LATERAL regexp_split_to_table(pg_temp.folded(title || ' ' || text), '[^a-z]+') AS word
WHERE length(word) BETWEEN 3 AND 40
ON CONFLICT DO NOTHING;
