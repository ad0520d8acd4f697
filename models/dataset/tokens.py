"""How many tokens a text has, by the vocabulary of a model or by a plain count of words and marks."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from app.catalogue.files import locate
from app.catalogue.registry import load_catalogue
from app.config import find_home
from app.text.language import detect
from app.values import Language
from models.dataset.record import Form, Interaction

WORDS = "words"
_PIECE = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Count:
    """How much English and Arabic: tokens of an interaction by the language that they are in, or items."""

    en: float = 0
    ar: float = 0

    @property
    def total(self) -> float:
        """Both languages together."""
        return self.en + self.ar

    def __add__(self, other: Count) -> Count:
        return Count(self.en + other.en, self.ar + other.ar)


def counter(tokenizer: str) -> Callable[[str], int]:
    """A function that counts tokens. `tokenizer` is "words", a catalogue name or a GGUF file."""
    return _plain if tokenizer == WORDS else _vocabulary(tokenizer)


def count(interaction: Interaction, tokens: Callable[[str], int]) -> Count:
    """The tokens of everything it says; a text of a mixed one counts for the language that it is in."""
    sums: dict[Language, int] = {"en": 0, "ar": 0}
    for text in interaction.content.texts():
        sums[_language(interaction.form, text)] += tokens(text)
    return Count(sums["en"], sums["ar"])


def _language(form: Form, text: str) -> Language:
    return form if form != "mixed" else detect(text, "en").language or "en"


def _plain(text: str) -> int:
    return len(_PIECE.findall(text))


@lru_cache(maxsize=2)
def _vocabulary(name: str) -> Callable[[str], int]:
    """Loads the model's file once in a process; its weights stay on the disk until somebody reads them."""
    from app.engine.llama_load import Model
    from app.engine.llama_options import LlamaOptions
    from app.engine.llama_vocabulary import Vocabulary

    home = find_home(None).ready()
    located = locate(home, load_catalogue(home), name)
    vocabulary = Vocabulary(Model(located.path, LlamaOptions(gpu_layers=0)))

    def tokens(text: str) -> int:
        return len(vocabulary.tokenise(text, False))

    return tokens
