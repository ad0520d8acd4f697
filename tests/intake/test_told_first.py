"""Answers of several clauses: what is told first stands, what was tried in vain is denied, with all its words."""

from __future__ import annotations

import pytest

from app.intake.extract import extract
from app.intake.knowledge import Knowledge
from tests.intake.conftest import Talk

TOLD = [
    ("character", "Sticky and shiny, it clings to the bowl. I'm not on iron, before you ask."),
    ("character", "Like tar, really. No blood thinners, if that's next."),
    ("character", "نابض، وما أخذت بنادول"),
    ("site", "تحت الضلوع. ما أخذت بنادول"),
    ("allergies", "Pollen. No medicine, though."),
    ("allergies", "Nuts, but no drugs."),
    ("allergies", "Shellfish. Nothing else."),
    ("allergies", "الغبار. ما في دوا."),
    ("allergies", "القطط، أما الأدوية فلا"),
    ("past_history", "Kidney stones twice. Nothing else."),
    ("medications", "Fish oil. No prescriptions."),
    ("medications", "زيت السمك. ما في أدوية ثانية"),
    ("surgical_history", "اللوز وأنا صغير. ما في عمليات غيرها"),
    ("relieving", "Lying flat. Tablets don't help."),
    ("relieving", "النوم. ما في شي ثاني"),
    ("relieving", "Ice helps, paracetamol did nothing"),
    ("relieving", "Nothing helps except ice"),
    ("exacerbating", "Walking. Food makes no difference."),
    ("exacerbating", "Food makes no difference but the stairs kill me"),
    ("exacerbating", "الدرج. الأكل لا"),
    ("past_history", "I'm short-sighted and that's it"),
    ("past_history", "A bit of eczema and that's it"),
    ("past_history", "عندي قصر نظر وهذا كل شي"),
    ("surgical_history", "غير الختانة."),
    ("family_history", "غير السكر اللي عند جداتو."),
    ("past_history", "غير حساسية الربيع فالنيف."),
    ("allergies", "غير البنسلين"),
    ("character", "Burning, mostly. I've not taken any antacids."),
    ("character", "Like a band. No aspirin taken, before you ask."),
    ("character", "حارق. ما أخذت شي له"),
    ("character", "زي السكينة، وما بخدش مسكنات"),
    ("site", "Behind the knee. I'm not on warfarin."),
    ("site", "ورا الركبة. مش باخد سيولة"),
    ("timing", "Mostly mornings. Never at night."),
    ("timing", "الصبح أكثر شي. بالليل لا"),
    ("severity", "Seven. It's not unbearable."),
    ("onset", "Last Friday. No injury."),
    ("onset", "الجمعة. ما طحت ولا شي"),
    ("duration", "About a month. It never went away."),
    ("allergies", "Bee stings. Food's fine."),
    ("allergies", "Latex gloves. Never had trouble with tablets."),
    ("allergies", "Dust mites, I think. Not to any drug."),
    ("allergies", "الفراولة. الأدوية تمام"),
    ("allergies", "وبر القطط. ما عندي حساسية من دوا"),
    ("allergies", "الروبيان بس. غيره لا"),
    ("past_history", "Migraines since school. Otherwise nothing."),
    ("past_history", "Thyroid. No heart trouble."),
    ("past_history", "الغدة. القلب سليم"),
    ("past_history", "حصوة من سنتين. غير كذا لا"),
    ("surgical_history", "Wisdom teeth. Nothing under a general."),
    ("surgical_history", "Just grommets. Nothing since."),
    ("surgical_history", "قيصرية وحدة. بعدها ما في"),
    ("surgical_history", "غير اللوز"),
    ("medications", "The pill. Nothing else."),
    ("medications", "Vitamin D drops. No prescription."),
    ("medications", "قطرة للعين. ما في حبوب"),
    ("medications", "غير حبوب منع الحمل"),
    ("family_history", "Mum has gout. Dad's side, nothing."),
    ("family_history", "Twins, on my dad's side. No illnesses."),
    ("family_history", "أمي فيها الضغط. الباقي ما فيهم شي"),
    ("exacerbating", "Bending. Eating doesn't matter."),
    ("exacerbating", "الانحناء. الأكل ما يأثر"),
    ("relieving", "Warm bath. Pills did nothing."),
    ("relieving", "حمام دافي. الحبوب ما سوت شي"),
    ("relieving", "ما يريحني إلا النوم"),
    ("relieving", "Leaning forward, and nothing else does"),
    ("associated", "Some nausea. No vomiting."),
    ("associated", "غثيان. ما في ترجيع"),
]
IN_VAIN = [
    ("exacerbating", "Food makes no difference."),
    ("exacerbating", "Eating doesn't change it."),
    ("exacerbating", "It's the same whatever I do"),
    ("exacerbating", "الأكل مش فارق"),
    ("exacerbating", "الحركة ما تأثر عليه"),
    ("relieving", "Nothing helps, I tried ice and I tried holding it up"),
    ("relieving", "I put my feet up all night and it did nothing"),
    ("relieving", "Tried paracetamol, made no difference"),
    ("relieving", "Ice, paracetamol, nothing helped"),
    ("relieving", "رفعت إجريي طول الليل وما استفدت"),
    ("relieving", "جربت كل شي وما نفع"),
    ("relieving", "خدت مسكن ومعملش حاجة"),
]
DENIED = [
    ("allergies", "Allergies? None that I know of."),
    ("allergies", "Luckily, I don't have any"),
    ("allergies", "الأدوية، لا"),
    ("allergies", "ما في دوا يسوي لي حساسية"),
    ("allergies", "I don't react to any medicine"),
    ("allergies", "ولا دوا بيعملي حساسية"),
    ("family_history", "محد قال لي عن شي في العايلة"),
    ("family_history", "Nobody ever told me of anything in the family"),
    ("family_history", "Not that anyone's told me"),
    ("past_history", "الدري صحيح والحمد لله"),
    ("past_history", "ولدي صحيح ما فيه والو"),
    ("past_history", "he's always been healthy"),
    ("past_history", "She has always been well"),
    ("past_history", "Healthy, that's it."),
    ("past_history", "I don't have anything and that's it"),
    ("radiation", "في الركبة وبس كده"),
    ("radiation", "in the knee, that's it"),
    ("allergies", "I can take any medicine"),
    ("allergies", "No medicine ever upset me"),
    ("allergies", "كل الأدوية عادي معي"),
    ("allergies", "عمري ما تحسست من شي"),
    ("past_history", "Never had a day's illness"),
    ("past_history", "She's a healthy child"),
    ("past_history", "عمره ما مرض"),
    ("family_history", "ماحد عنده شي من هالأمراض"),
    ("family_history", "No one has ever mentioned anything"),
    ("exacerbating", "Neither food nor walking changes it"),
    ("exacerbating", "Position makes no odds"),
    ("exacerbating", "Whatever I do it's the same"),
    ("exacerbating", "لا أكل ولا حركة تغير شي"),
    ("exacerbating", "سواء مشيت أو قعدت نفس الشي"),
    ("exacerbating", "ما له علاقة بالأكل"),
    ("relieving", "I took two Panadol and they did nothing"),
    ("relieving", "Heat didn't touch it"),
    ("relieving", "I've tried heat and ice, no joy"),
    ("relieving", "Rubbed it with oil, didn't help"),
    ("relieving", "دهنته زيت وما صار شي"),
    ("relieving", "أخذت بنادول بس ما جاب نتيجة"),
    ("relieving", "ولا شي يريحني"),
    ("relieving", "جربت أمدد وأقعد، نفس الشي"),
]


