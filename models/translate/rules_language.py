"""Rules about language: the right one, all of it, of fitting length, said once, and nothing but the translation."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from app.text.fold import fold
from app.text.language import detect
from app.text.script import ARABIC_LETTER, latin_words
from models.translate.values import Finding, Pair

LEFT = 4
"""That many words of the source in a row, left as they are, were not translated. Names are shorter."""
LOOP = 4
"""A run of words that comes that often, one upon the other, is a loop."""
FEW_OF = 24
"""A text of so many words, of which not a fifth are different ones, is a loop too."""
SHORT, LONG = 0.35, 2.4
"""Length of a translation over its source's, in letters: outside is a doubt, and twice as far outside a fault."""
_SLACK = 12
_CONTROLS = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u202a-\u202e\u2066-\u2069\ufffd]|<\\|?[a-z_]+\\|?>|</s>|\\[/?INST\\]|<<SYS>>"
)
_ALLOWED = ("LATIN", "ARABIC", "GREEK", "DIGIT", "MICRO", "FULLWIDTH")


def check_language(pair: Pair) -> Iterator[Finding]:
    """Emptiness, language, remainder, script, length, loops and stray marks."""
    if not any(map(str.isalnum, pair.target)):
        yield Finding("empty", "fault")
        return
    yield from _language(pair)
    yield from _remainder(pair)
    yield from _script(pair)
    yield from _length(pair)
    yield from _loops(pair)
    if set(_CONTROLS.findall(pair.target)) - set(_CONTROLS.findall(pair.source)):
        yield Finding("control", "fault")


def _language(pair: Pair) -> Iterator[Finding]:
    """The whole is in the target language; a source without words to judge by says nothing."""
    if pair.target_language == "ar":
        told = [word for word in latin_words(pair.source) if word.islower() and len(word) > 2]
        if told and not ARABIC_LETTER.search(pair.target):
            yield Finding("language", "fault", target=pair.target[:60])
            return
    found = detect(pair.target)
    if found.language not in (None, pair.target_language):
        yield Finding("language", "fault", target=pair.target[:60])


def _remainder(pair: Pair) -> Iterator[Finding]:
    """Words of the source that were left standing: several in a row, with one that is no name among them."""
    source = " " + " ".join(re.findall(r"\w+", pair.source.lower())) + " "
    for run in _foreign_runs(pair):
        words = [word.lower() for word in re.findall(r"\w+", run)]
        plain = [word for word in re.findall(r"\w+", run) if _plain(word, pair)]
        if len(words) >= LEFT and len(plain) >= LEFT - 1 and f" {' '.join(words[:LEFT])} " in source:
            yield Finding("untranslated", "fault", target=run[:80])
            return


def _plain(word: str, pair: Pair) -> bool:
    return word.islower() if pair.target_language == "ar" else bool(ARABIC_LETTER.search(word))


def _foreign_runs(pair: Pair) -> list[str]:
    """Runs of the source's script in the translation."""
    if pair.target_language == "ar":
        return re.findall(r"[A-Za-z][A-Za-z0-9'’,;\- ]*[A-Za-z0-9]", pair.target)
    return re.findall(r"[\u0621-\u064a][\u0621-\u0652\u060c ]*[\u0621-\u0652]", pair.target)


def _script(pair: Pair) -> Iterator[Finding]:
    """Letters that are of neither language and not of the source: a model that slipped into a third one."""
    strange = [
        letter
        for letter in dict.fromkeys(pair.target)
        if letter.isalpha() and letter not in pair.source and not unicodedata.name(letter, "").startswith(_ALLOWED)
    ]
    if strange:
        yield Finding("foreign", "fault", target="".join(strange)[:20])


def _length(pair: Pair) -> Iterator[Finding]:
    ours, theirs = _letters(pair.source), _letters(pair.target)
    if theirs < ours * SHORT / 2 - _SLACK or theirs > ours * LONG * 2 + 2 * _SLACK:
        yield Finding("length", "fault", str(ours), str(theirs))
    elif theirs < ours * SHORT - _SLACK / 2 or theirs > ours * LONG + _SLACK:
        yield Finding("length", "doubt", str(ours), str(theirs))


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _loops(pair: Pair) -> Iterator[Finding]:
    """The same words again and again where the source does not repeat itself."""
    words, own = _words(pair.target), _words(pair.source)
    for size in (1, 2, 3, 4, 6, 8):
        if _longest_run(words, size) >= (LOOP if size < 4 else LOOP - 1) > _longest_run(own, size):
            at = next(at for at in range(len(words)) if words[at : at + size] == words[at + size : at + 2 * size])
            yield Finding("repetition", "fault", target=" ".join(words[at : at + size]))
            return
    sentences = Counter(" ".join(_words(part)) for part in re.split(r"[.!?؟\n]+", pair.target))
    often = [sentence for sentence, times in sentences.items() if times > 2 and len(sentence.split()) > 3]
    if often and len(own) < len(words):
        yield Finding("repetition", "fault", target=often[0][:80])
    elif len(words) >= FEW_OF and _poor(words) and not _poor(own):
        yield Finding("repetition", "fault", target=" ".join(dict.fromkeys(words))[:80])


def _poor(words: list[str]) -> bool:
    """Whether hardly any word is a new one: a loop whose parts change places."""
    return len(set(words)) * 5 < len(words)


def _longest_run(words: list[str], size: int) -> int:
    """How often a run of `size` words stands one upon the other, at most."""
    longest, run = 1, 1
    for at in range(size, len(words)):
        same = words[at] == words[at - size]
        run = run + 1 if same else 1
        longest = max(longest, 1 + (run - 1) // size)
    return longest if len(words) > size else 1


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))
