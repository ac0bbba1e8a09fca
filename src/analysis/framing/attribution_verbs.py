"""Words that attribute: verbs and nouns of saying, thinking and judging, by stance.

In: nothing. Out: the verbs (lemma, stance, what may follow) and an index of their inflected forms.
Drawn up from the classes of communication, cognition and judgement verbs in Levin (1993, English
Verb Classes, ch. 29, 33, 37) and Biber et al. (1999, ch. 9); which of them take a plain object as
content was checked on news text. Words that in reports of conflict mean force rather than speech
(attack, target, fight) are left out.
"""

from functools import cache
from typing import NamedTuple

Form = str  # base, s (third person), past, participle (past), both (past and participle), ing


class Verb(NamedTuple):
    """A verb of attribution.

    ``follows`` says what may hold the content: t a that-clause, z a clause without *that*,
    w a question clause, n a noun phrase, i an infinitive, g a gerund, q a quotation,
    a (before any of these) the person addressed. ``prepositions`` may introduce it too.
    """

    lemma: str
    stance: str
    follows: frozenset[str]
    prepositions: frozenset[str]


# stance: what the reporter's choice of the verb says about the speaker or the content.
STANCES = {
    "neutral": "reports that something was said, no more (say, tell, state)",
    "claim": "leaves open, or casts doubt on, whether it is so (claim, allege)",
    "argue": "presents it as one side of a dispute (argue, insist, warn of)",
    "admit": "presents it as true and against the speaker's interest (admit, acknowledge)",
    "deny": "rejects or plays down (deny, dispute, decline)",
    "reveal": "presents it as true (note, reveal, confirm, show)",
    "criticise": "judges something badly (criticise, accuse, mock)",
    "approve": "judges something well (praise, endorse, defend)",
    "demand": "wants something done (urge, call for, order)",
    "commit": "binds the speaker (promise, vow, threaten, plan)",
    "believe": "reports a state of mind (think, believe, expect, fear)",
    "ask": "puts a question (ask, wonder)",
}

