"""Turns of the ask mode and titles: short answers that the desk's own content gives, and what it leaves to others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from app.intake import taught
from app.intake.knowledge import Knowledge
from app.values import Language, Message, Plan, direction_of
from models.dataset.interview.lesson import Lesson, Part
from models.dataset.interview.phrases import REGISTERS, Phrases, Register, language_of
from models.dataset.interview.questions import HELD_OUT, LONG_AGO

ASKED: dict[str, dict[Language, tuple[str, ...]]] = {
    "why": {
        "en": ("Why is {x} an alarm?", "Why does the desk flag {x}?", "What is behind the alarm {x}?"),
        "ar": ("لماذا يُعدّ {x} إنذارًا؟", "ما سبب الإنذار: {x}؟", "ليش {x} إنذار؟", "ليه {x} يعتبر خطر؟"),
    },
    "topics": {
        "en": ("What should I ask about {x}?", "Which questions belong to a history of {x}?", "{x}: what to ask?"),
        "ar": ("ماذا أسأل عن {x}؟", "ما أسئلة القصة المرضية في {x}؟", "{x}: عن ماذا أسأل؟"),
    },
    "term": {
        "en": ("What is {x} in Arabic?", "How do I say {x} in Arabic?", "Arabic for {x}?"),
        "ar": ("ما معنى {x} بالإنجليزية؟", "كيف أقول {x} بالإنجليزية؟", "{x} بالإنجليزي؟"),
    },
    "dose": {
        "en": ("What is the dose of {x}?", "How much {x} can I give a child?", "Is {x} safe in pregnancy?"),
        "ar": ("ما جرعة {x}؟", "كم أعطي من {x} لطفل؟", "هل {x} آمن في الحمل؟"),
    },
}
UNSURE: dict[Language, tuple[str, ...]] = {
    "en": (
        "I am not a reliable source for that; please look it up in your formulary.",
        "That needs a formulary, I cannot give it reliably.",
        "Please check a current formulary; a model of this size should not be trusted with doses.",
    ),
    "ar": (
        "لا أصلح مصدرًا لهذا؛ يُرجى الرجوع إلى دليل الأدوية.",
        "هذا يحتاج إلى دليل الأدوية، ولا أستطيع ذكره بثقة.",
        "يُرجى مراجعة دليل أدوية حديث؛ نموذج بهذا الحجم لا يُعتمد عليه في الجرعات.",
    ),
}


def answers(knowledge: Knowledge, phrases: Phrases, random: Random) -> Iterator[Lesson]:
    """Endless turns of the ask mode."""
    makers: tuple[Callable[[Knowledge, Language, Random], tuple[str, str, str]], ...] = (_why, _topics, _term, _dose)
    number = 0
    while True:
        language: Language = random.choice(("en", "ar"))
        maker = random.choices(makers, (4, 3, 3, 3))[0]
        about, asked, reply = maker(knowledge, language, random)
        if len(reply) > 300:
            continue
        register: Register = "en" if language == "en" else "msa"
        message = Message(1, "", "user", asked, language, direction_of(language), LONG_AGO)
        shown = taught.turns((message,), Plan("answer", language), knowledge)
        part: Part = "heldout" if about in HELD_OUT else "train"
        mood = maker.__name__.strip("_")
        yield Lesson(f"a{number:06d}", "answer", language, register, about, "", mood, part, "", shown, reply)
        number += 1


def titles(knowledge: Knowledge, phrases: Phrases, random: Random) -> Iterator[Lesson]:
    """Endless first messages with what the visit is called in the list."""
    protocols = sorted(knowledge.protocols.values(), key=lambda protocol: protocol.id)
    number = 0
    while True:
        protocol, register = random.choice(protocols), random.choice([each for each in REGISTERS if each != "arabizi"])
        language = language_of(register)
        title = protocol.title.text(language)
        child = protocol.age_max is not None and protocol.age_max < 18
        complaint = title[:1].lower() + title[1:]
        said = phrases.opening("child" if child else "self", register, random, complaint=complaint)
        part: Part = "heldout" if protocol.id in HELD_OUT else "train"
        shown = taught.title_turns(said, language)
        yield Lesson(f"t{number:06d}", "title", language, register, protocol.id, "", "title", part, "", shown, title)
        number += 1


def _why(knowledge: Knowledge, language: Language, random: Random) -> tuple[str, str, str]:
    rule = random.choice(knowledge.rules)
    return rule.id, _asked("why", rule.title.text(language), language, random), rule.why.text(language)


def _topics(knowledge: Knowledge, language: Language, random: Random) -> tuple[str, str, str]:
    protocol = random.choice(sorted(knowledge.protocols.values(), key=lambda each: each.id))
    labels = [ask.label.text(language) for ask in protocol.ask if ask.must][:8]
    joint = "، " if language == "ar" else ", "
    return protocol.id, _asked("topics", protocol.title.text(language), language, random), joint.join(labels) + "."


def _term(knowledge: Knowledge, language: Language, random: Random) -> tuple[str, str, str]:
    concept = random.choice(sorted(knowledge.lexicon.concepts.values(), key=lambda each: each.id))
    other: Language = "ar" if language == "en" else "en"
    return concept.id, _asked("term", concept.label.text(language), language, random), concept.label.text(other) + "."


def _dose(knowledge: Knowledge, language: Language, random: Random) -> tuple[str, str, str]:
    drug = random.choice(sorted(knowledge.lexicon.drugs.values(), key=lambda each: each.name.en))
    return "", _asked("dose", drug.name.text(language), language, random), random.choice(UNSURE[language])


def _asked(kind: str, about: str, language: Language, random: Random) -> str:
    return random.choice(ASKED[kind][language]).replace("{x}", about)
