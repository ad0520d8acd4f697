"""What a denial reaches: forward to the end of its clause and through a list, or back where nothing follows it."""

from __future__ import annotations

from collections.abc import Iterator

from app.intake.cues import UN, Cues, is_circumfixed
from app.intake.tokens import Token

LIST_ITEM = 3
"""A piece between commas up to this many words still belongs to the list that a denial opened."""

_ITEMS = frozenset({"and", "or", "nor", "او"})
_SMALL = frozenset({"of", "in", "on", "the", "my", "his", "her", "a", "any", "at", "with", "في", "من", "علي"})
_CANNOT = frozenset(
    {
        "cant", "cannot", "couldnt", "wont", "unable", "اقدر", "بقدر", "يقدر", "تقدر", "بيقدر", "بتقدر", "قدر", "قدرت",
        "قادر", "قادره", "استطيع", "يستطيع", "تستطيع", "عارف", "عارفه",
    }
)  # fmt: skip
_PLAIN_NO = frozenset({"no", "nope", "nah", "لا"})
_SUBJECTS = frozenset({"i", "im", "ive", "hes", "shes", "its", "were", "weve", "theyre", "انا", "هو", "هي", "احنا"})
"""Words with which a statement begins: a no before one stands by itself, "no I'm on the pill"."""

_OR = frozenset({"or", "nor", "ولا", "او", "وبدون", "ومن", "ان"})


def denied(cues: Cues) -> Iterator[int]:
    """The numbers of the tokens that are denied."""
    for cue in cues.negations:
        ahead = list(_reach(cues, cue[-1]))
        if len(cue) == 1 and cues.tokens[cue[0]].text == UN:
            ahead = ahead[:1]
        if is_circumfixed(cues.tokens[cue[-1]].text):
            yield cue[-1]
        if ahead and not all(_governed(cues, cue[-1], index) for index in ahead):
            yield from ahead
        else:
            yield from _behind(cues, cue[0])


def _reach(cues: Cues, last: int) -> Iterator[int]:
    """The tokens that a denial ending at `last` governs. "Can't move it" ends at a comma, a list of denials goes on."""
    passed: set[int] = set()
    unable = any(cues.tokens[index].text in _CANNOT for index in cues.same_sentence(last)[:3])
    for index in cues.same_sentence(last)[1:]:
        if index == last + 1 and _stands_alone(cues, last):
            return
        if index in cues.ends or (passed and index in cues.kept):
            return
        if index in cues.starts and (cues.comma(index) or cues.found(passed)):
            return
        if cues.comma(index) and (unable or not (passed and _list_goes_on(cues, index))):
            return
        if passed and (cues.resumes(index) or cues.denies_anew(index)):
            return
        passed.add(index)
        yield index


def _stands_alone(cues: Cues, last: int) -> bool:
    """Whether a plain no is an answer of its own, a statement following without a comma."""
    return cues.tokens[last].text in _PLAIN_NO and cues.tokens[last + 1].text in _SUBJECTS


def _governed(cues: Cues, last: int, index: int) -> bool:
    """Whether a token is only the verb of the denial (ما عندي), not what is denied."""
    asserted = (cue for cue in cues.of("assert") if not cues.inside(cue))
    return index - last <= 2 and any(index in cue.tokens for cue in asserted)


def _behind(cues: Cues, first: int) -> Iterator[int]:
    """The tokens before a denial that nothing follows: "fever: no", "حرارة ما عندي"."""
    index = first - 1
    while index >= 0 and cues.tokens[index].sentence == cues.tokens[first].sentence:
        following = index + 1
        if cues.comma(following) or following in cues.ends or index in cues.denying:
            return
        if cues.tokens[index].text in ("and", "و"):
            return
        yield index
        index -= 1


def _list_goes_on(cues: Cues, index: int) -> bool:
    """Whether the piece after a comma is one more item of a denied list."""
    piece: list[Token] = []
    for place in cues.same_sentence(index):
        if piece and (cues.comma(place) or place in cues.ends):
            break
        piece.append(cues.tokens[place])
    if piece[0].text in _OR or piece[0].text.startswith("ولا"):
        return True
    if any(char.isdigit() for token in piece for char in token.text):
        return False
    rest = [cues.tokens[place].text for place in cues.same_sentence(index)]
    longest = LIST_ITEM + 3 if any(word in _OR for word in rest) else LIST_ITEM
    return _longest_item(piece) <= longest and not cues.is_new(index)


def _longest_item(piece: list[Token]) -> int:
    """Words of the longest item of a piece, where "and" and "or" part items too, and "of the joint" counts for none."""
    sizes = [0]
    for token in piece:
        if token.text in _ITEMS:
            sizes.append(0)
        elif token.text not in _SMALL:
            sizes[-1] += 1
    return max(sizes)
