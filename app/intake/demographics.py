"""Age and sex as they are stated."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from app.intake.content import Sex
from app.intake.numbers import NUMBER, ORDINAL, number
from app.intake.patterns import WORD_END, WORD_START, Stretch, any_of, stretch
from app.intake.tokens import Text

OLDEST = 125
"""Years beyond which a number is no age."""

_YEARS = any_of("years year yrs yr سنه سنين سنوات عام عاما اعوام sana sneen sinin")
_MONTHS = any_of("months month mos mo mths mth شهر شهور اشهر شهرا shahr shhoor")
_WEEKS = any_of("weeks week wks wk اسبوع اسابيع")
_DAYS = any_of("days day يوم ايام يوما")
_UNIT = rf"(?:(?P<y>{_YEARS})|(?P<m>{_MONTHS})|(?P<w>{_WEEKS})|(?P<d>{_DAYS}))"
_FACTORS = {"y": 1.0, "m": 1 / 12, "w": 7 / 365, "d": 1 / 365}
_DUALS = {
    "سنتين": 2.0, "عامين": 2.0, "شهرين": 2 / 12, "اسبوعين": 14 / 365, "يومين": 2 / 365, "سنه ونص": 1.5,
    "سنه ونصف": 1.5, "سنتين ونص": 2.5,
}  # fmt: skip
_DUAL = any_of(" ".join(word.replace(" ", "_") for word in _DUALS))
_ONES = {"سنه": 1.0, "شهر": 1 / 12, "اسبوع": 7 / 365, "يوم": 1 / 365}
_OF_AGE_AR = any_of("عمر العمر عمري عمره عمرها عمرو وعمري وعمره وعمرها")
_OF_AGE = rf"(?:\bage[d]?|\bage is|{WORD_START}(?:{_OF_AGE_AR}|سني|سنه|سنها)|\b(?:3omri|3omry|omri|3omro|3omra))"
_PERSON_AR = any_of(
    "انا انا_عندي عندي عنده عندها رجل امراه سيده شاب شابه فتاه حرمه مريض مريضه المريض المريضه ذكر انثي ابن بنت طفل",
    "راجل رجال طفله ولد عندو ana andi 3andi 3indi",
    "3ando 3andaha 3endo 3endaha 3andha 3andah",
)
_TENS_AR = "عشرين ثلاثين اربعين خمسين ستين سبعين ثمانين تسعين"
DECADES = frozenset(f"ال{tens}{ending}" for tens in _TENS_AR.split() for ending in ("", "ات", "يات"))
"""An age by its decade, as in "a man in his sixties"."""

_IN_DECADE = rf"في\s+(?:اوايل\s+|منتصف\s+|اواخر\s+)?ال(?P<n>{any_of(_TENS_AR)})(?:ات|يات)?"
_NO_AGE = any_of("weeks week wks months month mths days hours min kg cm lbs % / . percent am pm times")
_SMALL = rf"(?:(?P<m>{_MONTHS})|(?P<w>{_WEEKS})|(?P<d>{_DAYS}))"
_CHILD = any_of("he she baby babe newborn neonate infant boy girl son daughter child kid grandson granddaughter twin")
_NO_YEARS = any_of("a an couple few several half once twice one")
_RELATIVE = any_of(
    "mother mom mum father dad husband wife brother sister grandmother grandfather grandma grandpa granny gran grandad",
    "uncle aunt son daughter baby boy girl patient",
)
_CHARGE_AR = any_of(
    "رضيعنا رضيعي رضيعتي بيبينا بنوتي بنوتنا بنتنا ولدنا ابننا حفيدي حفيدتي ابني ولدي بنتي ابنتي طفلي طفلتي امي والدتي",
    "والدي ابوي ابويا جدتي جدي زوجي زوجتي مراتي مرتي ibni ebni weldi benti binti bnti",
)
_HAS_AR = any_of("عنده عندها عندو عندهم عمره عمرها عمرو صارله صارلها صار_له صار_لها بعمر")
_CHILD_AR = any_of("هو هي وهو وهي بيبي البيبي رضيع~ الرضيع~ مولود~ المولود~ حديث_الولاده")
_REACHED_AR = any_of(
    "ابلغ بلغت بلغ يبلغ تبلغ نبلغ اتممت اتم اتمت اكملت اكمل كملت كمل كملنا تميت قفلت قفل طبقت دخلت دخل داخل داخله",
    "تجاوزت تجاوز جاوزت ناهزت قاربت",
)
"""Verbs of an age that was reached: "أبلغ السابعة والعشرين", "كملت تسعتعش سنة"."""

_STILL = r"(?:only|just|about|around|now|nearly|almost|exactly|barely)"
_NOT_SINCE = any_of("ago late overdue early premature pregnant ill sick unwell into now_with of with post after before")
_PATTERNS = (
    # "he's 6 weeks", "my son is 2 months": in the small units only, of which an adult is never told this way
    re.compile(
        rf"(?<!first )(?<!second )(?<!third )(?<!fourth )\b{_CHILD}(?:'s|s| is| was|,)\s+(?:{_STILL}\s+)?"
        rf"(?P<n>{NUMBER})[\s-]*{_SMALL}\b(?!\s*{_NOT_SINCE}\b)"
    ),
    # the clinician's fractions: 7/52 weeks, 4/12 months, 3/7 days
    re.compile(rf"(?<!old )\b{_CHILD}\b[\s,]*(?P<n>\d{{1,2}})/(?:(?P<w>52)|(?P<m>12)|(?P<d>7))(?![\d/])"),
    re.compile(
        rf"(?<![\w/])(?P<n>\d{{1,2}})/(?:(?P<w>52)|(?P<m>12)|(?P<d>7))\s*(?:-\s*)?(?:old\s+)?(?:{_CHILD}|m|f)\b"
    ),
    # "my 4mo rolled off", "rolled off our bed, 5 months, big bump"
    re.compile(r"\b(?:my|our|the|this)\s+(?P<n>\d{1,2})\s*(?:(?P<m>mo|mth)|(?P<w>wo))\b"),
    re.compile(rf"^(?:she|he)\b[^.;!?]*,\s*(?P<n>\d{{1,2}})\s*{_SMALL}\s*,"),
    re.compile(rf"{WORD_START}{_CHILD_AR}\s+(?:عمر\w*\s+)?(?P<n>{NUMBER})\s*{_SMALL}{WORD_END}"),
    re.compile(rf"{WORD_START}{_CHARGE_AR}\s+{_HAS_AR}\s+(?P<n>{NUMBER})\s*{_SMALL}{WORD_END}"),
    re.compile(rf"{WORD_START}{_CHILD_AR}\s+(?:عمر\w*\s+)?(?P<dual>{any_of('شهرين اسبوعين')}){WORD_END}"),
    re.compile(rf"(?P<n>{NUMBER})[\s-]*{_UNIT}[\s-]*(?:old|of age|من العمر|العمر)"),
    re.compile(r"(?<![\d.])(?P<n>\d{1,3})[\s-]*(?P<y>y/?o|y\.o\.?|(?:yrs?|years?)[\s-]*old)\b"),
    re.compile(r"(?<![\d./])(?P<n>\d{1,3})\s*-?\s*(?P<y>y?)(?:ear old )?(?:m|f|male|female|man|woman)\b(?! *[/.]?\d)"),
    re.compile(rf"{_OF_AGE}\s*(?:[:=]|is|about|حوالي|تقريبا|الان)?\s*(?P<n>{NUMBER})\s*{_UNIT}?{WORD_END}"),
    re.compile(rf"(?:{WORD_START}(?:{_OF_AGE_AR}|ابن|بنت|طفل|طفله|رضيع))\s*(?P<dual>{_DUAL}){WORD_END}"),
    re.compile(rf"\b(?:i am|i'm|im|he is|he's|she is|she's)\s+(?P<n>\d{{1,3}})\b(?!\s*{_NO_AGE})"),
    re.compile(rf"{WORD_START}{_PERSON_AR}\s+(?:عمر\w*\s+)?(?P<n>{NUMBER})\s*(?P<y>{_YEARS}){WORD_END}"),
    re.compile(rf"\b(?:man|woman|lady|gentleman|boy|girl)\s+of\s+(?P<n>\d{{1,3}})\b(?!\s*{_NO_AGE})"),
    re.compile(
        rf"\b{_RELATIVE}(?: is| was|'s|,|\s*\()\s*(?P<n>\d{{1,3}}|(?!{_NO_YEARS}\b){NUMBER})\b"
        r"(?=\s*(?:[,.;)]|$|and\b|who\b|has\b|with\b))(?!\.\d)"
    ),
    re.compile(r"(?:^|[,.;]\s*)(?:he|she)(?:'s| is)\s+(?P<n>\d{1,3})\b(?=\s*(?:[,.;]|$|and\b|who\b))(?!\.\d)"),
    re.compile(rf"{WORD_START}{_CHARGE_AR}\s*,?\s*(?P<n>{NUMBER})\s*{_UNIT}?{WORD_END}(?!\s*(?:درج|يوم|ساع|مر))"),
    re.compile(rf"^(?:mr|mrs|ms|miss)\b\.?\s+\w+(?:\s+\w+)?\s*[,(]\s*(?P<n>\d{{1,3}})\b(?!\s*{_NO_AGE})"),
    re.compile(rf"{WORD_START}{_PERSON_AR}\s+{_IN_DECADE}{WORD_END}"),
    re.compile(
        rf"{WORD_START}(?:في|{_REACHED_AR}|{_OF_AGE_AR})\s+(?P<n>{ORDINAL}){WORD_END}(?!\s*(?:صباح|مساء|ظهر|ليل))"
    ),
    re.compile(rf"{WORD_START}{_REACHED_AR}\s+(?:من\s+العمر\s+)?(?:ال)?(?P<n>{NUMBER})\s*(?P<y>{_YEARS}){WORD_END}"),
    re.compile(rf"{WORD_START}{_IN_DECADE}\s+من\s+(?:ال)?عمر"),
    re.compile(r"\bin (?:my|his|her) (?:early |mid |late )?(?P<n>\d0)s\b"),
)
_ALONE = re.compile(
    rf"(?<![\w/])(?:(?P<dual>{_DUAL})|(?P<fraction>\d{{1,2}})/(?:(?P<fw>52)|(?P<fm>12)|(?P<fd>7))"
    rf"|(?P<ordinal>{ORDINAL})|(?P<n>{NUMBER})[\s-]*(?:{_UNIT})?|(?P<one>{any_of(' '.join(_ONES))})){WORD_END}"
)

_FEMALE = re.compile(
    r"\b"
    + any_of(
        "female woman women girl lady wife daughter mother pregnant she her mum mom gal granddaughter mrs ms miss",
        "madam lass lassie grandma gran housewife ontha untha unsa onsa sit sitt sett benti binti bint bent mara",
        "7orma horma",
    )
    + r"\b|\d\s*f\b|"
    + rf"{WORD_START}(?:و|ال)?"
    + any_of(
        "انثي انثا نتايه امراه مره بنت بنتي ابنتي سيده ست ستي فتاه حامل حرمه طفله طفلتي مريضه انسه زوجه شابه صبيه",
        "بنوته رضيعه رضيعتي مدام ارمله مطلقه حرمتي",
    )
    + WORD_END
)
_MALE = re.compile(
    r"\b"
    + any_of(
        "male man men boy guy gentleman husband son father he his him dad grandson mr bloke chap lad fella fellow",
        "gent dude granddad grandpa raagel rajel rijjal thakar zakar dakar ragel ragil rajol rajul rijal",
        "zalame zalameh zalami shab ibni ebni walad",
    )
    + r"\b|\d\s*m\b|"
    + rf"{WORD_START}(?:و|ال)?"
    + any_of("ذكر دكر رجل راجل رجال رجاله ولد ولدي ابني صبي شاب شب جدع طفلي مريض زلمه زلمي ريال عجوز_رجل")
    + WORD_END
)
_PRONOUNS: dict[Sex, frozenset[str]] = {
    "female": frozenset({"she", "her", "hers", "shes", "عندها", "معها", "عمرها", "هي", "وهي", "حرارتها", "نفسها"}),
    "male": frozenset({"he", "his", "him", "hes", "عنده", "معه", "عمره", "هو", "وهو", "حرارته", "نفسه", "عندو", "معو"}),
}
_YEARS_OLD = r"(?:y/?o|y\.o\.?|(?:years?|yrs?)[\s-]*old)"
_OLD = rf"\d{{1,3}}[\s-]*{_YEARS_OLD}?[\s-]*"


def _stated(nouns: str, patient: str, charges: str, arabic: str, aged: str) -> re.Pattern[str]:
    """What states a sex in passing: "I'm a ...", "54 year old ...", "my ...", in either language.

    `aged` are Arabic nouns that state it where an age follows: "رجل عمره ٥٤ سنة"; a "طفل" only as the first word.
    """
    return re.compile(
        rf"\bi(?:'?m| am) (?:an? )?(?:old )?(?:{_OLD})?(?:,? ?(?:an?|and|and an?) )?,? ?{nouns}\b"
        rf"|\b{patient} patient\b|\b{_OLD}{nouns}\b|\b(?:an?|elderly|old) {nouns} of \d{{2}}\b"
        rf"|\b(?:my|our) (?:[\w-]+ ){{0,4}}?{charges}\b|{WORD_START}(?<!يا )و?(?:{arabic}){WORD_END}"
        rf"|{WORD_START}{aged}\s+(?:عمر(?:ه|ها|و)|{NUMBER}\s*{_YEARS}|في\s+{any_of(*DECADES)}){WORD_END}"
    )


_SELF_FEMALE = _stated(
    any_of("f female woman girl lady lass mother housewife pregnant"),
    "female",
    any_of("daughter niece baby_girl little_girl granddaughter girl benti binti"),
    any_of(
        "انا_امراه انا_بنت انا_سيده انا_ست انا_انثي انا_فتاه بنتي ابنتي طفلتي رضيعتي حفيدتي المريضه انا_حامل اني_حامل",
        "امراه_عمرها سيده_عمرها بنت_عمرها انا_مره انا_حرمه انا_صبيه انا_مدام انا_ربه_بيت ست_عمري حرمه_عمري مره_عمري",
        "مريضتي مريضتنا مريضه_انثي عندي_مريضه معي_مريضه جاتني_مريضه جتني_مريضه وصلتني_مريضه راجعتني_مريضه",
        "انا_مدرسه ana_bint ana_sitt ana_set ana_mara ana_onsa bint_3omri benti binti bnti",
    )
    + r"|^(?:mrs|ms|miss)\b|^طفله عمرها",
    any_of("امراه سيده ست حرمه مره فتاه شابه صبيه مريضه انثي"),
)
_SELF_MALE = _stated(
    any_of("m male man boy guy gentleman bloke chap lad fella father"),
    "male",
    any_of("son nephew baby_boy little_boy grandson boy ibni ebni waladi"),
    any_of(
        "انا_رجل انا_راجل انا_شاب انا_شب انا_ولد انا_ذكر انا_رجال انا_زلمه انا_ريال ابني ولدي ابننا حفيدي رجل_عمره",
        "ولد_عمره رجال_عمري رجل_عمري راجل_عمري زلمه_عمري شاب_عمري ana_ragel",
        "المريض مريضي مريضنا مريض_ذكر عندي_مريض معي_مريض جاني_مريض جالي_مريض وصلني_مريض راجعني_مريض",
        "ana_raagel ana_rajel ana_rajul ana_zalame ana_shab ana_walad ana_rijjal ibni ebni weldi waladi",
    )
    + r"|^mr\b|^طفل عمره",
    any_of("رجل راجل رجال زلمه شاب ولد مريض ذكر"),
)


_TAKING_BACK = frozenset(
    {"sorry", "no", "actually", "mean", "meant", "wait", "rather", "لا", "قصدي", "اقصد", "عفوا", "اسف", "اسفه", "معليش"}
)
"""Words between two ages of which the second is meant."""


@dataclass(frozen=True, slots=True)
class Age:
    """An age in years (fractions for months, weeks and days) and where it was said."""

    years: float
    where: Stretch


def ages(text: Text) -> Iterator[Age]:
    """Every age stated in a message, the speaker's, the child's or the patient's."""
    for pattern in _PATTERNS:
        for match in pattern.finditer(text.folded):
            years = _years(match)
            where = stretch(text, *match.span())
            if years is not None and where:
                yield Age(years, where)


