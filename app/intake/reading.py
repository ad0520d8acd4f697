"""What the user's messages say, word by word: the shared ground of extraction, alarms and policy."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby, pairwise, zip_longest

from app.intake.ask import parse
from app.intake.context import Scopes, scopes
from app.intake.demographics import DECADES
from app.intake.kin import Kin, as_charge, charge_of
from app.intake.knowledge import Knowledge
from app.intake.matcher import Key, Match
from app.intake.morphology import exactly
from app.intake.operations import outside_operations
from app.intake.skeleton import SHORTEST, bare
from app.intake.speaker import speaker_of_himself, speaks_of_himself
from app.intake.tokens import Text, tokenise
from app.text.language import is_arabizi
from app.values import Message


@dataclass(frozen=True, slots=True)
class Said:
    """A user's message as it was read. `asked` is the slot of the question that it answers; `number` counts from 0.

    `aside` are the tokens in which a parent speaks of himself: "none for him, I'm allergic to penicillin".
    `for_another` tells that the speaker is not the patient; `kin` is the relative who is, unless it is a child.
    `passed` is the slot of the question that was passed over, the message being one to the model (ask mode).
    `put` tells that it is a question which the model answered: what it names is nobody's history, and still alarms.
    `filed` holds the matches by what they stand for.
    """

    number: int
    message: Message
    text: Text
    matches: tuple[Match, ...]
    filed: Mapping[Key, tuple[Match, ...]]
    scopes: Scopes
    asked: str | None = None
    aside: frozenset[int] = frozenset()
    kin: Kin | None = None
    for_another: bool = False
    passed: str | None = None
    put: bool = False

    @property
    def opening(self) -> bool:
        """Whether nothing had been asked yet."""
        return self.asked in (None, "chief_complaint")

    def of(self, kind: str) -> Iterator[Match]:
        """The matches of one kind: "concept", "cue", "drug", "slot", "trigger"."""
        return (match for match in self.matches if match.key[0] == kind)

    def cues(self, name: str) -> tuple[Match, ...]:
        """The matches of the cue `name`."""
        return self.filed.get(("cue", name), ())


_LINKS = frozenset(
    {"is", "are", "was", "were", "been", "has", "its", "seems", "feels", "كان", "كانت", "كله", "كلها", "تكون"}
)
_NORMAL = re.compile(
    r"(?:normal|ok|okay|fine|alright|طبيعيه?|عادي[هه]?|كويس[هه]?|زينه?|منيح[هه]?|تمام|سليم[هه]?|بخير)$"
)
_ENGLISH = frozenset({"mesh", "mush", "mob", "mou"})
_ALLERGY = frozenset({"حساسيه", "7asaseya", "7asasiya", "7asasiyyeh"})
_ORGANS = frozenset({"صدر", "انف", "جيوب", "ربيع", "جلد", "عين", "عيون", "sadr", "sadriya"})
_MAN_OR_LEG = frozenset({"رجل", "الرجل"})
_BEFORE_A_MAN = frozenset({"مريض", "المريض", "انا", "هو", "حاله", "جاني"})
_AFTER_A_MAN = frozenset(
    {
        "عمره", "عمري", "يبلغ", "يشكو", "يشتكي", "يعاني", "مسن", "كبير", "شاب", "متزوج", "مدخن", "سكري", "خمسيني",
        "ستيني", "سبعيني", "اربعيني", "ثلاثيني", "عنده", "لديه",
    }
)  # fmt: skip
_PILLS = frozenset({"حبوب", "حبوبي", "7oboob", "7boob", "hoboob", "hboob"})
_AGAINST = frozenset({"منع", "مانع", "ضغط", "سكر", "سكري", "غده", "نوم", "man3", "mane3"})
_SWALLOWED = frozenset({"شرب", "شربت", "بلع", "بلعت", "ابتلع", "ابتلعت", "اكل", "اكلت", "bala3", "bla3", "shereb"})
_FEVERS = frozenset({"حمي", "الحمي", "حمه", "7omma", "7umma", "humma"})
_NAMED_FEVERS = frozenset(
    {
        "شوكيه", "صفرا", "صفراء", "تيفيه", "تيفوديه", "تيفود", "تيفوئيد", "مالطيه", "قرمزيه", "نزفيه", "قلاعيه",
        "متموجه", "روماتيزميه", "shokiyya", "shawkiyya", "shawkiya", "shokiya", "shokeya", "safra",
        "malteya", "maltiyya",
    }
)  # fmt: skip
"""Names of diseases that begin with the word for fever: the yellow one, the Maltese one, meningitis."""
_ARTICLES = frozenset({"el", "al", "il"})
_NAMES = (
    (_ALLERGY, _ORGANS, ("concept", "trigger", "slot")),
    (_PILLS, _AGAINST, ("concept", "trigger")),
    (_FEVERS, _NAMED_FEVERS, ("concept", "trigger")),
)
"""First words of names, the words that make a name of them, and the kinds of match that do not take them alone."""

KEPT = 1024
"""Messages whose reading is kept: a conversation is read again at every turn, and only its last message is new."""


def read(messages: Sequence[Message], knowledge: Knowledge) -> tuple[Said, ...]:
    """Read every message of the user, each with the slot of the desk's question before it."""
    said: list[Said] = []
    asked: str | None = None
    kin: Kin | None = None
    for message, reply in zip_longest(messages, messages[1:]):
        if message.role == "assistant":
            asked = message.slot
        elif message.text.strip():
            passed, asked = (asked, None) if _is_to_the_model(reply) else (None, asked)
            put = _is_to_the_model(reply) and _is_question(message)
            one = replace(_read(len(said), message, knowledge, asked, kin), passed=passed, put=put)
            if (
                kin is None
                and one.opening
                and (kin := charge_of(one.text, one.matches, one.scopes, knowledge.symptoms))
            ):
                one = replace(_read(len(said), message, knowledge, asked, kin), passed=passed, put=put)
            for_another = bool(said) and (kin is not None or is_for_a_child(said[0]))
            said.append(_with_aside(replace(one, for_another=True)) if for_another else one)
            asked = None
    return tuple(said)


