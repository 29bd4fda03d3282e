"""Words that contain a word: which of them a reader means.

``Licht`` stands in ``Wegelicht``, ``veröffentlicht`` and ``Schlichtungsstelle``, and is a word only
in the first. So what stands before it must be one too, as German makes compounds: ``Wege`` is.
"""

from cms.core.search import texts

SHORTEST = 3
"""Letters of a word that is looked for inside others, and of what may stand before it."""
# A little word before another makes a third of them: an Umzug is no Zug.
NO_HEADS = (
    *("auf", "aus", "bei", "dar", "durch", "ein", "ent", "fort", "gegen", "her", "hin", "innen"),
    *("los", "miss", "mit", "nach", "nieder", "ober", "rueck", "ueber", "unter", "ver", "vor"),
    *("voraus", "vorbei", "weg", "wider", "wieder", "zer", "zurueck", "zusammen"),
)
# But who looks for leihen wants ausleihen and verleihen too.
VERB_HEADS = ("ab", "an", "auf", "aus", "be", "ein", "mit", "ver", "zurueck")

# The part is inside, and what stands before it is a word as it is (Park-bank), with its own ending
# (schliess-en) or with letters between (Bewegung-s-melder); or it is the beginning of another word
# that goes on with a word (Muster-strasse).
WORDS_WITH = """
    SELECT word FROM (
        SELECT word, left(word, strpos(word, part) - 1) AS head FROM core_searchword
        WHERE language = ANY(%(languages)s) AND word LIKE '%%' || part || '%%'
        AND length(part) >= %(shortest)s AND strpos(word, part) > 2
        ORDER BY length(word), word LIMIT 100
    ) AS inside
    WHERE (is_verb AND head = ANY(%(verb_heads)s))
    OR (length(head) >= %(shortest)s AND head <> ALL(%(no_heads)s) AND (
        EXISTS (
            SELECT FROM core_searchword AS known WHERE known.language = ANY(%(heads)s)
            AND length(known.word) >= %(shortest)s AND known.word IN (
                head, head || 'e', head || 'n', head || 'en', rtrim(head, 's'), rtrim(head, 'n'),
                rtrim(head, 's') || 'e', regexp_replace(head, '(es|en|er|e)$', '')
            )
        )
        OR (is_verb AND EXISTS (
            SELECT FROM core_searchword AS known WHERE known.language = ANY(%(heads)s)
            AND known.word = regexp_replace(head, '(ab|an|auf|aus|be|ein|mit|ver)$', '')
        ))
        OR (length(head) > %(shortest)s AND EXISTS (
            SELECT FROM core_searchword AS other
            JOIN core_searchword AS known ON known.word = substr(other.word, length(head) + 1)
            WHERE other.language = ANY(%(heads)s) AND known.language = ANY(%(heads)s)
            AND other.word LIKE head || '_%%' AND strpos(other.word, part) = 0
            AND length(known.word) > %(shortest)s
        ))
    ))
    LIMIT 50
"""
PARAMETERS = {
    "shortest": SHORTEST,
    "no_heads": list(NO_HEADS),
    "verb_heads": list(VERB_HEADS),
}


def parts_of(word: str) -> set[str]:
    """What of a typed word may stand inside others: its stem, with umlauts and without."""
    return {texts.stem(texts.fold(word)), texts.stem(texts.fold(texts.without_dots(word)))}


def cuts_of(word: str) -> list[tuple[str, str]]:
    """Every beginning and every end that may be a word of its own, as ``head`` and ``tail``."""
    folded = texts.fold(word)
    places = range(SHORTEST + 1, len(folded) - SHORTEST)
    return [(folded[:n], "head") for n in places] + [(folded[-n:], "tail") for n in places]


def is_verb(word: str) -> bool:
    """Whether the word may be a verb: `leihen`."""
    return word.endswith("en") and len(texts.stem(word)) > SHORTEST
