"""Numbers, times, degrees, ages and medicines, in both languages and both sets of digits."""

from __future__ import annotations

import pytest

from app.intake.demographics import ages, answered_age, answered_sex, stated_sex
from app.intake.durations import manners, names_a_time, times
from app.intake.knowledge import Knowledge
from app.intake.measures import measures
from app.intake.medicines import medicines
from app.intake.numbers import number
from app.intake.reading import read
from app.intake.severity import answered, severities
from app.intake.tokens import tokenise
from app.text.fold import fold
from tests.intake.conftest import Talk


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("38.5", 38.5),
        ("twenty three", 23),
        ("a couple", 2),
        ("خمسة وعشرين", 25),
        ("ثمانية", 8),
        ("a hundred", 100),
        ("cough", None),
    ],
)
def test_numbers_in_digits_and_words(text: str, value: float | None) -> None:
    assert number(fold(text)) == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("temp 39.5", {"temperature": 39.5}),
        ("حرارته ٣٩", {"temperature": 39}),
        ("temperature of 103F", {"temperature": 39.4}),
        ("BP 85/50", {"systolic": 85, "diastolic": 50}),
        ("ضغطي ٢٠٠ على ١٢٠", {"systolic": 200, "diastolic": 120}),
        ("pulse is 130", {"heart_rate": 130}),
        ("spo2 88%", {"spo2": 88}),
        ("my sugar was 420", {"glucose": 420}),
        ("blood sugar 22 mmol/L", {"glucose": 396}),
        ("السكر ٥٠", {"glucose": 50}),
        ("I'm 32 weeks pregnant", {"gestation_weeks": 32}),
        ("حامل في الشهر السابع", {"gestation_weeks": 30.4}),
        ("the pain is 8/10", {}),
        ("fever for 3 days", {}),
        ("since 12/05", {}),
        ("sugar 5 days ago", {}),
    ],
)
def test_measures_with_their_units(text: str, expected: dict[str, float]) -> None:
    assert {one.name: one.value for one in measures(tokenise(text))} == expected


@pytest.mark.parametrize(
    ("text", "kind", "quote"),
    [
        ("it started two hours ago", "start", "started two hours ago"),
        ("since yesterday morning", "since", "since yesterday morning"),
        ("for about three weeks now", "length", "for about three weeks"),
        ("a 2-day history of cough", "length", "2-day history"),
        ("من يومين", "since", "من يومين"),
        ("صار لي أسبوع", "since", "صار لي أسبوع"),
        ("بقالي ٣ أيام", "since", "بقالي ٣ أيام"),
        ("بدأ قبل ساعتين", "start", "بدأ قبل ساعتين"),
        ("لمدة نصف ساعة", "length", "لمدة نصف ساعة"),
        ("men yomen", "since", "men yomen"),
        ("3 days of burning when I pee", "length", "3 days"),
    ],
)
def test_times(text: str, kind: str, quote: str) -> None:
    assert [(one.kind, one.where.quote) for one in times(tokenise(text))] == [(kind, quote)]


@pytest.mark.parametrize("text", ["it came on suddenly", "gradually", "بدأ فجأة", "شوي شوي", "بالتدريج"])
def test_how_it_began(text: str) -> None:
    assert len(list(manners(tokenise(text)))) == 1


def test_a_bare_time_answers_when() -> None:
    assert names_a_time(tokenise("two days")) and names_a_time(tokenise("يومين"))
    assert not names_a_time(tokenise("my left arm"))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("8/10", "8/10"),
        ("eight out of ten", "8/10"),
        ("٨ من ١٠", "8/10"),
        ("ثمانية من عشرة", "8/10"),
        ("7-8/10", "7-8/10"),
    ],
)
def test_severity_out_of_ten(text: str, value: str) -> None:
    assert [one.value for one in severities(tokenise(text))] == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [("seven", "7/10"), ("حوالي ٦", "6/10"), ("about a 9", "9/10"), ("يعني 8 من 10", "8/10"), ("bad", None)],
)
def test_a_bare_number_answers_how_bad(text: str, value: str | None) -> None:
    assert answered(tokenise(text)) == value


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("I'm 58", 58),
        ("a 54-year-old man", 54),
        ("54M with chest pain", 54),
        ("my baby is 8 months old", 8 / 12),
        ("عمري 30 سنة", 30),
        ("ابني عمره سنتين", 2),
        ("أنا عندي ٣٠ سنة", 30),
        ("عمرها ٣ شهور", 3 / 12),
        ("I'm 32 weeks pregnant", None),
        ("I'm 7 months along", None),
        ("my little boy is three and has a cough", 3),
        ("ولدي عندو ثلث سنين", 3),
        ("I have had it for 3 years", None),
        ("I am a 58 year old man", 58),
        ("a man of 58", 58),
    ],
)
def test_ages_in_passing(text: str, years: float | None) -> None:
    assert next((age.years for age in ages(tokenise(text))), None) == years