_VERBS = {
    "neutral": """
        say:tzqw:of,about tell:atqwiz:of,about state:tq write:tqzn:of,about tweet:tqz:about
        retweet:n
        add:tqz continue:q reply:tq respond:q:to,with answer:q announce:tqnw report:tqzn
        read:q post:qt comment:qt:on,about remark:qt:on,about speak::of,about talk::about
        mention:tn describe:nwq call:nq:for,on label:nq dub:nq name:n term:nq brand:nq
        characterize:nq characterise:nq portray:n depict:nq refer:q:to discuss:nw address:n
        quote:nq cite:nq quip:tq joke:tqz:about text:qt email:qt blog:qt opine:tq
        recall:tqnwg recount:nqtw relate:nqt narrate:nq summarize:nq summarise:nq begin:q
        conclude:tqz observe:tq inform:at brief:a:on notify:at advise:atiq declare:tqzn
        whisper:q shout:q yell:qt scream:q chant:q cry:q exclaim:q mutter:q murmur:q
        interject:q recite:nq repeat:qnt reiterate:tqn restate:n testify:tq:about,to
        explain:tqnwz detail:nw outline:n lay:- spell:- voice:n express:n convey:n
        predict:tqzn forecast:tn project:t estimate:tzn calculate:t speculate:tqw:about,on
        signal:tni hint:tq:at indicate:tqzn imply:tn suggest:tqzng propose:tnig
        muse:tq:about,on reflect:q:on reminisce:q:about elaborate:q:on weigh:- chime:-
        recommend:tng joked:- communicate:tn liken:n compare:n mean:- analogize:n
        paraphrase:n allude::to tease:q wax:- pen:n publish:- caption:q title:q counsel:ai
        echo:n articulate:n list:n reference:n
        invoke:n lecture:n:on parrot:n focus::on hear:tw seem:ti appear:i""",
    "claim": """
        claim:tqzni allege:tqzn purport:i profess:ni boast:tqz:about,of brag:tqz:about,of
        posit:tn postulate:t hypothesize:tq theorize:tq fantasize::about insinuate:tn
        pretend:ti exaggerate:n imagine:tnw surmise:t""",
    "argue": """
        argue:tqz:for,against insist:tqz:on contend:tqz maintain:tqz assert:tqzn counter:tq
        stress:tqn emphasize:tqnw emphasise:tqnw underscore:ntw underline:nt reason:tqz
        retort:q react:q:to shoot:- rebut:nt rebuke:n warn:atqz:of,about,against caution:atq:against
        complain:tq:about,of,to lament:tqn bemoan:nt protest:tqn:against object:tq:to
        remind:atq assure:atq reassure:at convince:at persuade:ait swear:tiqz attest:tq:to
        vouch::for proclaim:tnqz pronounce:nq decry:n rail::against,about rant:q:about
        fume:q:about thunder:q bellow:q bark:q snap:q sniff:q scoff:q:at snarl:q growl:q
        quibble::with disagree:q:with hammer:- press:- push:- lobby::for,against
        campaign::on,for,against highlight:n trumpet:n tout:nq
        plead:q:for,with appeal::for,to crow:q:about gush:q:about exhort:niq bristle::at""",
    "admit": """
        admit:tqzng:to acknowledge:tqzng concede:tqzn confess:tqz:to,that allow:tqz
        recognize:tn recognise:tn grant:tq apologize:q:for,to apologise:q:for,to regret:ntg
        accept:tn own:-""",
    "deny": """
        deny:tqzng dispute:tqnw disavow:n decline:i refuse:i reject:nq dismiss:nq
        downplay:n minimize:n brush:- shrug:- refute:nt repudiate:n renounce:n disown:n
        discount:n doubt:tnwz contradict:n rebuff:n disclaim:n recant:n retract:n
        resist:ng ignore:n sidestep:n dodge:n evade:n balk::at demur:q""",
    "reveal": """
        note:tqznw reveal:tqznw disclose:tnw confirm:tqzn show:tnzw find:tz point:- demonstrate:tnw
        prove:t discover:tw learn:tw establish:t document:nt uncover:n divulge:n leak:n
        remember:tqnwg clarify:tqn correct:q stipulate:t certify:t verify:t affirm:tqn
        reaffirm:tn conclude:tqz determine:tw rule:tz illustrate:tnw warrant:-""",
    "criticise": """
        criticize:n criticise:n accuse:n blame:nq condemn:nq denounce:nq blast:nq slam:nq
         assail:n mock:nq ridicule:nq deride:nq lambaste:n lambast:n bash:n
        excoriate:n castigate:n chide:nq scold:nq rebuke:n rip:n:into,on skewer:n eviscerate:n
        savage:n pillory:n vilify:n disparage:n denigrate:n belittle:n demean:n insult:n
        taunt:nq tease:nq needle:n trash:n knock:n ding:n hit:- fault:n question:nw
        challenge:n charge:tzq:with berate:nq admonish:nq reprimand:n malign:n smear:n demonize:n
        lampoon:n decry:n deplore:n detest:n hate:nig despise:n loathe:n resent:n
        oppose:ng dislike:ng disapprove::of deem:n lash:-  impugn:n scorn:n
        censure:n upbraid:n flay:n hammer:n pan:n jeer:qn heckle:qn gripe:tq:about
        grumble:tq:about worry:tqz:about,over""",
    "approve": """
        praise:nq endorse:n support:n back:n defend:nq applaud:n laud:nq hail:nq commend:n
        celebrate:n cheer:n embrace:n favor:ng favour:ng approve::of champion:n advocate:ng:for
        promote:n admire:nw like:nig love:nigw welcome:n thank:n congratulate:n salute:n
        compliment:n extol:n credit:n honor:n agree:tqi:with,to,on concur:tq:with second:-
        sympathize::with identify::with prefer:nig respect:n appreciate:nw justify:n
        bless:n tolerate:n value:n cherish:n enjoy:ng trust:nt side::with rally::behind,around
        vote::for""",
    "demand": """
        urge:nitq demand:tniq order:ni instruct:ai beg:aiq implore:aiq ask:aqwi:for,about request:nt
        seek:ni require:- command:aiq encourage:ni invite:ai forbid:n press:- advise:aitq
        dare:ai direct:- call:nq:for,on petition:- pressure:- nudge:- solicit:n""",
    "commit": """
        promise:tqnizaw pledge:tqniz vow:tqniz threaten:tniq swear:tiqz offer:niq plan:i:on,to
        intend:itg commit::to guarantee:tqnz volunteer:q undertake:i agree:tqi:with,to,on
        decide:tiw:against,on,to resolve:ti opt:i:for choose:i mull:nwg consider:ngw contemplate:ngw
        aim:i:to hesitate:i""",
    "believe": """
        think:tzqw:of,about believe:tzqw:in know:tzw:about feel:tz:about hope:tziq:for expect:tnz
        fear:tznq want:ni wish:tzi anticipate:tngz assume:tzn presume:tz suspect:tznw suppose:tz
        realize:tzw realise:tzw understand:tnwz guess:tzqw reckon:tzq figure:tzq
        foresee:ntg envision:ntg envisage:ntg dream:tq:of desire:ni see:tw view:n regard:n
        perceive:n
        consider:n deem:n doubt:tnwz care::about fret:tq:about,over agonize::over dread:ng
        ponder:nwq wonder:wqt:about,if,whether forget:tw marvel:tq:at rejoice:t mind:- sense:tn
        interpret:n conceive:tn judge:tn rate:n rank:- decide:tiw disagree:q:with long:i yearn:i:for
        need:- deserve:- struggle:- misunderstand:n see:twn""",
    "ask": """
        ask:aqwi:for,about,if,whether inquire:qw:about,whether,if query:qn
        wonder:wqt:about,if,whether,why,how
        question:nwq probe:-""",
}

