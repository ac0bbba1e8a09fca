"""Names of months and weekdays, by language, as date lines write them.

Forms of one name are parted by a stroke, the words of a form by a low line. What names one month in
one language and another in a second is left out: "listopada" is November in Polish and October in
Croatian.
"""

import unicodedata

_MONTHS = {
    "English": "january/jan february/feb/febr march/mar april/apr may june/jun july/jul august/aug "
               "september/sep/sept october/oct november/nov december/dec",
    "German": "januar/jänner/jän februar/feber märz/mrz/mär april mai juni juli august september "
              "oktober/okt november dezember/dez",
    "French": "janvier/janv/jan février/févr/fév mars avril/avr mai juin juillet/juil août/aout "
              "septembre/sept octobre/oct novembre/nov décembre/déc",
    "Spanish": "enero/ene febrero/feb marzo/mar abril/abr mayo/may junio/jun julio/jul agosto/ago "
               "septiembre/setiembre/sept octubre/oct noviembre/nov diciembre/dic",
    "Italian": "gennaio/gen febbraio/feb marzo/mar aprile/apr maggio/mag giugno/giu luglio/lug "
               "agosto/ago settembre/set/sett ottobre/ott novembre/nov dicembre/dic",
    "Portuguese": "janeiro/jan fevereiro/fev março/mar abril/abr maio/mai junho/jun julho/jul "
                  "agosto/ago setembro/set outubro/out novembro/nov dezembro/dez",
    "Dutch": "januari februari maart/mrt april mei juni juli augustus september oktober november "
             "december",
    "Swedish": "januari februari mars april maj juni juli augusti september oktober november "
               "december",
    "Danish": "januar februar marts april maj juni juli august september oktober november december",
    "Norwegian": "januar februar mars april mai juni juli august september oktober november "
                 "desember/des",
    "Finnish": "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta "
               "elokuuta syyskuuta lokakuuta marraskuuta joulukuuta",
    "Polish": "stycznia/styczeń/sty lutego/luty marca/marzec kwietnia/kwiecień maja/maj "
              "czerwca/czerwiec lipca/lipiec sierpnia/sierpień września/wrzesień "
              "października/październik - grudnia/grudzień",
    "Czech": "ledna/leden února/únor března/březen dubna/duben května/květen června/červen "
             "července/červenec srpna/srpen září října/říjen listopadu prosince/prosinec",
    "Romanian": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie "
                "noiembrie decembrie",
    "Hungarian": "január február március április május június július augusztus szeptember október "
                 "november december",
    "Catalan": "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre",
    "Russian": "января/январь/янв февраля/февраль/фев марта/март/мар апреля/апрель/апр мая/май "
               "июня/июнь/июн июля/июль/июл августа/август/авг сентября/сентябрь/сен/сент "
               "октября/октябрь/окт ноября/ноябрь/ноя/нояб декабря/декабрь/дек",
    "Ukrainian": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада "
                 "грудня",
    "Greek": "ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου "
             "οκτωβρίου νοεμβρίου δεκεμβρίου",
    "Turkish": "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "Icelandic": "janúar febrúar mars apríl maí júní júlí ágúst september október nóvember "
                 "desember",
    "Indonesian": "januari februari/pebruari maret april mei juni juli agustus september oktober "
                  "november desember",
    "Slovak": "januára/január februára/február marca apríla/apríl mája/máj júna/jún júla/júl "
              "augusta/august septembra/september októbra/október novembra/november "
              "decembra/december",
    "Slovene": "januarja/januar februarja/februar marca/marec aprila/april maja/maj junija/junij "
               "julija/julij avgusta/avgust septembra/september oktobra/oktober novembra/november "
               "decembra/december",
    "Croatian": "siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna - "
                "studenoga/studenog prosinca",
    "Serbian": "januar/јануар februar/фебруар mart/март april/април maj/мај jun/јун jul/јул "
               "avgust/август septembar/септембар oktobar/октобар novembar/новембар "
               "decembar/децембар",
    "Bulgarian": "януари февруари март април май юни юли август септември октомври ноември "
                 "декември",
    "Hebrew": "ינואר/בינואר פברואר/בפברואר מרץ/במרץ/מרס/במרס אפריל/באפריל מאי/במאי יוני/ביוני "
              "יולי/ביולי אוגוסט/באוגוסט ספטמבר/בספטמבר אוקטובר/באוקטובר נובמבר/בנובמבר "
              "דצמבר/בדצמבר",
    "Hindi": "जनवरी फरवरी/फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर/सितम्बर अक्टूबर/अक्तूबर "
             "नवंबर/नवम्बर दिसंबर/दिसम्बर",
    "Arabic of the Levant": "كانون_الثاني شباط آذار/اذار نيسان أيار/ايار حزيران تموز آب "
                            "أيلول/ايلول تشرين_الأول/تشرين_الاول تشرين_الثاني "
                            "كانون_الأول/كانون_الاول",
    "Arabic of the Maghreb": "جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر "
                             "ديسمبر",
    "Arabic": "يناير فبراير مارس أبريل/ابريل مايو يونيو/يونيه يوليو/يوليه أغسطس/اغسطس سبتمبر "
              "أكتوبر/اكتوبر نوفمبر ديسمبر",
}  # fmt: skip
# From Monday on.
_WEEKDAYS = {
    "English": "monday/mon tuesday/tue/tues wednesday/wed thursday/thu/thur/thurs friday/fri "
               "saturday/sat sunday/sun",
    "German": "montag dienstag mittwoch donnerstag freitag samstag/sonnabend sonntag",
    "French": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "Spanish": "lunes martes miércoles jueves viernes sábado/sabado domingo",
    "Italian": "lunedì/lunedi martedì/martedi mercoledì/mercoledi giovedì/giovedi venerdì/venerdi "
               "sabato domenica",
    "Portuguese": "segunda-feira/segunda terça-feira/terça quarta-feira/quarta quinta-feira/quinta "
                  "sexta-feira/sexta sábado domingo",
    "Dutch": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "Swedish": "måndag tisdag onsdag torsdag fredag lördag söndag",
    "Danish": "mandag tirsdag onsdag torsdag fredag lørdag søndag",
    "Polish": "poniedziałek wtorek środa czwartek piątek sobota niedziela",
    "Czech": "pondělí úterý středa čtvrtek pátek sobota neděle",
    "Romanian": "luni marți miercuri joi vineri sâmbătă duminică",
    "Russian": "понедельник вторник среда четверг пятница суббота воскресенье",
    "Ukrainian": "понеділок вівторок середа четвер п'ятниця субота неділя",
    "Turkish": "pazartesi salı çarşamba perşembe cuma cumartesi pazar",
    "Finnish": "maanantai/maanantaina tiistai/tiistaina keskiviikko/keskiviikkona "
               "torstai/torstaina perjantai/perjantaina lauantai/lauantaina sunnuntai/sunnuntaina",
    "Hungarian": "hétfő kedd szerda csütörtök péntek szombat vasárnap",
    "Greek": "δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο κυριακή",
    "Catalan": "dilluns dimarts dimecres dijous divendres dissabte diumenge",
    "Arabic": "الاثنين/الإثنين الثلاثاء الأربعاء/الاربعاء الخميس الجمعة السبت الأحد/الاحد",
    "Chinese": "星期一/周一/週一 星期二/周二/週二 星期三/周三/週三 星期四/周四/週四 "
               "星期五/周五/週五 星期六/周六/週六 星期日/星期天/周日/週日",
    "Japanese": "月曜日/月曜 火曜日/火曜 水曜日/水曜 木曜日/木曜 金曜日/金曜 土曜日/土曜 "
                "日曜日/日曜",
    "Korean": "월요일 화요일 수요일 목요일 금요일 토요일 일요일",
}  # fmt: skip


