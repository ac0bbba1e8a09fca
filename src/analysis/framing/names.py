"""Words around personal names: titles and roles, and first names that tell a person's sex.

In: nothing. Out: word lists, all in lower case. The first names are common ones of the languages
that English-language news names people from; a name that is given to both sexes is in neither list.
"""

TITLES = frozenset(
    """
    mr mrs ms miss mx dr prof professor sir dame lord lady madam president vice-president vice
    premier chancellor prime minister foreign interior defense defence finance justice treasury
    secretary secretary-general state general gen lt lieutenant col colonel maj major capt
    captain sgt sergeant adm admiral cmdr commander officer detective sheriff chief senator sen
    sens rep reps representative congressman congresswoman gov govs governor mayor councilman
    councilwoman councilmember delegate assemblyman judge chairman chairwoman chair chairperson
    ceo director spokesman spokeswoman spokesperson ambassador amb envoy special pope king queen
    prince princess sheikh sheik emir sultan ayatollah imam mullah rabbi rev reverend father
    bishop archbishop cardinal sister brother republican republicans democrat democrats
    democratic gop candidate nominee strategist former ex deputy assistant attorney lawyer
    analyst author host commentator coach reporter correspondent editor columnist pollster
    consultant adviser advisor leader speaker majority minority house whip executive first
    acting then-president national presidential campaign political senior economist historian
    scientist
    """.split()
)
# Titles that also begin the names of offices and bodies, and so do not show a person.
QUALIFIERS = frozenset(
    """
    special first acting national senior state general foreign interior defense defence finance
    justice treasury presidential political campaign vice prime majority minority house executive
    former ex deputy assistant chief republican republicans democrat democrats democratic gop
    """.split()
)
_MALE_TITLES = """
    mr sir lord king prince sheikh sheik emir sultan father congressman chairman spokesman
    councilman
""".split()
_FEMALE_TITLES = """
    mrs ms miss dame lady madam queen princess sister congresswoman chairwoman spokeswoman
    councilwoman
""".split()
TITLE_SEX = {**dict.fromkeys(_MALE_TITLES, "m"), **dict.fromkeys(_FEMALE_TITLES, "f")}

