"""What only looks or sounds like a danger is silent in every dialect; the danger itself, in like words, is heard."""

from __future__ import annotations

import pytest

from app.intake.extract import extract
from app.intake.knowledge import Knowledge
from app.intake.redflags import red_flags
from tests.intake.conftest import Talk

NO_RULE = {"reads_like_danger"}
"""The safety net names no danger; it is judged by its own tests."""

SILENT = (
    "بغيت ندير رياضة باش نضعف شوية",
    "عايزة أسأل الأنسولين أشيله من التلاجة لمتين قبل الحقنة؟",
    "خلصت الحبوب وأبي أعوضها بوصفة جديدة",
    "أنا خلصت امتحاناتي وعايزة أحجز كشف نظر",
    "ضحك موتني، عايز أسأل عن معاد الأسنان",
    "areed tahleel il dihoon bas",
    "bghit ndir rdv l3inin, ghir contrôle",
    "el shampoo dakhal fi 3een bitti wa ghasalnaha",
    "باخد حمض الفوليك كل يوم وحاسة كويس",
    "I came off the pill in May and take folic acid. When do I get tested?",
    "I see a faint second line, is it positive?",
    "a faint hiss in my ears since the factory, checked and discharged",
    "My eGFR has sat at 52 for three years",
    "a crisp stabbed my gum, it is healing",
    "the splinter came out in the bath, my finger looks normal",
    "my aunt's aorta tore back in the nineties, my own scan was normal",
    "I have my coil fitting on Monday, six weeks since I had Noah",
    "lost three stone with slimming world, need my blood pressure checked",
    "خسيت عشرة كيلو بالكيتو ومبسوطة، محتاجة تحليل",
    "nezelt 10 kilo bel diet w mabsoot, 3ayez ta7leel",
    "a lump in my throat watching my son's nativity, anyway can I book a smear?",
    "my fingers are yellow from the curry powder, how do I get it off?",
    "ideya safra men el korkom, ezay ashelha",
    "شفايف بنتي زرقا من المصاصة الزرقا، تروح بالغسيل؟",
    "he had newborn jaundice, phototherapy, cleared up. he is six now, school form",
    "نبي نركب مقابض تجنبا للسقوط، الوالدة على مسيل دم وما طاحت أبد",
    "شعري كيطيح منو شوية كل عام وكيرجع",
    "قرحة بلساني من لقمة سخنة، بتلسع بس",
    "أنا حامل، جلد بطني ناشف بعد الحمام السخن",
    "بسرتي قطن، ما بية احمرار ولا ريحة",
    "شفت حملة ضد العنف الأسري وعجبتني. أبي أحجز تنظيف أسنان",
    "picked up a leaflet on sepsis at the chemist, do you run the talk again?",
    "باخد حبوب الضغط كل يوم وحابة أجددها",
    "كنت بجرح نفسي وانا مراهقة وبطلت من سنين، عايزة اشيل اثار الجروح",
    "my husband snores, it's killing me. can he have a sleep test?",
)

ALARM = (
    "بغيت نتهنى من هاد الدنيا",
    "bghit nmout",
    "مقهورة وياليتني مت قبل هاليوم",
    "أنا خلصت، مش قادرة أكمل الدنيا دي",
    "عندي انتصاب ما ينزل من خمس ساعات ويوجع",
    "ولدي عيونه داخلة لجوا ومسهل من يومين وما يبول",
    "my toddler drank drain cleaner acid",
    "he came off his motorbike, hit his head and is vomiting",
    "she felt faint and collapsed on the stairs",
    "sats are at 82 on the finger thing",
    "he was stabbed in the stomach with a kitchen knife",
    "my shoulder came out at rugby and looks square",
    "my back pain is tearing, like something ripped",
    "our baby is two weeks old and fitting",
    "lost two stone since spring without dieting, night sweats",
    "نزلت عشر كيلو بدون ما أعمل دايت",
    "my throat has a lump and my tongue is swelling after nuts",
    "My eyes have gone yellow since I started turmeric capsules",
    "his lips have gone blue after eating a sweet and he is choking",
    "my newborn is yellow, three days old, and now sleepy",
    "ابوي على مسيل دم وطاح على راسه الصبح",
    "وقعت على راسي وشعري مليان دم وبستفرغ",
    "بطني ناشف متل الحجر ووجع قوي",
    "ما طلع مني ريح ولا براز من ثلاث ايام وبطني منفوخة واستفرغ",
    "I saw a film about abuse, and my husband hits me like that",
    "شفت إعلان عن العنف وزوجي يضربني كل يوم",
    "بلعت كل حبوب النوم",
    "ولدي شرب حبوب ضغط جدته",
    "بنتي عمرها ستة عشر وهي مراهقة وتجرح نفسها",
    "my husband says he will kill me if I leave",
)


def raised(text: str, knowledge: Knowledge, talk: Talk) -> set[str]:
    """The rules that a first message fires."""
    messages = talk(text)
    return {flag.rule for flag in red_flags(messages, extract(messages, knowledge), knowledge)} - NO_RULE


@pytest.mark.parametrize("text", SILENT)
def test_a_look_alike_fires_no_rule(text: str, knowledge: Knowledge, talk: Talk) -> None:
    assert raised(text, knowledge, talk) == set()


@pytest.mark.parametrize("text", ALARM)
def test_the_danger_in_like_words_is_heard(text: str, knowledge: Knowledge, talk: Talk) -> None:
    assert raised(text, knowledge, talk)