def _is_to_the_model(reply: Message | None) -> bool:
    """Whether a message was answered in ask mode: by a model, with no question of the desk. A closing is no model's."""
    return reply is not None and reply.role == "assistant" and reply.generated and reply.slot is None


def _is_question(message: Message) -> bool:
    return "?" in message.text or "؟" in message.text or parse(message.text, message.language) is not None


def _with_aside(one: Said) -> Said:
    """A parent's message with what he says of himself put apart. The family and the home are asked of both."""
    if one.asked in ("family_history", "social_history"):
        return one
    aside = frozenset(speaker_of_himself(one.text, one.scopes.pieces))
    return replace(one, aside=aside, scopes=replace(one.scopes, other=one.scopes.other | aside)) if aside else one


def is_called_normal(one: Said, match: tuple[int, ...]) -> bool:
    """Whether a finding is said to be as it should be: "breathing is fine"; not so in "ما عم تقدر تحكي منيح"."""
    tokens, last = one.text.tokens, match[-1]
    near = range(match[0] - 3, last + 1)
    if any(token in near for cue in one.cues("negate") for token in cue.tokens):
        return False
    following = last + 1
    while following < len(tokens) - 1 and tokens[following].text in _LINKS and "," not in tokens[following].before:
        following += 1
    if following >= len(tokens) or tokens[following].sentence != tokens[last].sentence:
        return False
    if "," in tokens[following].before or not _NORMAL.match(tokens[following].text):
        return False
    return following not in one.scopes.denied


def is_for_a_child(opening: Said) -> bool:
    """Whether the first message is about a child or another charge, and of nothing that the speaker has."""
    return bool(opening.cues("patient")) and not speaks_of_himself(opening.text, opening.scopes.pieces)


def _read(number: int, message: Message, knowledge: Knowledge, asked: str | None, kin: Kin | None) -> Said:
    arabizi = message.language == "ar" and is_arabizi(message.text)
    text, matches, filed, reach = _parsed(message.text, arabizi, knowledge, kin, message.created.year)
    return Said(number, message, text, matches, filed, reach, asked, kin=kin)


@lru_cache(maxsize=KEPT)
def _parsed(
    said: str, arabizi: bool, knowledge: Knowledge, kin: Kin | None, year: int
) -> tuple[Text, tuple[Match, ...], Mapping[Key, tuple[Match, ...]], Scopes]:
    text = tokenise(said, arabizi, knowledge.spellings.arabic)
    found = [match for match in knowledge.matcher.find(text) if arabizi or not _is_english(text, match)]
    found = [match for match in found if not _is_short_medicine(text, match, knowledge)]
    matches = tuple(outside_operations(text, _plausible(text, found)))
    matches = as_charge(text, matches, kin) if kin else matches
    filed: dict[Key, tuple[Match, ...]] = {}
    for key, group in groupby(sorted(matches, key=lambda match: match.key), key=lambda match: match.key):
        filed[key] = tuple(group)
    return text, matches, filed, scopes(text, matches, knowledge.fused, year)


def _is_short_medicine(text: Text, match: Match, knowledge: Knowledge) -> bool:
    """Whether a medicine was found by two consonants of Latin-letter Arabic: "deni" (the world) is no Diane."""
    token = text.tokens[match.first]
    concept = knowledge.concept(match.key[1]) if match.key[0] == "concept" else None
    of_medicine = match.key[0] == "drug" or (concept is not None and concept.kind == "medicine")
    if not of_medicine or len(match.tokens) > 1 or not token.skeleton or knowledge.matcher.is_name(token.text):
        return False
    return len(bare(token.skeleton)) < SHORTEST