def answered_age(text: Text, aside: Collection[int] = ()) -> Age | None:
    """The age in an answer to "how old": a bare number counts. What is said `aside` counts only for want of another."""
    found: list[Age] = []
    for match in _ALONE.finditer(text.folded):
        if match.group() in ("a", "an"):  # "I am a 58 year old man": an article, no one
            continue
        years, where = _years(match), stretch(text, *match.span())
        if years is not None and where:
            found.append(Age(years, where))
    meant = [age for age in found if age.where.first > _taken_back(text)] or found
    return next((age for age in meant if age.where.first not in aside), meant[0] if meant else None)


def _taken_back(text: Text) -> int:
    """The number of the last word that takes back what was said before it, else -1: "18 months, sorry no, 16"."""
    said = (number for number, token in enumerate(text.tokens) if token.text in _TAKING_BACK)
    return max(said, default=-1)


def age_value(age: Age) -> str:
    """An age as the history has it: whole years as a number, anything else in the words that were said."""
    return f"{age.years:g}" if age.years == int(age.years) else age.where.quote


def stated_sex(text: Text) -> tuple[Sex, Stretch] | None:
    """The sex that a message states in passing: "54 year old man", "my daughter", "I'm pregnant"."""
    statements: tuple[tuple[Sex, re.Pattern[str]], ...] = (("female", _SELF_FEMALE), ("male", _SELF_MALE))
    for sex, pattern in statements:
        match = pattern.search(text.folded)
        where = stretch(text, *match.span()) if match else None
        if where:
            return sex, where
    return None


