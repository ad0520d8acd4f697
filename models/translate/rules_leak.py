"""Rules about leaks: instructions, examples or another item's question inside a translation.

A public Arabic translation of MMLU has 243 rows with the same few-shot question in the place of their
own text: each reads well by itself, and only its source, or the other rows, can tell.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from app.text.fold import fold
from models.translate.crowds import crowded
from models.translate.values import Finding, Pair

WINDOW = 6
"""That many words in a row of an example or an instruction are no accident."""
CROWD = 3
"""A window of words in the translations of that many different sources is somebody else's sentence."""
SHARED = 8
_ASKED = re.compile(r"[?؟]")
_INVERTED = re.compile(
    r"\b(?:(?:do|does|did|are|is|was|were|have|has|can|could|would|will|should)\s+(?:you|he|she|it|they|there|the|your|this|any)"
    r"|how|what|when|where|which|who|why|whether)\b|(?<!\w)(?:هل|ما|ماذا|متى|أين|كيف|كم|لماذا|من)\s",
    re.IGNORECASE,
)
_SPOKEN = re.compile(
    r"^\s*(?:sure[,!. ]|certainly[,!. ]|of course[,!. ]|here is|here's|as an ai|i cannot|i can't|i'm sorry"
    r"|(?:translation|arabic|english|source|output|answer|note)\s*:"
    r"|بالتأكيد[،,! ]|بالطبع[،,! ]|إليك |تفضل[،:]|فيما يلي|كنموذج"
    r"|(?:الترجمة|ترجمة|العربية|الإنجليزية|المصدر|النص|ملاحظة)\s*:)",
    re.IGNORECASE | re.MULTILINE,
)
_ORDERS = re.compile(
    r"(?:ignore|disregard|forget)\s+(?:\w+\s+){0,3}(?:instructions?|prompts?|rules|above|previous)"
    r"|you are now\b|system prompt|(?:give|output|return|assign|score)\b[^.\n]{0,30}\b100\b"
    r"|do not translate|instead of translating|تجاهل\s+(?:\w+\s+){0,2}التعليمات|لا تترجم|أنت الآن",
    re.IGNORECASE,
)


def check_leak(pair: Pair, prompted: Sequence[str] = ()) -> Iterator[Finding]:
    """Words of the prompt, and questions that the source does not ask. `prompted` are the prompt's own texts."""
    talk = _SPOKEN.search(pair.target)
    if talk and not _SPOKEN.search(pair.source):
        yield Finding("leak", "fault", target=talk[0].strip())
    leaked = _shared_window(pair, prompted)
    if leaked:
        yield Finding("leak", "fault", target=leaked)
    yield from _questions(pair)
    orders = _ORDERS.search(pair.source)
    if orders:
        yield Finding("injection", "doubt", source=orders[0])


def _shared_window(pair: Pair, prompted: Iterable[str]) -> str:
    """A run of words of the prompt that the translation has and the source has not."""
    target, source = _padded(pair.target), _padded(pair.source)
    for text in prompted:
        words = _words(text)
        size = min(WINDOW, max(len(words), 3))
        for at in range(len(words) - size + 1):
            window = f" {' '.join(words[at : at + size])} "
            if window in target and window not in source:
                return window.strip()
    return ""


def _questions(pair: Pair) -> Iterator[Finding]:
    """More questions than the source asks: two more are a fault, one more is a doubt (punctuation is loose)."""
    ours, theirs = len(_ASKED.findall(pair.source)) or _sounds_asked(pair.source), len(_ASKED.findall(pair.target))
    asked = [part.strip() for part in re.findall(r"[^.!?؟\n]*[?؟]", pair.target)]
    if theirs > ours and asked:
        grave = theirs > ours + 1 or (ours == 0 and theirs and len(_words(pair.source)) > 3)
        yield Finding("question-added", "fault" if grave and theirs > ours + 1 else "doubt", target=asked[-1][:80])


def _sounds_asked(source: str) -> int:
    """1 for a question that was written without its mark, as spoken sentences are."""
    return 1 if _INVERTED.search(source) else 0


def shared(read: Callable[[], Iterable[tuple[str, Pair]]]) -> dict[str, Finding]:
    """Items whose translation holds a run of words that also stands in those of two other sources.

    Sources that share such a run themselves are no strangers: their translations may agree. `read` gives all
    names and pairs, and is called twice: first the runs are counted, then those are looked at that are there often.
    """
    often = crowded(({_number(window) for window in _windows(pair.target)} for _, pair in read()), CROWD)
    places: dict[str, dict[str, str]] = defaultdict(dict)
    for name, pair in read() if often else ():
        for window in _windows(pair.target):
            if _number(window) in often:
                places[window][name] = pair.source
    found: dict[str, Finding] = {}
    for window, sources in places.items():
        if len(sources) >= CROWD and _strangers(list(sources.values())):
            for name in sources:
                found.setdefault(name, Finding("shared", "fault", target=window))
    return found


def _number(window: str) -> int:
    """A number of 64 bits for a run of words, the same only within this process; the few doubles do no harm."""
    return hash(window) & (2**64 - 1)


def _strangers(sources: Sequence[str]) -> bool:
    """Whether most of these sources have no run of words in common with another."""
    seen: dict[str, int] = defaultdict(int)
    runs = [set(_windows(source, SHARED - 2)) or {fold(source)} for source in sources]
    for windows in runs:
        for window in windows:
            seen[window] += 1
    alone = sum(all(seen[window] == 1 for window in windows) for windows in runs)
    return alone >= CROWD


def _windows(text: str, size: int = SHARED) -> Iterator[str]:
    words = _words(text)
    return (" ".join(words[at : at + size]) for at in range(len(words) - size + 1))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))


def _padded(text: str) -> str:
    return f" {' '.join(_words(text))} "