def _plausible(text: Text, matches: list[Match]) -> list[Match]:
    """The matches without those whose own denial jumps over a word of another finding, or over an "and".

    In "no trouble breathing" the words "no breathing" are no finding: the trouble is what is denied; in
    "ما عنده حرارة ويرضع" it is the fever. Nor is a word of denial by itself a finding ("mish" is not an animal).
    """
    denials = {token for match in matches if match.key == ("cue", "negate") for token in match.tokens}
    findings = [match for match in matches if match.key[0] == "concept"]
    turns = {token for match in matches if match.key == ("cue", "correct") for token in match.tokens}
    matches = [match for match in matches if not (_halves_a_name(text, match) or _is_a_man(text, match))]
    matches = [match for match in matches if not (_is_of_old(text, match) or _spans(match, denials, turns))]
    stated = ("concept", "trigger")
    return [match for match in matches if match.key[0] not in stated or _holds(text, match, denials, findings)]


def _is_english(text: Text, match: Match) -> bool:
    """Whether a denial of Latin-letter Arabic is a word of an English message: "hernia mesh"."""
    return match.key[0] == "cue" and any(text.tokens[token].text in _ENGLISH for token in match.tokens)


def _is_skipped_well(text: Text, match: Match) -> bool:
    """Whether a finding is put together around a "fine": "نفسي زين ما فيه مشكلة" is no want of breath."""
    skipped = set(range(match.first, match.last + 1)) - set(match.tokens)
    return any(_NORMAL.match(text.tokens[token].text) for token in skipped)


def _halves_a_name(text: Text, match: Match) -> bool:
    """Whether a match takes a word out of a name: حساسية صدر is asthma and no allergy, حبوب منع الحمل no spots.

    Pills that were swallowed are pills, whatever they are against.
    """
    swallowed = any(_SWALLOWED & text.tokens[token].forms for token in match.tokens)
    for word, followers, kinds in _NAMES:
        if match.key[0] not in kinds or (swallowed and word is _PILLS):
            continue
        for token in match.tokens:
            following = token + 1
            if following + 1 < len(text.tokens) and text.tokens[following].text in _ARTICLES:
                following += 1
            if following < len(text.tokens) and word & text.tokens[token].forms and following not in match.tokens:
                return bool(followers & text.tokens[following].forms)
    return False


def _is_a_man(text: Text, match: Match) -> bool:
    """Whether a match takes the man of "رجل عمره ٥٤ سنة" for a leg."""
    if match.key[0] not in ("concept", "trigger", "slot", "word", "hint"):
        return False
    return any(text.tokens[token].text in _MAN_OR_LEG and _names_a_person(text, token) for token in match.tokens)


def _names_a_person(text: Text, place: int) -> bool:
    tokens = text.tokens
    before = tokens[place - 1].text if place else ""
    after, beyond = (tokens[next].text if next < len(tokens) else "" for next in (place + 1, place + 2))
    aged = after[:1].isdigit() or (after == "في" and beyond in DECADES)
    return aged or before in _BEFORE_A_MAN or after in _AFTER_A_MAN


def _is_of_old(text: Text, match: Match) -> bool:
    """Whether a child is the speaker long ago: "it gave me a rash as a child"."""
    if match.key != ("cue", "patient") or match.first < 2:
        return False
    before = tuple(token.text for token in text.tokens[match.first - 2 : match.first])
    return before in (("as", "a"), ("was", "a"), ("since", "a"), ("like", "a"), ("being", "a"))


def _spans(match: Match, denials: set[int], turns: set[int]) -> bool:
    """Whether a denial is put together with what comes after a "sorry": "no, sorry, I have an allergy"."""
    if match.key[0] not in ("concept", "trigger", "slot") or match.first not in denials:
        return False
    return bool(turns & (set(range(match.first, match.last)) - set(match.tokens)))


def _holds(text: Text, match: Match, denials: set[int], findings: list[Match]) -> bool:
    if _is_skipped_well(text, match):
        return False
    return not set(match.tokens) <= denials and not _jumps(text, match, denials, findings)


def _jumps(text: Text, match: Match, denials: set[int], findings: list[Match]) -> bool:
    for token, following in pairwise(match.tokens):
        if token not in denials or following == token + 1:
            continue
        skipped = set(range(token + 1, following))
        if _joins(text, skipped, following):
            return True
        for other in findings:
            parted = skipped & set(other.tokens) and following in other.tokens
            if other != match and (parted or set(other.tokens) <= skipped):
                return True
    return False


def _joins(text: Text, skipped: set[int], following: int) -> bool:
    """Whether an "and" parts a denial from the word that it would go with."""
    joined = text.tokens[following].text
    anded = joined[0] == "و" and len(joined) > 3 and exactly(joined[1:]) in text.tokens[following].forms
    return anded or any(text.tokens[token].text in ("and", "but", "بس", "لكن") for token in skipped)
