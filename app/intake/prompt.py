"""How a model is asked: a plan becomes turns and a way of sampling. The workshop trains models with the same turns.

Three forms. "transcript" is for small base models: a constant heading with examples, then the dialogue
as lines of a script whose speaker labels say what each question is for, and a grammar that leaves
only the protocol's own wordings, with or without an acknowledgement before them. A model of that size
cannot be trusted with more: it chooses how to say it, never what. "taught" is for one that learned to
interview: see `taught`. "chat" is for models that follow instructions: constant system text, the
dialogue, and this turn's plan last. In "transcript" and "chat" everything but the last turn is
append-only, so that what was read stays read; what a model writes in "taught" and "chat" passes
`guard.check`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Literal

from app.engine.base import Sampling, Turn
from app.intake import taught
from app.intake.knowledge import Knowledge
from app.values import History, Language, Message, Plan

Form = Literal["chat", "transcript", "taught"]

QUESTION_TOKENS = 200
"""Room for an acknowledgement and a question, also where a vocabulary spells Arabic letter by letter."""

ANSWER_TOKENS = 700

_SPEAKERS: dict[Language, tuple[str, str]] = {"en": ("Patient", "Doctor"), "ar": ("المريض", "الطبيب")}
_EXAMPLES: tuple[tuple[Language, str, str], ...] = (
    ("en", "I have had a headache for two days.", "severity"),
    ("ar", "عندي كحة من أسبوع.", "medications"),
    ("en", "No, just paracetamol sometimes.", "allergies"),
    ("ar", "حوالي سبعة من عشرة.", "associated"),
)
_HEADING = "A doctor takes a history, one question at a time. طبيب يأخذ التاريخ المرضي، سؤالًا واحدًا في كل مرة."
_SYSTEM = (
    "You take a medical history for a clinician. You are asked to put one planned question into words. "
    "Write at most one short neutral acknowledgement and then exactly one question, about the planned topic only, "
    "in the language you are told. Never name or suggest a diagnosis, never recommend a medicine, a test or a "
    "treatment, never reassure, never promise, never comment on how serious something is. Two sentences at most."
)
_ANSWER = (
    "You answer medical questions of a clinician, briefly and precisely, in the language of the question. "
    "Say so where evidence is weak or the question cannot be answered. "
    "أجب عن الأسئلة الطبية بإيجاز ودقة وبلغة السؤال."
)
_PLAN: dict[Language, str] = {
    "en": "Plan for this turn: ask about {topic}. The protocol's wording is: {question} "
    "Reply in English with an optional short acknowledgement and this one question in your own words.",
    "ar": "خطة هذا الدور: اسأل عن {topic}. صياغة البروتوكول هي: {question} "
    "اكتب بالعربية عبارة تمهيدية قصيرة إن ناسبت، ثم هذا السؤال وحده بكلماتك.",
}


def turns(
    messages: Sequence[Message], plan: Plan, history: History, knowledge: Knowledge, form: Form
) -> tuple[Turn, ...]:
    """What the model is shown before it replies."""
    if form == "taught":
        return taught.turns(messages, plan, knowledge)
    if plan.step == "answer":
        return (Turn("system", _ANSWER, pinned=True), *_dialogue(messages, knowledge, form))
    if form == "transcript":
        return (
            Turn("system", _heading(knowledge), pinned=True),
            *_dialogue(messages, knowledge, form),
            Turn("assistant", "", label=_doctor(plan.slot, plan.language, knowledge)),
        )
    topic = knowledge.slot_label(plan.slot, plan.language) if plan.slot else ""
    task = _PLAN[plan.language].format(topic=topic, question=plan.question)
    return (Turn("system", _SYSTEM, pinned=True), *_dialogue(messages, knowledge, form), Turn("system", task))


def sampling(plan: Plan, form: Form, acknowledgements: Sequence[str] = ()) -> Sampling:
    """How the reply is sampled. `acknowledgements` may stand before a transcript's question."""
    if form == "taught":
        return taught.sampling(plan)
    if plan.step == "answer":
        return Sampling(max_tokens=ANSWER_TOKENS, temperature=0.2)
    if form == "chat":
        return Sampling(max_tokens=QUESTION_TOKENS, temperature=0.3)
    return Sampling(
        max_tokens=QUESTION_TOKENS, temperature=0.7, stop=("\n",), grammar=grammar(_wordings(plan), acknowledgements)
    )


def grammar(wordings: Sequence[str], acknowledgements: Sequence[str] = ()) -> str:
    """GBNF for: an acknowledgement or none, then one of the wordings, and nothing else."""
    rules = ['root ::= " "? ' + ('(acknowledgement " ")? ' if acknowledgements else "") + "question"]
    if acknowledgements:
        rules.append("acknowledgement ::= " + " | ".join(map(_quoted, acknowledgements)))
    rules.append("question ::= " + " | ".join(map(_quoted, wordings)))
    return "\n".join(rules) + "\n"


def _wordings(plan: Plan) -> tuple[str, ...]:
    return plan.wordings if plan.question in plan.wordings else (plan.question,)


def _quoted(text: str) -> str:
    """A GBNF literal. Its escapes are JSON's, save that letters stay as they are."""
    return json.dumps(text, ensure_ascii=False)


def _dialogue(messages: Sequence[Message], knowledge: Knowledge, form: Form) -> Iterator[Turn]:
    for message in messages:
        if not message.text.strip():
            continue
        if form == "chat":
            yield Turn(message.role, message.text)
        elif message.role == "user":
            yield Turn("user", message.text, label=_SPEAKERS[message.language][0])
        else:
            yield Turn("assistant", message.text, label=_doctor(message.slot, message.language, knowledge))


def _doctor(slot: str | None, language: Language, knowledge: Knowledge) -> str:
    """The doctor's label in a script, with what he asks for: `Doctor [Severity]`."""
    speaker = _SPEAKERS[language][1]
    return f"{speaker} [{knowledge.slot_label(slot, language)}]" if slot else speaker


def _heading(knowledge: Knowledge) -> str:
    """The constant text above a script: what it is, and examples in both languages in the protocols' own wordings."""
    lines = [_HEADING, ""]
    for language, said, slot in _EXAMPLES:
        question = knowledge.common.asks[slot].wordings(language)[0]
        lines += [f"{_SPEAKERS[language][0]}: {said}", f"{_doctor(slot, language, knowledge)}: {question}"]
    return "\n".join(lines)