_MALE = """
    aaron abdul abdullah abraham adam adel adrian ahmad ahmed alan albert alejandro aleksandr
    alex alexander alexei alfred ali allen amir andre andrei andrew angelo anthony antonio
    antonis arnold arthur asad barack barry bashar ben benjamin bernard bernie bill billy bob
    bobby boris brad bradley brandon brendan brent brett brian bruce bruno bryan carl carlos
    cary charles charlie chip chris christopher chuck clarence claude clint colin corey cory
    craig curt curtis dale damon dan daniel daniil danny darrell darryl dave david dean denis
    dennis derek dick dimitri dmitri dmitry dominic don donald donnie doug douglas drew dwayne
    dwight earl ed eddie edgar eduardo edward edwin elijah eliot elliott emmanuel enrique eric
    erik ernest ernesto ethan eugene evan faisal felix fernando fidel francisco franco francois
    frank frankie franklin fred frederick gary gavin gene gennady geoff geoffrey george gerald
    gerard giorgio giuseppe glenn gordon graham greg gregory guillermo gus guy hamid hank hans
    harold harry harvey hasan hassan hector henry herbert herman hosni howard hugh hugo hussein
    ian ibrahim igor ilya isaac ivan jack jacob jacques jake jamal james jared jason javad
    javier jay jean-claude jeb jeff jeffrey jeremy jerome jerry jesus jim jimmy joaquin joe joel
    john johnny jon jonathan jorge jose josef joseph josh joshua juan julian julio justin karl
    keith ken kenneth kevin kirk kofi kurt kyle lance larry laurent lawrence lee len leo leon
    leonard leonid leroy lewis lincoln lindsey lloyd louis luc lucas luis luke mahmoud malcolm
    manuel marc marcel marco marcus mario mark markus marshall martin marvin matt matthew
    maurice max maxim maxime melvin michael michel miguel mike mikhail mitch mitchell mitt
    mohamed mohammad mohammed moshe muhammad mustafa nate nathan nathaniel ned neil nelson newt
    nicholas nicolas nigel nikita nikolai noah norman oleg oliver omar osama oscar otto owen
    patrick paul pavel pedro pete peter phil philip philippe phillip pierre rafael rajiv ralph
    ramon ramzan rand randy raul ray raymond recep reggie reince rex ricardo richard rick ricky
    rob robert roberto rodney rodrigo roger roland ron ronald ross roy rudy rupert russ russell
    ryan saddam salman sam samir samuel saul scott sean sebastian serge sergei sergey seth shawn
    sheldon shimon sidney silvio simon spencer staffan stan stanley stephen steve steven stewart
    stuart tariq tayyip ted terrence terry theodore thomas tim timothy toby todd tom tommy tony
    travis trent trevor tyler victor viktor vince vincent vitaly vladimir wade walid walter
    warren wayne wesley wilbur will william willie wladimir woody xavier yasser yevgeny yitzhak
    yuri yusuf zachary zeid
""".split()
_FEMALE = """
    abby abigail aisha alexandra alexandria alice alicia alison allison alma amanda amber amelia
    amina amy ana anastasia andrea angela angelina anita ann anna anne annette annie april
    aurora barbara beatrice becky bernadette beth bethany betsy betty beverly bonnie brenda
    brianna bridget brittany camilla candace carla carly carmen carol carole caroline carolyn
    carrie catherine cathy cecilia celine charlotte chelsea cheryl christiane christina
    christine cindy claire clara claudia colleen condoleezza connie courtney crystal cynthia
    daisy dana danielle dawn debbie deborah debra denise diana diane dolores dominique donna
    dora doris dorothy edith eileen elaine eleanor elena elise elizabeth ella ellen ellie elsa
    emily emma erica erika erin esther ethel eva evelyn farah fatima federica felicia fiona
    florence frances gabriela gabrielle gail geraldine gina ginger gloria grace greta gretchen
    gwen haley hannah harriet hazel heather heidi helen helene helga hillary holly hope huma ida
    ilana ines ingrid irene irina iris isabel isabelle ivana ivanka jacqueline jane janet janice
    jasmine jeanne jennifer jenny jessica jill joan joanna joanne josephine joyce juanita judith
    judy julia juliana julie june karen kate katherine kathleen kathryn kathy katie katrina
    kayleigh kellyanne kimberly kirsten kristen kristin kristina lana laura lauren leila lena
    lillian lilly linda lisa lois lori lorraine louise lucia lucy lydia lynn mabel madeleine
    margaret maria mariam marianne marie marilyn marina marine marjorie marlene marsha martha
    mary maureen maxine megan megyn melania melanie melinda melissa mercedes michele michelle
    mildred miranda miriam molly monica nadia nadine nancy naomi natalia natalie natasha nicola
    nicole nikki nina nora norma olga olivia paige pamela patricia patti patty paula pauline
    peggy penelope phyllis priscilla rachel rebecca regina renee rhonda rita roberta rosa rose
    rosemary roxanne ruth sabrina sally samantha sandra sara sarah selma sharon sheila shelley
    sherry shirley sofia sonia sophia sophie stacey stella stephanie sue susan suzanne svetlana
    sylvia tamara tammy tanya tara tatiana teresa theresa tiffany tina tracy ursula valentina
    valerie vanessa vera veronica vicki victoria violet virginia vivian wanda wendy yolanda
    yvonne zoe
""".split()
FIRST_NAME_SEX = {**dict.fromkeys(_MALE, "m"), **dict.fromkeys(_FEMALE, "f")}

# Names that end with one of these are no persons.
NOT_PERSONS = frozenset(
    """
    act administration africa agency airport alliance america americans angeles arabia army
    association authority avenue bank beach bill brigade britain bureau campaign carolina caucus
    center centre church city club coalition college command commission committee company congress
    convention corp council county court dakota day debate department diego east election force
    forces forum foundation francisco front fund government group guard hampshire herald
    hospital hotel house inc initiative institute institution island islands jersey journal
    kingdom korea law league ltd magazine mexico ministry movement nations navy network news
    north office organisation organization orleans park parliament party police poll post press
    primary program project radio report republic review road school senate service services
    society south state states street summit survey television times tower treaty tribune tv
    union university vegas virginia war week west york zealand
    """.split()
)
PARTICLES = frozenset(
    "al el de da di du del della der den van von bin ibn ben la le ter ten abu".split()
)