def pronoun_sex(text: Text) -> tuple[Sex, Stretch] | None:
    """The sex that the pronouns of a message tell, where they all tell the same."""
    first = {
        sex: next((place for place, token in enumerate(text.tokens) if token.text in words), None)
        for sex, words in _PRONOUNS.items()
    }
    told = [(sex, place) for sex, place in first.items() if place is not None]
    if len(told) != 1:
        return None
    sex, place = told[0]
    quote = text.quote(place, place)
    return sex, Stretch(quote, quote, place, place)


def answered_sex(said: str) -> Sex | None:
    """The sex named in a folded answer to the question for it."""
    if _FEMALE.search(said) or said.strip() in ("f", "fem", "w"):
        return "female"
    return "male" if _MALE.search(said) or said.strip() in ("m", "mal") else None


def _years(match: re.Match[str]) -> float | None:
    groups = match.groupdict()
    if groups.get("dual"):
        return _DUALS[" ".join(groups["dual"].split())]
    if groups.get("one"):
        return _ONES[groups["one"]]
    value = number(groups.get("fraction") or groups.get("ordinal") or groups["n"])
    if value is None:
        return None
    unit = next((key for key in _FACTORS if groups.get(key) or groups.get(f"f{key}")), "y")
    years = value * _FACTORS[unit]
    return years if 0 < years <= OLDEST else None
