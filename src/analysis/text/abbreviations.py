"""Words that a full stop follows without ending the sentence, and words that begin sentences.

In: nothing. Out: sets of words for ``boundaries``; the case is the one in which they are written.
"""


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


BEFORE_NAMES = _words(
    """Mr Mrs Ms Mx Dr Drs Prof Profs Gen Sen Sens Rep Reps Gov Govs Lt Lieut Col Maj Capt Cpt Cmdr
    Comdr Cdr Sgt Cpl Pvt Pte Adm Brig Rev Fr Hon Pres Supt Det Insp Messrs Mme Mmes Mlle Mgr
    Msgr Ste Mt Ft Amb Atty Asst Assoc Del Ven Sra Srta Dra Ing Lic Sr. Herr Hr Fam Ald Cllr
    Supt Cst Const Comm Dep Dir Fmr Spc Pfc Vice-Adm Lt-Gen Lt-Col Maj-Gen Brig-Gen Jr. mr mrs
    ms dr prof"""
)
"""Titles and the like. A name follows: never the end of a sentence."""

NEVER_LAST = _words(
    """vs v cf viz ca approx e.g i.e eg ie resp incl excl esp fl al. nr bzw ggf evtl inkl zzgl vgl
    z.B d.h u.a p.ej av ej núm aprox т.е т.н см ср напр"""
)
"""Always followed by more, whatever its case."""

BEFORE_NUMBERS = _words(
    """No Nos no nos Nr Art Arts art Fig Figs fig figs Sec Secs sec Ch ch Vol Vols vol vols p pp P
    Pp para paras Para par Eq eq Ref Sect Op op Tab Rn Abs § n° Nº nº"""
)
"""Abbreviations where a number follows; words of their own where none does."""

MAYBE_LAST = _words(
    """Inc Corp Co Cos Ltd Bros Plc Pty Intl Assn Dept Univ Inst Jr Sr Esq St Ave Av Blvd Rd Sq Hwy
    Pkwy Pl Ct Bldg Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thur
    Thurs Fri Sat Sun Ala Ariz Ark Calif Colo Conn Fla Ga Ill Ind Kan Kans Ky La Mass Md Mich
    Minn Miss Mo Mont Neb Nev Okla Ore Pa Tenn Tex Va Vt Wash Wis Wyo Penn Ont Que Alta Sask Al
    al dept govt est ed eds Ed Eds trans dist gal min max avg temp tel Tel ext Ext ft oz lb lbs
    hrs mins secs yr yrs Capt Gen Rep Natl Govt Acad Sci Med Eng Op Ste Mts Is Pt Pts Ph.D U.S
    U.K U.N"""
)
"""May end a sentence or not: what follows decides."""

OFTEN_LAST = _words("etc usw osv a.m p.m A.M P.M am pm")
"""Ends a sentence if a capital follows that is no part of a time."""

OF_TIMES = _words(
    """Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May
    June July August September October November December Jan Feb Mar Apr Jun Jul Aug Sep Sept
    Oct Nov Dec Mon Tue Tues Wed Thu Thurs Fri Sat Sun GMT UTC EST EDT ET CST CDT CT MST MDT MT
    PST PDT PT BST CET CEST EET IST JST Eastern Central Pacific Mountain Greenwich Moscow London"""
)
"""What follows a time of day."""

FIRST_WORDS = _words(
    """A About According Across After Afterwards Again All Although Among An And Another Any Anyone
    Are As At Back Because Before Behind Being Below Besides Between Beyond Both But By Can
    Could Critics Despite Did Do Does During Each Earlier Either Even Eventually Every Everyone
    Everything Few Finally First For Former From Further Given Had Has Have Having He Hence Her
    Here Hers His How However I If In Indeed Instead Into Is It Its Just Last Later Least Less
    Like Likewise Many Maybe Meanwhile More Moreover Most Much My Near Nearly Neither Never
    Nevertheless Next No Nobody None Nonetheless Nor Not Nothing Now Of Officials On Once One
    Only Or Other Others Otherwise Our Out Over Overall People Perhaps Previously Rather
    Recently Reporters Since Several She Should Similarly So Some Someone Sometimes Soon Still
    Such That The Their Them Then There Therefore These They This Those Though Through
    Throughout Thus To Today Together Tomorrow Tonight Too Toward Towards Two Three Four Five
    Six Seven Eight Nine Ten Under Unless Unlike Until Up Upon Was We Were What When Whenever
    Where Whereas Whether Which While Who Whoever Whose Why With Within Without Would Yes
    Yesterday Yet You Your It's He's She's That's There's They're We're I'm I've I'll I'd Don't
    Didn't Can't Won't Isn't Doesn't Let's What's Who's Here's"""
)
"""Words whose capital, in running text, means that a sentence begins."""

LETTERED = _words(
    """plan vitamin hepatitis group grade section part phase class type model exhibit team category
    appendix schedule point option channel route size series war act book chapter figure table
    block building gate hall level line room unit zone tier product company person candidate"""
)
"""Nouns that a single letter or numeral belongs to: *Plan B*, *World War I*."""

CRIED_NAMES = _words("Yahoo Jeopardy Yum Guess Oklahoma Shazam Kahoot Joomla Chips Westward")
"""Names that end in an exclamation mark."""

GERMAN_AFTER_ORDINAL = _words(
    """Januar Februar März April Mai Juni Juli August September Oktober November Dezember
    Jahrhundert Jahrhunderts Jahrhunderte Tag Mal Platz Bundesliga Weltkrieg"""
)
"""German, Danish and others write ordinals with a stop: *am 3. Oktober*."""

ATTRIBUTIONS = _words(
    """said says say asked asks ask told tells added adds wrote writes replied replies answered
    cried shouted demanded wondered wonders exclaimed quipped joked tweeted posted declared
    insisted asserted warned claimed argued noted recalled continued explained concluded
    responded retorted yelled screamed chanted whispered inquired queried mused thundered
    snapped laughed sighed read reads thought thinks roared pleaded begged urged concedes
    conceded admitted reasoned countered"""
)
"""Verbs that tie a quotation to its speaker."""
