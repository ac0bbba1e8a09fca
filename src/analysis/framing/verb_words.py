"""Which words can be finite verbs and past participles, from endings and the irregular verbs.

In: a word in lower case. Out: whether it can be a past participle, a past form, or a form in -s.
Endings cover the regular verbs; the irregular ones are a closed class of English and are listed.
"""

from functools import cache

# base, past, participle; one form for past and participle where they are the same.
_IRREGULAR = """
arise arose arisen, awake awoke awoken, bear bore borne, beat beat beaten, become became become,
begin began begun, bend bent, bet bet, bid bid, bind bound, bite bit bitten, bleed bled,
blow blew blown, break broke broken, breed bred, bring brought, broadcast broadcast, build built,
burn burnt, burst burst, buy bought, cast cast, catch caught, choose chose chosen, cling clung,
come came come, cost cost, creep crept, cut cut, deal dealt, dig dug, draw drew drawn,
drink drank drunk, drive drove driven, eat ate eaten, fall fell fallen, feed fed, feel felt,
fight fought, find found, flee fled, fly flew flown, forbid forbade forbidden,
foresee foresaw foreseen, forget forgot forgotten, forgive forgave forgiven,
freeze froze frozen, get got, give gave given, go went gone, grow grew grown, hang hung,
hear heard, hide hid hidden, hit hit, hold held, hurt hurt, keep kept, know knew known, lay laid,
lead led, leave left, lend lent, let let, lie lay lain, light lit, lose lost, make made,
mean meant, meet met, mislead misled, mistake mistook mistaken, overcome overcame overcome,
overthrow overthrew overthrown, pay paid, put put, quit quit, read read, ride rode ridden,
ring rang rung, rise rose risen, run ran run, say said, see saw seen, seek sought, sell sold,
send sent, set set, shake shook shaken, shed shed, shoot shot, show showed shown,
shrink shrank shrunk, shut shut, sing sang sung, sink sank sunk, sit sat, sleep slept,
slide slid, speak spoke spoken, spend spent, spin spun, split split, spread spread,
spring sprang sprung, stand stood, steal stole stolen, stick stuck, sting stung,
stride strode stridden, strike struck, strive strove striven, swear swore sworn, sweep swept,
swim swam swum, swing swung, take took taken, teach taught, tear tore torn, tell told,
think thought, throw threw thrown, undergo underwent undergone, understand understood,
undertake undertook undertaken, undo undid undone, uphold upheld, upset upset,
wake woke woken, wear wore worn, weave wove woven, weep wept, win won, wind wound,
withdraw withdrew withdrawn, withhold withheld, withstand withstood, write wrote written
"""
# Words in -ed that are no past forms, and participles that with *be* tell a state of mind.
_NO_PAST = frozenset(
    "need indeed speed feed seed hundred red bed breed weed exceed proceed succeed "
    "sacred naked wicked rugged kindred".split()
)
_STATES_OF_MIND = frozenset(
    "interested concerned pleased worried determined supposed tired excited delighted scared "
    "convinced prepared opposed committed inclined ashamed experienced used dedicated "
    "confused".split()
)
# Endings of nouns in -s that are rarely verbs: agents, and abstract nouns.
_NOUN_ENDINGS = tuple(
    "ers ors ists ians ions ments ness ss ities ees ants ents ics us is allies".split()
)


@cache
def irregular_verbs() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The irregular verbs: their base forms, past forms and participles.

    Examples
    --------
    >>> bases, pasts, participles = irregular_verbs()
    >>> "give" in bases, "gave" in pasts, "given" in participles, "gave" in participles
    (True, True, True, False)
    """
    entries = [item.split() for item in _IRREGULAR.split(",")]
    return (
        frozenset(item[0] for item in entries),
        frozenset(item[1] for item in entries),
        frozenset(item[-1] for item in entries),
    )


def is_participle(word: str) -> bool:
    """Whether a word, in lower case, can be a past participle.

    Examples
    --------
    >>> [word for word in ("backed", "given", "gave", "red", "run") if is_participle(word)]
    ['backed', 'given', 'run']
    """
    regular = len(word) > 3 and word.endswith("ed") and word not in _NO_PAST
    return regular or word in irregular_verbs()[2]


def is_past(word: str) -> bool:
    """Whether a word, in lower case, can be a past tense.

    Examples
    --------
    >>> [word for word in ("backed", "given", "gave") if is_past(word)]
    ['backed', 'gave']
    """
    regular = len(word) > 3 and word.endswith("ed") and word not in _NO_PAST
    return regular or word in irregular_verbs()[1]


def is_irregular_past(word: str) -> bool:
    """Whether a word, in lower case, is the past of an irregular verb and no base form.

    Examples
    --------
    >>> [word for word in ("wept", "backed", "cut") if is_irregular_past(word)]
    ['wept']
    """
    bases, pasts, _ = irregular_verbs()
    return word in pasts and word not in bases


def is_third_person(word: str) -> bool:
    """Whether a word in -s, in lower case, can be a verb; endings of nouns speak against it.

    Examples
    --------
    >>> [word for word in ("holds", "supporters", "allies", "denies") if is_third_person(word)]
    ['holds', 'denies']
    """
    return len(word) > 3 and word.endswith("s") and not word.endswith(_NOUN_ENDINGS)


def is_state_of_mind(word: str) -> bool:
    """Whether a participle after *be*, with no *by*, is an adjective (*is interested in*)."""
    return word in _STATES_OF_MIND
