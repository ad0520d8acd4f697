"""People's names: after words that announce them, and names that are known as such."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.export.deidentify.found import Found
from app.export.deidentify.name_lists import NameLists, name_lists
from app.text.fold import fold

LONGEST = 5
"""Words of a name at most."""

_TOKEN = re.compile(r"[^\W\d_]\.(?=\s*[^\W\d_])|[^\W\d_]+(?:['’\u064b-\u065f\u0640-][^\W\d_]+)*[\u064b-\u0652]*")
_GAP = re.compile(r"[ \t\u00a0]{1,2}|-")
_TITLES = r"(?:(?:mr|mrs|ms|miss|dr|prof|sheikh|capt|eng)\b\.?\s*)?"
_SURE = re.compile(
    rf"(?:\b(?:my|his|her|their|patient(?:['’]s)?|child(?:['’]s)?|full|the)\s+(?:full\s+|sur|first\s+|last\s+)?name(?:\s+is|\s*['’]s|\s*:)|"
    rf"\bname\s*:|\b(?:named|called)\b,?|\bunder\s+the\s+name(?:\s+of)?|\b(?:esm|ism|asm)(?:i|y|ee)\b)\s*{_TITLES}",
    re.IGNORECASE,
)
_SURE_AR = re.compile(
    r"(?:(?<!\w)(?:و|أنا\s+|انا\s+)?[اإ]سم(?:ها|ي|ه|ك)(?:\s+(?:الكامل|بالكامل|هو))?|"
    r"(?:ال)?[اإ]سم\s+(?:المريضة?|الطفلة?|الأم|الأب|الزوجة?|الكامل)|(?<!\w)الاسم(?:\s+الكامل)?\s*:|(?<!\w)(?:يدعى|تدعى|المدعوة?))\s*:?\s*"
)
_TITLE = re.compile(r"\b(?:mr|mrs|ms|miss|dr|prof|doctor|nurse|sheikh|engineer)\b\.?\s*|(?<!\w)د\.\s*", re.IGNORECASE)
_TITLE_AR = re.compile(
    r"(?<!\w)[ولب]{0,2}(?:ال)?(?:دكتورة?|سيدة?|[أا]ستاذة?|ممرضة?|مهندسة?|شيخة?|[آا]نسة|حاجة?|مريضة?|طفلة?|كابتن)\s+|"
    r"(?<!\w)(?:معكم?|مع|أنا|انا|[أا]خو|[أا]خت|زوجة|ابنة?)\s+(?:المريضة?\s+)?"
)
_KIN = re.compile(
    r"\b(?:my|his|her|our|their|the)\s+(?:\w+\s+)?(?:husband|wife|son|daughter|brother|sister|mother|father|mom|mum|dad|uncle|aunt|"
    r"cousin|friend|teacher|boss|child|baby|boy|girl|neighbou?r|grandmother|grandfather|fianc[eé]e?|(?:\w+-)in-law|contact)\s*,?\s+|"
    r"\b(?:i\s*am|i['’]m|this\s+is|it\s+is|it['’]s|contact|patient|under|with|for|by)\s+",
    re.IGNORECASE,
)
_KIN_AR = re.compile(
    r"(?<!\w)و?(?:ابني|بنتي|ابنتي|ولدي|زوجي|زوجتي|[أا]خي|[أا]خوي|[أا]ختي|[أا]مي|[أا]بي|[أا]بوي|والدي|والدتي|عمي|عمتي|خالي|خالتي|"
    r"جدي|جدتي|طفلي|طفلتي|صديقي|صديقتي|حماتي)\s+"
)
_KUNYA = re.compile(r"(?<!\w)(?:أم|ام|أبو|ابو|أبي)\s+")
_LINKS = frozenset(
    {"al", "el", "bin", "ibn", "bint", "abu", "abd", "abdul", "ال", "بن", "ابن", "بنت", "عبد", "ابو", "van", "de"}
)


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    text: str


def find_names(text: str) -> Iterator[Found]:
    """Every name in `text` that a cue announces, or that is known and stands as one."""
    known = name_lists()
    tokens = [_Token(match.start(), match.end(), match[0]) for match in _TOKEN.finditer(text)]
    starts = {token.start: at for at, token in enumerate(tokens)}
    for pattern, trust in (
        (_SURE, 2),
        (_SURE_AR, 2),
        (_TITLE, 1),
        (_TITLE_AR, 0),
        (_KIN, 0),
        (_KIN_AR, 0),
        (_KUNYA, 0),
    ):
        for match in pattern.finditer(text):
            at = starts.get(match.end())
            if at is not None:
                yield from _after(text, tokens, at, trust, known)
    yield from _standing(text, tokens, known)


def _after(text: str, tokens: list[_Token], at: int, trust: int, known: NameLists) -> Iterator[Found]:
    """The name that begins at a cue.

    `trust` 2 takes any word that is no word of the language, 1 wants a capital too, 0 a known name.
    """
    first = tokens[at]
    if not _begins(first.text, trust, known, _next(text, tokens, at)):
        return
    last = at
    while (
        last + 1 < len(tokens)
        and last - at < LONGEST - 1
        and _GAP.fullmatch(text[tokens[last].end : tokens[last + 1].start])
    ):
        if not _continues(tokens[last].text, tokens[last + 1].text, trust, known):
            break
        last += 1
    yield Found(first.start, tokens[last].end, "name")


def _begins(word: str, trust: int, known: NameLists, following: str) -> bool:
    if known.knows(word) or (fold(word) in _LINKS and following and not known.stops(following)):
        return True
    capital = word[0].isupper() or not word[0].isascii()
    if known.may_be(word):
        return (trust > 0 and (capital or trust == 2)) or known.may_be(following)
    if known.stops(word) or len(word) < 2:
        return False
    return trust == 2 or (trust == 1 and capital and not word.isupper())


def _continues(before: str, word: str, trust: int, known: NameLists) -> bool:
    """Whether a name goes on with `word`."""
    if fold(before.rstrip(".")) in _LINKS or len(before.rstrip(".")) == 1:
        return True
    if known.may_be(word) or fold(word) in _LINKS:
        return True
    if known.stops(word):
        return False
    if word[0].isascii():
        return word.istitle() or (trust == 2 and word.islower())
    return word.startswith("ال") and len(word) > 4


def _standing(text: str, tokens: list[_Token], known: NameLists) -> Iterator[Found]:
    """Known names without a cue: Latin ones with a capital, Arabic ones where two or more stand together."""
    at = 0
    while at < len(tokens):
        end = at
        while (
            end < len(tokens)
            and _is_name(tokens[end].text, known)
            and (end == at or _GAP.fullmatch(text[tokens[end - 1].end : tokens[end].start]))
        ):
            end += 1
        run = tokens[at:end]
        sure = any(known.knows(token.text) for token in run)
        if sure and (len(run) > 1 or run[0].text[0].isascii()):
            last = end - 1
            while (
                end < len(tokens)
                and _GAP.fullmatch(text[tokens[last].end : tokens[end].start])
                and _family(tokens[end].text, known)
            ):
                last, end = end, end + 1
            yield Found(run[0].start, tokens[last].end, "name")
        at = max(end, at + 1)


def _is_name(word: str, known: NameLists) -> bool:
    return known.may_be(word) and (not word[0].isascii() or word[0].isupper())


def _family(word: str, known: NameLists) -> bool:
    """Whether an unknown word after a name is its family name."""
    return word[0].isascii() and word.istitle() and not known.stops(word)


def _next(text: str, tokens: list[_Token], at: int) -> str:
    """The word right after a token, empty where none follows."""
    if at + 1 < len(tokens) and _GAP.fullmatch(text[tokens[at].end : tokens[at + 1].start]):
        return tokens[at + 1].text
    return ""
