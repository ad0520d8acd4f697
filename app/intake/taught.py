"""How the model that was taught to interview is asked: one short exchange, and the question it is to put into words.

A taught model needs no examples and no long instruction: the last thing the patient said, with what it
answers, then the planned topic with the protocol's own wording, and the line of the doctor left open. It
writes a short acknowledgement and that one question in the patient's language and register. Its prompt
does not grow with the interview. What it writes passes `guard.check`. The workshop's turns
(`models.dataset.interview`) are rendered from here, so the model is asked as it was taught.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.engine.base import Sampling, Turn
from app.intake.knowledge import Knowledge
from app.values import Language, Message, Plan

REPLY_TOKENS = 120
ANSWER_TOKENS = 160
ANSWER_PENALTY = 1.2
TITLE_TOKENS = 24
MOST_LETTERS = 320
"""Of a long message, its end: what was said last is what is taken up."""

_INTERVIEW = "Interview"
_ANSWER = "Short answer"
_TITLE = "Title"
_PATIENT: dict[Language, str] = {"en": "Patient", "ar": "المريض"}
_DOCTOR: dict[Language, str] = {"en": "Doctor", "ar": "الطبيب"}
_ASK: dict[Language, str] = {"en": "Ask", "ar": "اسأل"}
_QUESTION: dict[Language, str] = {"en": "Question", "ar": "سؤال"}
_REPLY: dict[Language, str] = {"en": "Answer", "ar": "جواب"}
_NAME: dict[Language, str] = {"en": "Title", "ar": "عنوان"}


def turns(messages: Sequence[Message], plan: Plan, knowledge: Knowledge) -> tuple[Turn, ...]:
    """What the taught model is shown before it replies."""
    said = next((message for message in reversed(messages) if message.role == "user"), None)
    language = plan.language
    if plan.step == "answer":
        heard = (Turn("user", _end(said.text), label=_QUESTION[language]),) if said else ()
        return (Turn("system", _ANSWER, pinned=True), *heard, Turn("assistant", "", label=_REPLY[language]))
    heard = (Turn("user", _end(said.text), label=_speaker(said, messages, knowledge)),) if said else ()
    topic = f" [{knowledge.slot_label(plan.slot, language)}]" if plan.slot else ""
    return (
        Turn("system", _INTERVIEW, pinned=True),
        *heard,
        Turn("system", f"{_ASK[language]}{topic}: {plan.question}"),
        Turn("assistant", "", label=_DOCTOR[language]),
    )


def puts_into_words(plan: Plan, knowledge: Knowledge) -> bool:
    """Whether a taught model is asked for this question: it learned none that stands behind a fixed sentence.

    The sentence answers a question of the patient's or asks for more than a yes, and is to be said as it stands.
    """
    phrases = knowledge.common.phrases
    return not plan.question.startswith((*phrases.asked_back.texts(plan.language), *phrases.more.texts(plan.language)))


def title_turns(said: str, language: Language) -> tuple[Turn, ...]:
    """What it is shown to name a visit by its first message."""
    return (
        Turn("system", _TITLE, pinned=True),
        Turn("user", _end(said), label=_PATIENT[language]),
        Turn("assistant", "", label=_NAME[language]),
    )


def sampling(plan: Plan) -> Sampling:
    """Close to the likeliest words; a question is to be repeated, an answer is not to turn in circles."""
    answer = plan.step == "answer"
    most, penalty = (ANSWER_TOKENS, ANSWER_PENALTY) if answer else (REPLY_TOKENS, 1.0)
    return Sampling(max_tokens=most, temperature=0.3, min_p=0.1, repeat_penalty=penalty, stop=("\n",))


def title_sampling() -> Sampling:
    """The likeliest words of one short line."""
    return Sampling(max_tokens=TITLE_TOKENS, temperature=0.0, repeat_penalty=1.0, stop=("\n",))


def _speaker(said: Message, messages: Sequence[Message], knowledge: Knowledge) -> str:
    """The patient's label with what the desk had asked: `Patient [Severity]`."""
    before = [message for message in messages[: messages.index(said)] if message.role == "assistant"]
    slot = before[-1].slot if before else None
    speaker = _PATIENT[said.language]
    return f"{speaker} [{knowledge.slot_label(slot, said.language)}]" if slot else speaker


def _end(text: str) -> str:
    """The end of a text, from a word's beginning."""
    if len(text) <= MOST_LETTERS:
        return text
    return text[-MOST_LETTERS:].partition(" ")[2] or text[-MOST_LETTERS:]
