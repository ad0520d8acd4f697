"""A message as the matcher sees it: words with their place in the original text, cut into sentences."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from app.intake.morphology import exactly, forms, is_arabic, plain
from app.intake.skeleton import skeleton
from app.text.fold import fold_map

_WORD = re.compile(r"[^\W_]+(?:['’ʼ`´][^\W_]+)*")
_SENTENCE_END = re.compile(r"[!?؟;؛\n\r…]|(?<!\d)\.|\.(?!\d)")
_ABBREVIATIONS = frozenset({"dr", "mr", "mrs", "ms", "e", "g", "i", "no", "st", "vs", "approx"})
_SMALL_WORDS = frozenset(
    re.findall(
        r"\w+",
        """3an 3ala 3la hala hla bagheit baghet bghit bgheit abgha shlonak shlonik shlon dawam mar7aba marhaba salam
        doctor doktor doktora law samaht sama7t bas bass kaman inshallah nshallah 7amdella hamdella el elly
        elli illi la2 la22 laa2 la2a aywa aiwa aywah ah aah eh ee naam na3am n3am akid akeed 7aga 7agat 7aja
        haga shi shay shwaya shwai shway shwayya kda keda kida kidda hek heik hik ana ana2 enta enti inta
        inti howa howwa heya hiya homma e7na i7na ma3andish mafish mafi tab tayeb tayyeb taib kont kan kanet
        kano mareten marten martein marteen mara marra marrat ba3d 2abl abl badri w wa wel wal fel bel lel
        ya yaani ya3ni walla wallah wala aw lama lamma lessa lissa bede bedi baddi badde biddi 3ayez 3ayza
        3awez 3awza yom youm ayam sana saneh senin shahr esbo3 embare7 el2an dilwa2ti halla2 tani tany kol
        kull ghir gheir 3ayyan 3ayan 3ayyana""",
    )
)
"""Latin-letter Arabic that builds the sentence: its consonants are not compared with the content's words."""

_DRAWN_OUT = re.compile(r"([^\W\d])\1{2,}")
SHORTEST_DRAWN_OUT = 5
_TRAILING = re.compile(r"[\u0621\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]*")


_ANOTHER_WORD = {"عمرة": "العمره", "حملة": "حملات"}
"""Words that their ة alone parts from others, and what they are looked up under: عمرة, a pilgrimage, is not his age."""