# Verbs whose sense lies in the words that follow them.
_PHRASAL = """
    point+out:tqwnz lay+out:nw spell+out:nw speak+out:q:against,about,on,for lash+out:q:at,against
    brush+off:n brush+aside:n shrug+off:n rule+out:ng call+out:n take+on:n come+out::against,for
    go+after:n hit+back:q:at fire+back:q:at shoot+back:q:at snap+back:q:at hit+out:q:at
    weigh+in:q:on
    chime+in:tq double+down:q:on back+away::from play+down:n play+up:n wave+off:n wave+away:n
    push+back:q:on,against rattle+off:n tick+off:n line+up::behind hold+forth::on,about
    open+up:q:about sum+up:nq blurt+out:q cry+out:q:for go+on:q make+clear:tqw make+it+clear:tqw
    make+plain:tqw take+aim::at take+issue::with take+credit::for make+fun::of pay+tribute::to
    take+pride::in take+note::of make+light::of throw+cold+water::on cast+doubt::on pour+scorn::on
    raise+questions:w:about give+credit::to set+forth:n put+forward:n bring+up:n talk+up:n
    turn+down:n look+forward::to side+with:n stand+by:n drive+home:nt shout+down:n
    read+out:n cheer+on:n hint+at:n write+off:n
"""
# Adjectives after "be" or "seem" that report a state of mind, and what may follow.
_ADJECTIVES = """
    confident:t:about,of,in convinced:t:of,by concerned:t:about,by,over worried:t:about,over
    hopeful:t:about,for willing:i reluctant:i eager:i:for opposed::to supportive::of critical::of
    skeptical:t:about,of sceptical:t:about,of aware:t:of sure:tw:about,of certain:tw:about,of
    unsure:w:about,of uncertain:w:about,of optimistic:t:about determined:i afraid:ti:of
    angry:t:about,at,over,with interested::in surprised:tiw:by,at glad:ti happy:ti:about,with
    proud:ti:of disappointed:ti:in,by,with,about unhappy:t:with,about,over pleased:ti:with,by,about
    grateful:t:for,to sorry:t:for,about fearful:t:of,about wary::of,about adamant:t:about,on
    mindful:t:of tired::of fond::of doubtful:tw:about,of alarmed:t:by,at,about
    furious:t:about,at,with,over outraged:t:by,at,over upset:t:about,with,by,over
    frustrated:t:with,by,about,at impressed:t:by,with excited:t:about,by enthusiastic::about
    ambivalent::about dismissive::of contemptuous::of scornful::of hostile::to,toward
    sympathetic::to,toward open::to unwilling:i hesitant:i:about keen:i:on,about resigned::to
    committed::to thrilled:ti:with,by,about delighted:ti:with,by dismayed:t:by,at,over
    shocked:ti:by,at,over appalled:t:by,at troubled:t:by,about bothered:t:by satisfied:t:with
    dissatisfied:t:with cautious::about,of inclined:i insistent:t:on jealous::of
    respectful::of appreciative::of protective::of vocal::about,in unaware:t:of
    undecided:w:about,on annoyed:t:by,at,with irritated:t:by,at,with horrified:t:by,at
    anxious:ti:about,for nervous:t:about leery::of suspicious::of agnostic::on,about
    complimentary::of,about effusive::about,in
"""  # fmt: skip

