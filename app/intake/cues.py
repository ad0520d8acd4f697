"""The cues of one message, and where its clauses break."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from app.intake.matcher import Match
from app.intake.tokens import Text

_COMMA = re.compile(r"[,()–—]|\s-\s")
_CIRCUMFIX = re.compile(
    r"^(?:و|ف)?(?!مشمش|مغشوش|مرتعش|مشوش|مغبش|منكمش|متكرمش|منعش|مدهش|مفتش|معاش|موحش|متوحش|مطنش)ما?\w{2,}ش$"
)
_RESUMES = frozenset(
    {
        "i", "my", "he", "she", "his", "her", "it", "there", "a", "an", "the", "some", "severe", "now", "then", "also",
        "has", "have", "had", "is", "am", "we", "they", "this", "just", "only", "something", "someone", "everything",
        "mother", "father", "mum", "mom", "dad", "brother", "sister", "takes", "pmh", "pmhx", "fh", "fhx", "dh", "sh",
        "meds", "nkda", "nka",
    }
)  # fmt: skip


_HAVE = frozenset({"has", "have", "hes", "shes", "ive"})
_SPEAKERS = frozenset({"i", "we"})
_SHORT_HAS = re.compile(r"['’](?:s|ve)$")
_AT_ALL = frozenset({"ابدا", "مطلقا", "نهائيا"})
_AND_HE = frozenset({"وهو", "وهي", "وانا", "وهم"})
"""What opens a statement of its own: "hardly passes water, and she is drowsy"."""

UN = "غير"
"""Makes an adjective its opposite and reaches no further: "تورم غير مؤلم في الشفة" is a swelling of the lip."""

_WHO = frozenset({"الي", "اللي", "الا", "الذي", "التي", "الان", "الحين"})
"""Words that begin as the article does and are none."""

_GOING = frozenset({"go", "goes", "going", "gone", "move", "يروح", "تروح", "بيروح", "بتروح", "راح", "راحت"})
_TOWARDS = frozenset(
    {
        "to", "into", "down", "up", "anywhere", "through", "across", "towards", "toward", "beyond", "past", "further",
        "out", "cold", "blue", "off", "floppy", "limp", "stiff", "numb", "pale", "red", "unconscious",
        "علي", "ع", "الي", "ناحيه", "نحو", "صوب", "باتجاه", "مكان", "لمكان",
    }
)  # fmt: skip


def is_circumfixed(word: str) -> bool:
    """Whether a word is an Egyptian denial around a verb: مبحسش, معنديش."""
    return bool(_CIRCUMFIX.match(word))


_AND_DOES = re.compile(
    r"و(?:ب|ك|عم)?[ايتن](?:تقيا|ستفرغ|طرش|رجف|رتعش|رتجف|نزف|هذي|هلوس|صرخ|بكي|كح|سعل|نهج|تشنج|زرق|غيب|خرف)"
    r"|و(?:ب|ك)?[ين](?:عرق|تعرق|دوخ|رجع)"
)
"""An "and" with a sign that one does: "لا أجد وضعا أرتاح فيه وأتقيأ" denies no vomiting."""


class Cues:
    """The cue matches of one message by kind, and where its clauses break. `year` is the one in which it is said."""

    def __init__(self, text: Text, matches: Sequence[Match], fused: Collection[tuple[str, str]], year: int = 0) -> None:
        self.tokens = text.tokens
        self.year = year
        self.asking = text.asking
        self.text = text
        self.parts = {match.first for match in matches if match.key == ("word", "body")}
        self.findings = [match for match in matches if match.key[0] in ("concept", "drug")]
        self._likenesses = [match for match in matches if match.key[0] == "echo"]
        cancelled = {(match.key[1], self.tokens[match.first].sentence) for match in matches if match.key[0] == "cancel"}
        stated = [
            match
            for match in matches
            if match.key[0] in ("concept", "trigger")
            and (match.key[1], self.tokens[match.first].sentence) not in cancelled
        ]
        self._swallowed = {
            token
            for match in stated
            for token in match.tokens
            if not is_circumfixed(text.tokens[token].text)
            or (match.key[1], text.tokens[token].text.lstrip("وف")) in fused
        }
        self._by_kind: dict[str, list[Match]] = {}
        for match in matches:
            if match.key[0] == "cue":
                self._by_kind.setdefault(match.key[1], []).append(match)
        kept = (match for match in self.of("keep") if not self._goes_somewhere(match.last))
        self.kept = {token for match in kept for token in match.tokens}
        self.negations = [cue for cue in self._negations() if not set(cue) & (self.kept | self._swallowed)]
        self.negators = {token for cue in self._negations() for token in cue}
        self.denying = {token for cue in self.negations for token in cue}
        self.starts = {cue.first for cue in self.of("assert") if not self.inside(cue)}
        self.ends = {cue.first for cue in self.of("end")} - self.denying - self._swallowed

    def of(self, kind: str) -> list[Match]:
        """The cues of one kind."""
        return self._by_kind.get(kind, [])

    def same_sentence(self, first: int) -> range:
        """The tokens from `first` to the end of its sentence."""
        last = first
        while last < len(self.tokens) and self.tokens[last].sentence == self.tokens[first].sentence:
            last += 1
        return range(first, last)

    def comma(self, index: int) -> bool:
        """Whether a comma stands before token `index`."""
        return bool(_COMMA.search(self.tokens[index].before))

    def found(self, tokens: Collection[int]) -> bool:
        """Whether a finding stands wholly in `tokens`."""
        return any(all(token in tokens for token in match.tokens) for match in self.findings)

    def begins_finding(self, tokens: Collection[int]) -> bool:
        """Whether a finding, or words that say that another's is the speaker's own, begin in `tokens`."""
        return any(match.first in tokens for match in (*self.findings, *self._likenesses))

    def sentences_with(self, kind: str) -> frozenset[int]:
        """All tokens of the sentences that hold a cue of `kind`."""
        sentences = {self.tokens[cue.first].sentence for cue in self.of(kind) if not self._is_perfect(cue.first)}
        return frozenset(index for index, token in enumerate(self.tokens) if token.sentence in sentences)

    def _is_perfect(self, index: int) -> bool:
        """Whether a "had" tells of what still lasts: "she's had a cough all week"; a "we were" is no relative's."""
        if index == 0:
            return False
        before = self.tokens[index - 1]
        if self.tokens[index].text != "had":
            return before.text in _SPEAKERS and self.tokens[index].text in ("was", "were")
        return before.text in _HAVE or bool(_SHORT_HAS.search(self.text.literal_of(before)))

    def pieces(self) -> list[list[int]]:
        """The message cut at sentences, commas, `end` cues and, before a speaker, at "and"."""
        pieces: list[list[int]] = []
        for index, token in enumerate(self.tokens):
            new = index == 0 or token.sentence != self.tokens[index - 1].sentence
            if new or self.comma(index) or index in self.ends or self.resumes(index):
                pieces.append([])
            pieces[-1].append(index)
        return pieces

    def _goes_somewhere(self, last: int) -> bool:
        """Whether "doesn't go" has a place to go to, and so denies: "doesn't go to my arm", "ما يروح لذراعي"."""
        if self.tokens[last].text not in _GOING or last + 1 >= len(self.tokens):
            return False
        following = self.tokens[last + 1].text
        return following in _TOWARDS or (following.startswith("ل") and len(following) > 3)

    def _negations(self) -> Iterator[tuple[int, ...]]:
        corrections = {cue.first for cue in self.of("correct")}
        for match in self.of("negate"):
            if self._only_strengthens(match) or self._only_excepts(match):
                continue
            if match.last + 1 not in corrections:  # "no, sorry, I have ..."
                yield match.tokens
        for index, token in enumerate(self.tokens):
            if is_circumfixed(token.text):
                yield (index,)

    def _only_strengthens(self, cue: Match) -> bool:
        """Whether an "at all" only goes with an earlier denial: ما بشوف شي أبدا."""
        if self.tokens[cue.first].text not in _AT_ALL:
            return False
        sentence = self.tokens[cue.first].sentence
        return any(
            other.first < cue.first and self.tokens[other.first].sentence == sentence for other in self.of("negate")
        )

    def _only_excepts(self, cue: Match) -> bool:
        """Whether a غير that opens an answer is an "only" before what is definite: غير الختانة, غير حساسية الربيع.

        Before an adjective it is an "un-" (غير متأكد, غير مدخن), before a whole name of a medicine an "only" again.
        """
        if cue.first > 0 or len(cue.tokens) > 1 or self.tokens[0].text != UN or len(self.tokens) < 2:
            return False
        named = any(match.key[0] == "drug" and match.first == 1 for match in self.findings)
        noun = self.tokens[1].text
        construct = not noun.startswith("م") and len(self.tokens) > 2 and self.tokens[2].text.startswith("ال")
        return named or noun.startswith("ال") or (construct and self.tokens[2].text not in _WHO)

    def inside(self, cue: Match) -> bool:
        """Whether a denial stands within a cue: "i don't have" affirms nothing."""
        return any(index in self.denying for index in range(cue.first, cue.last + 1))

    def resumes(self, index: int) -> bool:
        """Whether "and" here begins a new statement: "no fever and I cough", "ما عندي حرارة ورقبتي متيبسة"."""
        text = self.tokens[index].text
        if text == "and":
            after = index + 1
            return after < len(self.tokens) and (self.tokens[after].text in _RESUMES or after in self.starts)
        if text in _AND_HE:
            return True
        if len(text) > 3 and text.startswith("و") and not text.startswith("ولا"):
            following = self.tokens[index + 1].text if index + 1 < len(self.tokens) else ""
            if following[:1].isdigit():
                return True
            return (
                index in self.starts
                or bool(_AND_DOES.match(text))
                or (text.endswith("ي") and len(text) > 4)
                or self._has_predicate(index)
            )
        return False

    def denies_anew(self, index: int) -> bool:
        """Whether "and" with a denial of its own begins here: "ما عاد يفيد وما أقدر أتنفس"."""
        text, after = self.tokens[index].text, index + 1
        if text == "and":
            return after < len(self.tokens) and after in self.negators
        return text.startswith("و") and not text.startswith("ولا") and index in self.negators

    def is_new(self, index: int) -> bool:
        """Whether a word cannot go on with a list: "no fever, my head hurts"."""
        return self.tokens[index].text in _RESUMES

    def _has_predicate(self, index: int) -> bool:
        """Whether a definite noun or a part of the body is followed by what is said of it: ووجهه مايل, والبراز ناشف."""
        after = index + 1
        definite = index in self.parts or self.tokens[index].text.startswith("وال")
        if not definite or after >= len(self.tokens):
            return False
        following = self.tokens[after]
        same = following.sentence == self.tokens[index].sentence
        return same and following.text[0] != "و" and not self.comma(after)
