"""How an answer opens: yes, no, "I don't know", or a denial in other words."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from app.intake.matcher import Match
from app.intake.mentions import Mention
from app.intake.reading import Said
from app.intake.tokens import is_content

Lead = Literal["yes", "no", "unknown"]

SHORT = 6
"""Words up to which an answer says nothing beside its yes, no or "I don't know"."""

FILLERS = frozenset(
    {
        "well", "um", "uh", "oh", "so", "hmm", "ok", "okay", "doctor", "doc", "please", "sir", "madam", "honestly",
        "actually", "and", "but", "tbh", "ohh", "unfortunately", "sadly", "afraid", "dear", "love", "duck", "mate",
        "hun", "darling", "pet", "حبيبي", "حبيبتي", "عزيزي", "والله", "يا", "دكتور",
        "دكتوره", "بصراحه", "طيب", "الحمد", "لله", "يعني", "و", "بس", "للاسف", "الصراحه", "صراحه", "واضح",
    }
)  # fmt: skip
GRAMMAR = frozenset(
    {
        "i", "it", "he", "she", "we", "they", "there", "that", "this", "has", "have", "had", "is", "was", "been", "the",
        "my", "his", "her", "a", "an", "do", "does", "did", "to", "so", "far", "really", "just", "am", "are",
        "انا", "هو", "هي", "هذا", "هذه", "كان", "كانت", "قد", "الي", "لحد", "حتي", "و", "يعني", "والله",
    }
)  # fmt: skip
_VERBS = frozenset(
    {
        "i", "it", "he", "she", "there", "do", "does", "did", "am", "is", "have", "has", "حصل", "يوجد", "عندي", "فيه",
        "في", "اكو", "موجود", "موجوده",
    }
)  # fmt: skip
"""Words that are a yes only where they stand alone."""

_ASKED = frozenset(
    {
        "اذا", "ان", "لو", "متي", "امتي", "كم", "كام", "ايه", "ايش", "شو", "وش", "ليه", "ليش", "بالظبط",
        "بالضبط", "والله", "الصراحه", "مين", "وين", "فين", "ازاي", "كيف", "اسمه", "اسمها",
    }
)  # fmt: skip
_EXCEPTIONS = frozenset(
    {
        "but", "except", "however", "although", "though", "apart", "aside", "other", "besides", "unless", "rather",
        "still", "بس", "وبس", "لكن", "ولكن", "لكني", "ولكني", "لكنه", "لكنها", "لاكن", "انما", "الا", "غير", "ما",
        "ماعدا", "عدا", "باستثناء", "فقط", "bas", "bass", "lakin", "laken", "illa",
    }
)  # fmt: skip
_CIRCUMSTANCES = frozenset(
    {
        "on", "when", "whenever", "if", "at", "after", "during", "with", "sometimes", "occasionally", "maybe", "a",
        "slightly", "once", "لما", "عند", "عندما", "اذا", "مع", "وقت", "احيانا", "شوي", "شويه", "مرات", "بعد", "قليلا",
        "ساعات", "يمكن",
    }
)  # fmt: skip
_PLAINLY_ASKED = frozenset(
    {"why", "what", "will", "pardon", "ليش", "ليه", "لماذا", "لشو", "يعني", "leh", "lesh", "ya3ni"}
)
"""Words that open a question also where no question mark follows."""

_CLOSING = frozenset({"that", "thats", "هذا", "وهذا", "بس", "وبس", "bas"})
"""First words of "that's it" and its like."""

_OTHERWISE = frozenset({"otherwise", "else", "غير", "عدا", "not", "مش", "مو", "ما", "مب"})
_ANYTHING = frozenset({"any", "anything", "anyone", "anybody", "شي", "حاجه", "شيا", "اي", "احد", "حد", "ولا"})
_CANNOT = frozenset(
    {
        "cant", "cannot", "couldnt", "اقدر", "قادر", "قادره", "يقدر", "تقدر", "بقدر", "بيقدر", "بتقدر", "مقدرش",
        "مابقدرش", "مبقدرش", "مبيقدرش", "ماقدر", "استطيع", "يستطيع", "تستطيع", "فيني", "عارف", "عارفه",
    }
)  # fmt: skip
_LEADS: tuple[Lead, ...] = ("unknown", "no", "yes")


def lead(one: Said) -> Lead | None:
    """Whether the message opens with a yes, a no or an "I don't know"; the longest reading counts."""
    found = _opening(one)
    return found[1] if found else None


def is_only_lead(one: Said) -> bool:
    """Whether the message is nothing but its yes or no."""
    found = _opening(one)
    return bool(found) and found is not None and found[0].last == len(one.text.tokens) - 1


def _opening(one: Said) -> tuple[Match, Lead] | None:
    tokens = one.text.tokens
    start = 0
    while start < len(tokens) - 1 and tokens[start].text in FILLERS:
        start += 1
    best: tuple[Match, Lead] | None = None
    for name in _LEADS:
        for cue in one.cues(name):
            if cue.last - cue.first >= len(cue.tokens):
                continue
            if not cue.first <= start <= cue.last or (name != "no" and _only_begins(one, cue, name)):
                continue
            if best is None or len(cue.tokens) > len(best[0].tokens):
                best = (cue, name)
    if best is None:
        return next(((cue, "unknown") for cue in one.cues("unknown") if _is_led_in(one, start, cue)), None)
    return None if best[1] == "yes" and _denies_at_once(one, best[0].last) else best


def _is_led_in(one: Said, start: int, cue: Match) -> bool:
    """Whether only empty words stand before an "I don't know": "I have no idea", انا مش عارف, "I really can't say"."""
    before = one.text.tokens[start : cue.first]
    return all(token.text in GRAMMAR | FILLERS for token in before) and not _only_begins(one, cue, "unknown")


def _only_begins(one: Said, cue: Match, name: Lead) -> bool:
    """Whether "it is" is no yes but the beginning of a statement, or مش عارف أنام no "I don't know" but "I can't"."""
    words = [one.text.tokens[token].text for token in cue.tokens]
    following = cue.last + 1
    if following >= first_clause(one).stop:
        return False
    if name == "yes":
        return set(words) <= _VERBS
    return words[-1].startswith("عارف") and one.text.tokens[following].text not in _ASKED


def first_clause(one: Said) -> range:
    """The tokens of the first clause."""
    return range(*one.scopes.pieces[0]) if one.scopes.pieces else range(0)


def goes_on(one: Said) -> bool:
    """Whether a "no" is followed by an exception: "no, only penicillin", "لا بس ..."; "that is all" is none."""
    return _exception(one) is not None


def grants(one: Said) -> bool:
    """Whether the exception to a "no" is a time or a degree of what was asked about: "no, well on the stairs"."""
    last = _exception(one)
    return last is not None and one.text.tokens[last + 1].text in _CIRCUMSTANCES and not says_normal(one)


def _exception(one: Said) -> int | None:
    """The last word of what takes something out of a "no", where it does."""
    tokens = one.text.tokens
    closing = {token for cue in one.cues("nothing") for token in cue.tokens}
    for cue in (*one.cues("end"), *one.cues("also")):
        if cue.first in closing or not _excepts(one, cue):
            continue
        if cue.first > 0 and cue.last < len(tokens) - 1 and tokens[cue.first].sentence == tokens[0].sentence:
            return None if one.scopes.any("denied", range(cue.last + 1, len(tokens))) else cue.last
    return None


def is_excepted(one: Said, token: int) -> bool:
    """Whether a word is taken out of the denial before it: "nothing but panadol", "ما آخذ شي غير بنادول"."""
    return any(near.text in _EXCEPTIONS - {"ما"} for near in one.text.tokens[max(token - 2, 0) : token])


def _excepts(one: Said, cue: Match) -> bool:
    """Whether a word takes something out of a denial; "I just wait" and "so far" do not."""
    word, before = one.text.tokens[cue.first].text, one.text.tokens[cue.first - 1].text
    if word in ("just", "only"):
        return before != "i"
    if word == "well":  # "not really, well on the stairs"; not "no, he eats well"
        return "," in one.text.tokens[cue.first].before
    return word in _EXCEPTIONS or cue.key[1] == "also"


def denies(one: Said, found: Collection[Mention]) -> bool:
    """Whether the message denies without a leading "no": "I haven't noticed any", "مبحسش بحاجة"."""
    if any(mention.own and mention.status == "present" for mention in found):
        return False
    first = min((cue[0] for cue in one.scopes.denials), default=-1)
    if first >= 0 and _is_inability(one, first):
        return False
    if first < 0 and not one.scopes.any("denied", range(2)):
        return False
    before = [token.text for token in one.text.tokens[: max(first, 0)]]
    return len([word for word in before if word not in GRAMMAR]) <= 1 and not goes_on(one)


def denies_all(one: Said, found: Collection[Mention]) -> bool:
    """Whether a short message denies anything at all: "I haven't noticed anything", "ما في شي"."""
    words = {token.text for token in one.text.tokens}
    return len(one.text.tokens) <= SHORT and bool(words & _ANYTHING) and denies(one, found)


def begins_denied(one: Said) -> bool:
    """Whether the first word denies, whatever finding it may be part of: "can't see anything", "ما بسمع أصوات"."""
    kept = {token for cue in one.cues("keep") for token in cue.tokens}
    return any(cue.first == 0 for cue in one.cues("negate")) and 0 not in kept and not _is_inability(one, 0)


def _is_inability(one: Said, first: int) -> bool:
    """Whether a denial says that something cannot be done, which is a finding: "can't climb stairs"."""
    near = {token.text for token in one.text.tokens[first : first + 2]}
    return bool(near & _CANNOT) and not _ANYTHING.intersection(token.text for token in one.text.tokens)


def says_nothing(one: Said) -> bool:
    """Whether the first clause says "nothing", "none", "no allergies"."""
    return any(cue.first in first_clause(one) for cue in nothings(one))


def nothings(one: Said) -> list[Match]:
    """What says "nothing"; not the end of "I'm short-sighted and that's it", which names something."""
    return [cue for cue in one.cues("nothing") if not _closes(one, cue)]


def _closes(one: Said, cue: Match) -> bool:
    """Whether a "that's it" ends what was told before it."""
    words = [one.text.tokens[token].text for token in cue.tokens]
    before = range(cue.first)
    told = any(
        is_content(one.text.tokens[token]) and one.text.tokens[token].text not in FILLERS | GRAMMAR for token in before
    )
    held = {token for other in one.cues("no") for token in other.tokens}
    return words[0] in _CLOSING and told and not (held | one.scopes.denied) & set(before)


def says_normal(one: Said, part: Collection[int] | None = None) -> bool:
    """Whether a part of the message, or any of it, says that what was asked about is as it should be."""
    here = [cue.tokens for cue in one.cues("normal") if part is None or cue.first in part]
    here = [tokens for tokens in here if not tokens[0] or one.text.tokens[tokens[0] - 1].text not in _OTHERWISE]
    negators = {token for cue in one.cues("negate") for token in cue.tokens}
    return any(negators & set(tokens) or not one.scopes.any("denied", tokens) for tokens in here)


def is_question(one: Said) -> bool:
    """Whether the message only asks."""
    return bool(one.text.asking) and len(one.text.asking) == len({token.sentence for token in one.text.tokens})


def asks_back(one: Said) -> bool:
    """Whether the message asks the desk something in place of an answer: "why do you ask?", "will this take long"."""
    for cue in one.cues("back"):
        first = one.text.tokens[cue.first]
        plain = cue.first <= 1 and first.text in _PLAINLY_ASKED
        if (plain or first.sentence in one.text.asking) and not any(
            denial[-1] + 1 == cue.first for denial in one.scopes.denials
        ):
            return True
    firsts = {first for first, _ in one.scopes.pieces}
    return is_question(one) and any(cue.first in firsts for cue in one.cues("wonder"))


def _denies_at_once(one: Said, last: int) -> bool:
    """Whether a "there is" or "I have" runs straight into a denial: "I have no pain"."""
    tokens = one.text.tokens
    return any(
        last < cue[0] <= last + 2 and not any("," in tokens[index].before for index in range(last + 1, cue[0] + 1))
        for cue in one.scopes.denials
    )