_IRREGULAR = {
    "say": ("said", "said"), "tell": ("told", "told"), "write": ("wrote", "written"),
    "think": ("thought", "thought"), "know": ("knew", "known"), "feel": ("felt", "felt"),
    "see": ("saw", "seen"), "find": ("found", "found"), "show": ("showed", "shown"),
    "understand": ("understood", "understood"), "misunderstand": ("misunderstood", "misunderstood"),
    "read": ("read", "read"), "speak": ("spoke", "spoken"), "swear": ("swore", "sworn"),
    "foresee": ("foresaw", "foreseen"), "forecast": ("forecast", "forecast"),
    "begin": ("began", "begun"), "forget": ("forgot", "forgotten"), "forbid": ("forbade",
    "forbidden"),
    "hit": ("hit", "hit"), "shoot": ("shot", "shot"), "seek": ("sought", "sought"),
    "fight": ("fought", "fought"), "mean": ("meant", "meant"), "choose": ("chose", "chosen"),
    "undertake": ("undertook", "undertaken"), "plead": ("pleaded", "pleaded"),
}  # fmt: skip
_IRREGULAR |= {
    "make": ("made", "made"), "take": ("took", "taken"), "go": ("went", "gone"),
    "come": ("came", "come"), "lay": ("laid", "laid"), "hold": ("held", "held"),
    "set": ("set", "set"), "put": ("put", "put"), "throw": ("threw", "thrown"),
    "cast": ("cast", "cast"), "give": ("gave", "given"), "stand": ("stood", "stood"),
    "bring": ("brought", "brought"), "pay": ("paid", "paid"), "drive": ("drove", "driven"),
    "shake": ("shook", "shaken"), "spell": ("spelled", "spelled"), "cry": ("cried", "cried"),
    "bet": ("bet", "bet"),
}  # fmt: skip
_DOUBLING = frozenset(
    "admit plan slam rip quip pan dub refer rebut snap tag beg brag nag rap plod blog extol demur "
    "permit remit regret bar commit chat deter recur abhor opt hit knit".split()
)

