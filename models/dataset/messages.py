"""An interaction as a dialogue to train on: what is asked, and what the assistant is to say."""

from __future__ import annotations

from app.engine.base import Turn
from app.values import Language
from models.dataset.record import LETTERS, Content, Interaction

_CHOOSE: dict[Language, str] = {
    "en": "Answer with the letter and the text of the right option.",
    "ar": "أجب بحرف الخيار الصحيح ونصه.",
}


def messages(interaction: Interaction) -> tuple[Turn, ...]:
    """The turns, a user's first (or what stands before, as a system turn), the assistant's last.

    A multiple-choice question is answered with the option's letter, its text and the explanation if there is one.
    """
    content = interaction.content
    if content.turns:
        before = (Turn("system", content.context),) if content.context else ()
        return before + tuple(Turn(turn.role, turn.text) for turn in content.turns)
    language: Language = "ar" if interaction.form == "ar" else "en"
    parts = [part for part in (content.context, content.question) if part]
    if not content.options:
        return Turn("user", "\n\n".join(parts)), Turn("assistant", content.answer)
    lettered = _lettered(content, language)
    asked = "\n\n".join([*parts, "\n".join(lettered), _CHOOSE[language]])
    right = lettered[interaction.record.correct or 0]
    return Turn("user", asked), Turn("assistant", f"{right}\n{content.answer}".strip())


def _lettered(content: Content, language: Language) -> list[str]:
    return [f"{letter}. {option}" for letter, option in zip(LETTERS[language], content.options, strict=False)]
