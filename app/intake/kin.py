"""The relative for whom somebody speaks: "my mother is 78 and short of breath" makes the mother the patient."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from app.intake.content import Sex
from app.intake.context import Scopes
from app.intake.matcher import Match
from app.intake.speaker import speaks_of_himself
from app.intake.tokens import Text


@dataclass(frozen=True, slots=True)
class Kin:
    """A relative: how he is called to the speaker's face in either language, his sex, and the words for him."""

    en: str
    ar: str
    sex: Sex
    words: frozenset[str]


def _kin(en: str, ar: str, sex: Sex, words: str) -> Kin:
    return Kin(en, ar, sex, frozenset(words.split()))


RELATIVES = (
    _kin(
        "mother", "والدتك", "female", "mother mom mum mama mommy "
        "امي والدتي الوالده ماما يمه ommi omi ummi emmi immi walditi",
    ),
    _kin(
        "father", "والدك", "male",
        "father dad papa daddy ابوي ابويا ابي والدي الوالد بابا abooy aboy abouya aboya abi baba walidi waldi",
    ),
    _kin("husband", "زوجك", "male", "husband زوجي جوزي gozi jozi zoji zawji"),
    _kin("wife", "زوجتك", "female", "wife زوجتي مراتي مرتي حرمتي zawjti mrati marti"),
    _kin("brother", "شقيقك", "male", "brother اخي اخوي اخويا akhi akhoy akhooy akhouya"),
    _kin("sister", "شقيقتك", "female", "sister اختي okhti ukhti"),
    _kin(
        "grandmother", "جدتك", "female",
        "grandmother grandma gran nan nana nanna nanny granny جدتي ستي تيته تيتا سيتي",
    ),
    _kin("niece", "قريبتك", "female", "niece"),
    _kin("nephew", "قريبك", "male", "nephew"),
    _kin("grandfather", "جدك", "male", "grandfather grandpa granddad grandad gramps جدي سيدي جدو"),
)  # fmt: skip
CHILDREN = (
    _kin("son", "ابنك", "male", "son ابني ولدي ابننا ولدنا ibni ebni waladi weldi"),
    _kin("daughter", "ابنتك", "female", "daughter ابنتي بنتي بنتنا بنوتي بنوتتي benti binti bnti"),
    _kin("grandson", "حفيدك", "male", "grandson حفيدي"),
    _kin("granddaughter", "حفيدتك", "female", "granddaughter حفيدتي"),
)
_NAMING = ("family", "distant")
_NOT_FOR_HIM = (("cue", "patient"), ("cue", "own_matter"))
_JOINED = 2
_PATIENT_FIRST = re.compile(r"\W*\d{1,3}\s*-?(?:[fm]|yo|y\s?o|yrs?|year)\b")
"""How a clinician begins, with the patient's own age: "45F, ..., mother RA"."""

_SELF_ALONE = frozenset({"i", "me", "myself"})


def relative_of(text: Text, match: Match) -> Kin | None:
    """The relative whom a cue names, a joined "and", "to" or "for" left out of account: وأمي, لوالدي."""
    return _of_words(text, match, RELATIVES)


def child_of(text: Text, match: Match) -> Kin | None:
    """The speaker's own child or grandchild whom a cue names; None for "the baby", whose sex it does not tell."""
    return _of_words(text, match, CHILDREN)


def _of_words(text: Text, match: Match, relatives: Sequence[Kin]) -> Kin | None:
    for token in match.tokens:
        word = text.tokens[token].text
        for kin in relatives:
            if word in kin.words or (len(word) > _JOINED and word[:1] in "وفلب" and word[1:] in kin.words):
                return kin
    return None


def charge_of(text: Text, matches: Sequence[Match], reach: Scopes, symptoms: Collection[str]) -> Kin | None:
    """The relative whom a first message is about: named before anything that ails, and ill himself.

    `symptoms` are the ids of the concepts that somebody suffers from now. A child or another charge named
    beside the relative is the patient, and so is a speaker who tells of himself or has come for something else.
    """
    if any(match.key in _NOT_FOR_HIM for match in matches) or speaks_of_himself(text, reach.pieces):
        return None
    if _PATIENT_FIRST.match(text.folded):
        return None
    own = [match for match in matches if match.key == ("cue", "self") and match.last - match.first < len(match.tokens)]
    if any(not _is_i(text, match) for match in own):
        return None
    named = sorted(
        (match for match in matches if match.key[0] == "cue" and match.key[1] in _NAMING), key=lambda match: match.first
    )
    if not named:
        return None
    told = [match for match in matches if match.key[0] == "concept" and match.key[1] in symptoms]
    ailing = [match.first for match in told if not reach.any("died", match.tokens)]
    begins = named[0].first <= _JOINED and bool(reach.ongoing) and not reach.any("died", named[0].tokens)
    if not begins and (not ailing or min(ailing) < named[0].first - _JOINED):
        return None
    return relative_of(text, named[0])


def _is_i(text: Text, match: Match) -> bool:
    """Whether the speaker only names himself: "I'm writing about my husband"."""
    return all(text.tokens[token].text in _SELF_ALONE for token in match.tokens)


def as_charge(text: Text, matches: Sequence[Match], kin: Kin) -> tuple[Match, ...]:
    """The matches with the cues that name `kin` turned into cues of whom the history is about."""

    def turned(match: Match) -> Match:
        named = match.key[0] == "cue" and match.key[1] in _NAMING and relative_of(text, match) is kin
        return replace(match, key=("cue", "charge")) if named else match

    return tuple(map(turned, matches))