# Lemmas that are nouns as well: alone after a noun, "claim" and "claims" are taken for the noun.
NOUN_TOO = frozenset(
    """
    address advocate aim answer appeal applause attack back balk bash blame blast blog boast brand
    brief bristle brush call campaign caption care cast caution censure challenge champion chant
    charge cheer cite claim command comment compare compliment counsel counter credit cry decline
    demand desire detail dislike dispute document dodge doubt dread dream drive echo email estimate
    fault favor favour fear fight figure find fire forecast grant guarantee guess hammer hate
    highlight hint hit hold honor hope influence insult interest jeer joke judge knock label lament
    leak line list lobby look love make mention mock name need note object offer order outline pan
    petition plan play pledge point post praise press pressure probe project promise promote protest
    push query question quote raise rally rank rant rate read reason rebuke recall reference regret
    remark reply report request respect rip rule run salute scorn scream sense set shoot shout show
    side signal slam smear stand state stress struggle sum support suspect take talk target taunt
    tease term text title trash trust turn tweet value view voice volunteer vote vow warrant wave
    welcome whisper wish wonder worry yell
    """.split()
)

# Nouns that attribute, and what may follow them, as for verbs.
_NOUNS = """
    claim:ti assertion:t statement:tq:on,about argument:t:for,against contention:t insistence:t:on
    allegation:t:of,about accusation:t:of remark:q:about,on,to comment:q:about,on,to view:t:of,on
    opinion:t:of,on,about belief:t:in position:t:on stance::on,toward proposal:i:for,on
    call:i:for,to
    plan:i:for,to promise:ti:of,to pledge:ti:of,to vow:ti threat:i:of criticism::of support::for,of
    opposition::to concern:t:about,over,with fear:t:of,about hope:t:of,for desire:i:for,to
    decision:i:on,to suggestion:t warning:t:about,of,against prediction:t:of conclusion:t
    question:w:about,whether,of denial:t:of,that endorsement::of demand:ti:for,that request:i:for
    refusal:i:to complaint:t:about,of defense::of defence::of
    praise::for,of admission:t:of acknowledgment:t:of announcement:t:of,that assessment:t:of
    description::of depiction::of characterization::of interpretation::of skepticism::about,of
    doubt:t:about suspicion:t:about enthusiasm::for,about admiration::for,of disdain::for
    contempt::for dislike::of hatred::of,for rhetoric::about,on,toward,against comparison::of,to
    confidence:t:in,that willingness:i:to eagerness:i:to determination:i:to effort:- vision::of,for
    commitment:i:to reluctance:i:to intention:i:to,of push:i:for,to embrace::of rejection::of
    mockery::of ridicule::of condemnation::of denunciation::of portrayal::of revelation:t
    declaration:t:of
    affirmation:t guess:t theory:t thesis:t understanding:t:of knowledge:t:of recollection:t:of
    case::for,against plea::for,to critique::of footage:- sentiment:t reference::to response::to
    reaction::to perception:t:of speculation:t:about,over anger::at,over,about
    frustration:t:with,at,about,over disagreement::over,on,about debate:w:over,about
    consensus:t:on recommendation:ti:for,that reminder:t:of assurance:t:of,that notion:t
    acceptance::of
    repudiation::of disavowal::of approval::of disapproval::of preference::for estimate:t:of
"""  # fmt: skip


def _entries(block: str) -> list[tuple[str, frozenset[str], frozenset[str]]]:
    """The entries ``lemma:follows:prepositions`` of a block."""
    entries = []
    for item in block.split():
        lemma, follows, prepositions = ([*item.split(":"), "", ""])[:3]
        kinds = frozenset(follows.strip("-"))
        entries.append((lemma, kinds, frozenset(filter(None, prepositions.split(",")))))
    return entries


def _inflect(lemma: str) -> list[tuple[str, Form]]:
    """The forms of a verb."""
    consonant_y = lemma.endswith("y") and lemma[-2:-1] not in "aeiou"
    if consonant_y:
        third = lemma[:-1] + "ies"
    elif lemma.endswith(("s", "sh", "ch", "x", "z", "o")):
        third = lemma + "es"
    else:
        third = lemma + "s"
    doubled = lemma + lemma[-1] if lemma in _DOUBLING else lemma
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")):
        ing = lemma[:-1] + "ing"
    else:
        ing = doubled + "ing"
    forms = [(lemma, "base"), (third, "s"), (ing, "ing")]
    if lemma in _IRREGULAR:
        past, participle = _IRREGULAR[lemma]
        if past == participle:
            return [*forms, (past, "both")]
        return [*forms, (past, "past"), (participle, "participle")]
    if lemma.endswith("e"):
        past = lemma + "d"
    elif consonant_y:
        past = lemma[:-1] + "ied"
    else:
        past = doubled + "ed"
    return [*forms, (past, "both")]