@pytest.mark.parametrize(
    ("text", "years"), [("54", 54), ("six months", 0.5), ("سنة ونص", 1.5), ("ثلاثين", 30), ("٤٥ سنة", 45), ("no", None)]
)
def test_answers_to_how_old(text: str, years: float | None) -> None:
    age = answered_age(tokenise(text))
    assert (age.years if age else None) == years


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("تسعتعش", 19),
        ("تنين وتلاتين", 32),
        ("أبلغ السابعة والعشرين", 27),
        ("كملت تسعتعش", 19),
        ("seventy-nine, God willing eighty in Ramadan", 79),
        ("واحد وعشرين", 21),
        ("إحدى وثمانون", 81),
        ("إحدى عشرة سنة", 11),
        ("اثنا عشر عامًا", 12),
        ("في الخامسة عشرة من عمري", 15),
        ("ثلاثة وستون عامًا", 63),
        ("تلتاشر", 13),
        ("ستاشر سنة", 16),
        ("طناش", 12),
        ("تسعود وربعين عام", 49),
        ("ثلث سنين", 3),
    ],
)
def test_ages_in_words(text: str, years: float) -> None:
    told = answered_age(tokenise(text))
    assert told and told.years == years


ONES = {
    1: "واحد احدي", 2: "اثنان اثنين اتنين تنين", 3: "ثلاثه تلاته ثلاث", 4: "اربعه", 5: "خمسه", 6: "سته",
    7: "سبعه", 8: "ثمانيه تمانيه تمنيه", 9: "تسعه",
}  # fmt: skip
TENS = {
    20: "عشرين عشرون", 30: "ثلاثين ثلاثون تلاتين", 40: "اربعين اربعون", 50: "خمسين خمسون", 60: "ستين ستون",
    70: "سبعين سبعون", 80: "ثمانين ثمانون تمانين", 90: "تسعين تسعون",
}  # fmt: skip
ORDINALS = ["حادية", "ثانية", "ثالثة", "رابعة", "خامسة", "سادسة", "سابعة", "ثامنة", "تاسعة"]


def test_every_year_of_life_in_words() -> None:
    for one, ten in ((one, ten) for one in ONES for ten in TENS):
        for unit, tens in ((unit, tens) for unit in ONES[one].split() for tens in TENS[ten].split()):
            assert number(f"{unit} و{tens}") == one + ten, (unit, tens)
        reached = answered_age(tokenise(f"أبلغ ال{ORDINALS[one - 1]} وال{TENS[ten].split()[0]}"))
        assert reached and reached.years == one + ten


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("female", "female"),
        ("a man", "male"),
        ("أنثى", "female"),
        ("ذكر", "male"),
        ("راجل", "male"),
        ("ragel", "male"),
        ("?", None),
    ],
)
def test_answers_to_the_question_for_sex(text: str, sex: str | None) -> None:
    assert answered_sex(fold(text)) == sex


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("my 3 year old daughter has a fever", "female"),
        ("54 year old man", "male"),
        ("I'm a 62 yr old man, my chest hurts", "male"),
        ("im an old man and cant sleep", "male"),
        ("45yo F with headache", "female"),
        ("I'm 20 weeks pregnant", None),
        ("ابني تعبان", "male"),
        ("أنا حامل", "female"),
        ("my wife's brother called", None),
    ],
)
def test_sex_in_passing(text: str, sex: str | None) -> None:
    stated = stated_sex(tokenise(text))
    assert (stated[0] if stated else None) == sex


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "I take metformin 500 mg twice daily and aspirin",
            [("metformin 500 mg twice daily", True), ("aspirin", True)],
        ),
        ("باخد كونكور ٥ مجم مرة يوميا", [("كونكور ٥ مجم مرة يوميا", True)]),
        ("I take zorblaxin 20 mg", [("zorblaxin 20 mg", True)]),
        ("I don't take aspirin", [("aspirin", False)]),
        ("my mother takes warfarin", [("warfarin", False)]),
    ],
)
def test_medicines_with_doses(text: str, expected: list[tuple[str, bool]], knowledge: Knowledge, talk: Talk) -> None:
    said = read(talk(text), knowledge)[0]
    assert [(where.quote, current) for where, current in medicines(said)] == expected