@pytest.mark.parametrize(("slot", "said"), TOLD)
def test_what_is_told_first_is_the_answer(slot: str, said: str, knowledge: Knowledge, talk: Talk) -> None:
    assert status(slot, said, knowledge, talk) == "present"


@pytest.mark.parametrize(("slot", "said"), [*IN_VAIN, *DENIED])
def test_what_changes_nothing_is_denied(slot: str, said: str, knowledge: Knowledge, talk: Talk) -> None:
    assert status(slot, said, knowledge, talk) == "denied"


def status(slot: str, said: str, knowledge: Knowledge, talk: Talk) -> str | None:
    """What an answer says of the slot that was asked for; None where it leaves it to be asked again."""
    history = extract(talk("I have a headache", (slot, said)), knowledge)
    found = (one for one in history.findings if one.slot == slot and one.origin == "answer")
    return next((one.status for one in found if slot in history.settled and one.quote == said), None)


@pytest.mark.parametrize("said", ["غير متأكد", "غير متأكدة", "غير معروف", "غير متأكد من ذلك"])
def test_unsure_stays_unsure(said: str, knowledge: Knowledge, talk: Talk) -> None:
    assert status("past_history", said, knowledge, talk) == "unknown"


def test_a_non_smoker_is_none(knowledge: Knowledge, talk: Talk) -> None:
    history = extract(talk("I have a cough", ("social_history", "غير مدخن")), knowledge)
    assert not [one for one in history.findings if one.slot == "smoker" and one.status == "present"]
    assert status("smoker", "غير مدخن", knowledge, talk) == "denied"


@pytest.mark.parametrize(
    ("said", "sex"), [("My right testicle hurts terribly", "male"), ("خصيتي اليمين عورتني فجأة", "male")]
)
def test_a_complaint_of_one_sex_tells_it(said: str, sex: str, knowledge: Knowledge, talk: Talk) -> None:
    history = extract(talk(said), knowledge)
    assert [one.value for one in history.findings if one.slot == "sex"] == [sex]
    assert "sex" in history.settled