@cache
def attribution_verbs() -> dict[str, Verb]:
    """The verbs of attribution by lemma; where a verb has two stances, the first listed counts.

    Examples
    --------
    >>> attribution_verbs()["insist"].stance
    'argue'
    """
    verbs: dict[str, Verb] = {}
    for lemma, _, _ in _entries(_PHRASAL):
        word = lemma.split("+")[0]
        verbs[word] = Verb(word, "neutral", frozenset(), frozenset())
    for stance, block in _VERBS.items():
        for lemma, follows, prepositions in _entries(block):
            old = verbs.get(lemma)
            if old:
                follows, prepositions = old.follows | follows, old.prepositions | prepositions
            known = old and (old.follows or old.prepositions)
            verbs[lemma] = Verb(
                lemma, old.stance if old and known else stance, follows, prepositions
            )
    return verbs


@cache
def verb_forms() -> dict[str, tuple[Verb, Form]]:
    """Every inflected form of the verbs of attribution, with its verb and which form it is.

    Examples
    --------
    >>> verb, form = verb_forms()["wrote"]
    >>> verb.lemma, form
    ('write', 'past')
    """
    index: dict[str, tuple[Verb, Form]] = {}
    for lemma, verb in attribution_verbs().items():
        for word, form in _inflect(lemma):
            if word in index and index[word][1] == form == "base":
                continue
            # "found" is find's past before it is a verb of its own; the commoner reading, listed
            # as the past, wins over a base form.
            if word not in index or index[word][1] == "base":
                index[word] = (verb, form if word != "read" else "both")
    return index


@cache
def phrasal_verbs() -> dict[str, list[tuple[tuple[str, ...], Verb]]]:
    """Verbs of attribution of several words: by lemma, the words that follow it and the verb.

    Examples
    --------
    >>> [words for words, _ in phrasal_verbs()["lay"]]
    [('out',)]
    """
    phrasal: dict[str, list[tuple[tuple[str, ...], Verb]]] = {}
    for lemma, follows, prepositions in _entries(_PHRASAL):
        first, *rest = lemma.split("+")
        verb = Verb(lemma.replace("+", " "), "neutral", follows, prepositions)
        phrasal.setdefault(first, []).append((tuple(rest), verb))
    return phrasal


@cache
def attribution_adjectives() -> dict[str, Verb]:
    """Adjectives that report a state of mind, as if they were verbs.

    Examples
    --------
    >>> attribution_adjectives()["afraid"].prepositions
    frozenset({'of'})
    """
    return {
        lemma: Verb(lemma, "believe", follows, prepositions)
        for lemma, follows, prepositions in _entries(_ADJECTIVES)
    }


@cache
def attribution_nouns() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """Nouns of attribution, singular and plural: what may follow, and which prepositions.

    Examples
    --------
    >>> "for" in attribution_nouns()["calls"][1]
    True
    """
    nouns = {}
    for lemma, follows, prepositions in _entries(_NOUNS):
        plural = lemma[:-1] + "ies" if lemma.endswith("y") else lemma + "s"
        nouns[lemma] = nouns[plural] = (follows, prepositions)
    return nouns


def stance_of(cue: str) -> str:
    """The stance of a cue: that of its first verb of attribution; *neutral* for other signs.

    Examples
    --------
    >>> stance_of("has repeatedly denied"), stance_of("according to"), stance_of(":")
    ('deny', 'neutral', 'neutral')
    """
    forms = verb_forms()
    for word in cue.lower().split():
        word = word.strip(",:;")
        if word in forms:
            return forms[word][0].stance
    return "neutral"