def _numbered(languages: dict[str, str], first: int) -> dict[str, int]:
    """From each form of a name to its number; forms without their accents, too."""
    number_of = {
        form.replace("_", " "): number
        for names in languages.values()
        for number, forms in enumerate(names.split(), first)
        for form in forms.split("/")
        if form != "-"
    }
    plain: dict[str, set[int]] = {}
    for form, number in number_of.items():
        plain.setdefault(without_accents(form), set()).add(number)
    for form, numbers in plain.items():
        if len(numbers) == 1:
            number_of.setdefault(form, *numbers)
    return number_of


def without_accents(text: str) -> str:
    """A name in letters without marks: märz, marz; kasım, kasim.

    Capitals often have none, and Turkish ones are put into lower case by the rules of others.

    Examples
    --------
    >>> without_accents("février")
    'fevrier'
    """
    return "".join(
        character
        for character in unicodedata.normalize("NFD", text.replace("ı", "i"))
        if not unicodedata.combining(character)
    )


MONTH_OF = _numbered(_MONTHS, 1)
"""From the name of a month, in lower case, to its number."""

WEEKDAY_OF = _numbered(_WEEKDAYS, 0)
"""From the name of a weekday, in lower case, to its number, 0 for Monday."""

SHORT_WEEKDAYS = frozenset(
    "lun mar mer jeu ven sam dim mié mie jue vie sáb sab gio ma di wo do vr za zo mo mi fr sa so "
    "mån tis ons tors fre lör sön man tirs lør søn seg ter qua qui sex pon wt śr czw pt sob niedz "
    "пн вт ср чт пт сб вс".split()
)
"""Weekdays cut short: what several languages have for different days, so that none can be told."""

WEEKDAYS = [forms.split("/")[0].capitalize() for forms in _WEEKDAYS["English"].split()]
"""The English names, from Monday on."""
