"""Where somebody who speaks for a child speaks of himself: "I take sertraline", "أنا مرضعة"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.intake.tokens import Text

_I = frozenset({"i", "ive", "im", "myself", "انا", "وانا", "ana"})
_OF_SELF = frozenset(
    {
        "am", "have", "had", "take", "took", "was", "feel", "felt", "get", "got", "smoke", "drink", "use", "been", "do",
        "did", "never", "also", "just", "allergic", "breastfeeding", "pregnant", "diabetic", "on", "not", "dont", "im",
        "ive", "too", "still", "suffer", "work",
    }
)  # fmt: skip
"""What follows an "I" that speaks of the speaker's own body; "I think", "I noticed", "I gave" do not."""

_HERE = frozenset({"عندي", "باخد", "باخذ", "اخذ", "اخد", "بخد", "معي", "كنت", "جاني", "جالي", "ادخن", "بدخن"})
_HIM = frozenset(
    {
        "he", "him", "his", "she", "her", "it", "its", "they", "them", "baby", "son", "daughter", "child", "boy",
        "girl", "kid", "infant", "newborn", "toddler", "twins", "ابني", "ولدي", "بنتي", "ابنتي", "طفل", "طفلي",
        "طفلتي", "البيبي", "بيبي", "ولد", "بنت", "رضيع", "هو", "هي", "wife", "husband",
    }
)  # fmt: skip
"""Words that turn a clause to the charge: "I have to wake her"."""


def speaks_of_himself(text: Text, pieces: Sequence[tuple[int, int]]) -> bool:
    """Whether any clause is about the speaker."""
    return next(speaker_of_himself(text, pieces), None) is not None


def speaker_of_himself(text: Text, pieces: Sequence[tuple[int, int]]) -> Iterator[int]:
    """The tokens of the clauses in which the speaker is the one spoken of, from his "I" on."""
    for first, end in pieces:
        words = [token.text for token in text.tokens[first:end]]
        start = next((place for place, word in enumerate(words) if _begins(words, place, word)), None)
        if start is not None and not _HIM.intersection(words[start:]):
            yield from range(first + start, end)


def _begins(words: Sequence[str], place: int, word: str) -> bool:
    if word in _I:
        following = words[place + 1 : place + 3]
        if word in ("انا", "وانا", "ana", "myself") or not following:
            return True
        has_to = following[0] in ("have", "had", "got") and following[1:] == ["to"]
        return (following[0] in _OF_SELF or following[0].isdigit()) and not has_to
    return word in _HERE