_GRAMMAR = frozenset(
    re.findall(
        r"\w+",
        """the a an is are was were do does did you your have has had it its of to in on at for with and or any be been
    i me my we us our he she his her they them their what when where how which who why that this there can could
    would will may might so if as by from about tell please thank thanks see okay ok understand understood much many
    هل ما من في علي عن الي هو هي هذا هذه ذلك اي او و ان كان كانت لك لديك عندك كيف متي اين كم ماذا لماذا شكرا فهمت
    حسنا طيب مع يا تم قد لو سمحت""",
    )
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word. `start` and `end` are offsets in the original text, `before` what stands between it and the last word.

    `forms` are what it is looked up under; `skeleton` is its consonants where it is Latin-letter Arabic.
    """

    text: str
    start: int
    end: int
    sentence: int
    before: str
    forms: frozenset[str]
    skeleton: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """A message's words. `asking` holds the numbers of the sentences that end in a question mark.

    Each is equal to itself alone, so that what was found in one can be looked up at no cost.
    """

    original: str
    folded: str
    places: tuple[int, ...]
    tokens: tuple[Token, ...]
    asking: frozenset[int] = frozenset()

    def quote(self, first: int, last: int) -> str:
        """The literal words from token number `first` to `last`, both included."""
        return self.original[self.tokens[first].start : self.tokens[last].end]

    def literal_of(self, token: Token) -> str:
        """A word as it was written, apostrophes and all."""
        return self.original[token.start : token.end]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the original text of `folded[start:end]`, following marks included."""
        if start >= end:
            return (0, 0)
        stop = self.places[end - 1] + 1
        trailing = _TRAILING.match(self.original, stop)
        return self.places[start], trailing.end() if trailing else stop

    def literal(self, start: int, end: int) -> str:
        """The original's own letters for `folded[start:end]`."""
        first, last = self.original_span(start, end)
        return self.original[first:last]


Respelt = Callable[[str], "str | None"]
"""The Arabic spelling of a Latin-letter word, or None where it is not known."""


def tokenise(original: str, arabizi: bool = False, respelt: Respelt | None = None) -> Text:
    """Cut a text into words and sentences. `arabizi` says that Latin words may be Arabic ones.

    Those that `respelt` knows stand in the folded text, and among the tokens, in Arabic letters.
    """
    folded, places = fold_map(original)
    if arabizi and respelt:
        folded, places = _respelt(folded, places, respelt)
    bare = Text(original, folded, places, ())
    tokens: list[Token] = []
    asking: set[int] = set()
    sentence, position = 0, 0
    for match in _WORD.finditer(folded):
        between = folded[position : match.start()]
        if tokens and _ends(between, tokens[-1].text):
            if "?" in between or "؟" in between:
                asking.add(sentence)
            sentence += 1
        tokens.append(_token(bare, match, sentence, between, arabizi))
        position = match.end()
    if "?" in folded[position:] or "؟" in folded[position:]:
        asking.add(sentence)
    return Text(original, folded, places, tuple(tokens), frozenset(asking))


def is_content(token: Token) -> bool:
    """Whether a word says something, and does not only build the sentence."""
    return token.text not in _GRAMMAR


def words(phrase: str) -> tuple[str, ...]:
    """The folded words of a lexicon's literal, in order."""
    folded, _ = fold_map(phrase)
    return tuple(_normal(word) for word in _WORD.findall(folded))


def _token(text: Text, match: re.Match[str], sentence: int, between: str, arabizi: bool) -> Token:
    word = _normal(match.group())
    start, end = text.original_span(match.start(), match.end())
    bones = skeleton(word) if arabizi and not is_arabic(word) and word not in _SMALL_WORDS else ""
    looked_up = forms(word) | _drawn_out(word)
    if arabizi and is_arabic(word):
        looked_up |= forms(_normal(fold_map(text.original[start:end])[0]))
    another = next((form for word_, form in _ANOTHER_WORD.items() if text.original[start:end].endswith(word_)), None)
    if another:
        looked_up = frozenset({another, exactly(another)})
    if text.original[start:end].endswith("ء"):  # ماء is water and no denial, though it folds to ما
        looked_up -= {exactly(word)}
    return Token(plain(word) if not is_arabic(word) else word, start, end, sentence, between, looked_up, bones)


def _respelt(folded: str, places: tuple[int, ...], respelt: Respelt) -> tuple[str, tuple[int, ...]]:
    """The folded text with its known words in Arabic letters; each begins and ends where the Latin word does."""
    pieces: list[str] = []
    offsets: list[int] = []
    position = 0
    for match in _WORD.finditer(folded):
        arabic = None if is_arabic(match.group()) else respelt(match.group())
        if arabic:
            pieces += (folded[position : match.start()], arabic)
            offsets += (*places[position : match.start()], *[places[match.start()]] * (len(arabic) - 1))
            offsets.append(places[match.end() - 1])
            position = match.end()
    return "".join((*pieces, folded[position:])), (*offsets, *places[position:])


def _normal(word: str) -> str:
    """One kind of apostrophe."""
    return re.sub("[’ʼ`´]", "'", word)


def _drawn_out(word: str) -> frozenset[str]:
    """What a word with a letter drawn out may stand for: "heeelp", "bloood", "وااايد". Abbreviations stay (AAA)."""
    if len(word) < SHORTEST_DRAWN_OUT or not _DRAWN_OUT.search(word):
        return frozenset()
    return forms(_DRAWN_OUT.sub(r"\1", word)) | forms(_DRAWN_OUT.sub(r"\1\1", word))


def _ends(between: str, last: str) -> bool:
    if not _SENTENCE_END.search(between):
        return False
    return not (between.strip() == "." and last in _ABBREVIATIONS)
