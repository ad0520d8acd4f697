"""Clinical concepts as they were mentioned: present or denied, whose, when, and in which words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from app.intake.cues import is_circumfixed
from app.intake.knowledge import Knowledge
from app.intake.lexicon import Concept
from app.intake.matcher import Match
from app.intake.measures import Measured, measures
from app.intake.reading import Said, is_called_normal
from app.intake.speaker import speaks_of_himself
from app.intake.told import allergy_clauses
from app.values import FindingStatus

Owner = Literal["patient", "family", "other"]


_NOW = frozenset({"cant", "wont", "keeps", "isnt", "just"})
_ME = frozenset({"me", "myself", "us"})
_HE = frozenset({"he", "she", "hes", "shes", "his", "her", "him", "هو", "هي", "وهو", "وهي"})
NORMAL = (36.0, 37.5)
"""Degrees Celsius from which to below which a temperature is no fever, whatever it is called."""

_OF_OLD = ("allergies", "past_history", "surgical_history")
"""Slots in whose answers a symptom is what happened once: "penicillin, I get a rash"."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention of a concept. `doubtful` mentions (supposed, asked about, feared) tell nothing of the patient.

    `said` is the number of the message among the user's, `message` its id; `tokens` where it stands.
    """

    concept: str
    status: FindingStatus
    quote: str
    said: int
    message: int
    tokens: tuple[int, ...] = ()
    owner: Owner = "patient"
    past: bool = False
    doubtful: bool = False

    @property
    def own(self) -> bool:
        """Whether it says something of the patient."""
        return self.owner == "patient" and not self.doubtful


def mentions(said: Sequence[Said], knowledge: Knowledge) -> list[Mention]:
    """Every mention in every message: by phrase, by measure and by medicine, in the order of the text."""
    found: list[Mention] = []
    for one in said:
        here = [*_by_phrase(one, knowledge), *_by_measure(one, knowledge), *_by_drug(one, knowledge)]
        found += sorted(_with_charge(one, here, knowledge), key=lambda mention: mention.tokens)
    return found


def _with_charge(one: Said, found: Sequence[Mention], knowledge: Knowledge) -> Iterator[Mention]:
    """The mentions of a message; where a relative is whom it is about, what he has or takes is the patient's too.

    "Dad has a known aneurysm and his back hurts since an hour ago": the symptom makes him the patient.
    """
    told = [mention for mention in found if mention.own and mention.status == "present" and not mention.past]
    named = any(one.scopes.any("family", mention.tokens) for mention in told)
    plainly_his = bool(told) and not speaks_of_himself(one.text, one.scopes.pieces) and _tells_of_him(one)
    ill = one.opening and not one.cues("patient") and ((named and not one.cues("self")) or plainly_his)
    for mention in found:
        concept = knowledge.concept(mention.concept)
        his = ill and mention.owner == "family" and concept is not None and concept.kind != "symptom"
        current = his and not mention.past and not one.scopes.any("died", mention.tokens)
        yield replace(mention, owner="patient") if current else mention


def _tells_of_him(one: Said) -> bool:
    """Whether a sentence without the relative's name goes on with him: "He's soaked in sweat"."""
    unnamed = (token for number, token in enumerate(one.text.tokens) if number not in one.scopes.family)
    return any(token.text in _HE for token in unnamed)


def states(found: Iterable[Mention], knowledge: Knowledge) -> dict[str, Mention]:
    """What holds of the patient now: for each concept the mention that decides, wider concepts included."""
    decided: dict[str, Mention] = {}
    for mention in found:
        if not mention.own:
            continue
        before = decided.get(mention.concept)
        if before is None or _overrules(mention, before):
            decided[mention.concept] = mention
    return _with_wider(decided, knowledge)


def holds(mention: Mention | None, knowledge: Knowledge) -> bool:
    """Whether a concept is present now, as an alarm needs it: of old only where it is a lasting thing."""
    if mention is None or mention.status != "present" or not mention.own:
        return False
    concept = knowledge.concept(mention.concept)
    return not mention.past or bool(concept and concept.lasting)


def _overrules(new: Mention, old: Mention) -> bool:
    """Later messages overrule; within one, what is present now overrules what is denied or past."""
    if new.said != old.said:
        return True
    if (old.status, old.past) == ("present", False):
        return new.status == "present" and len(new.quote) > len(old.quote)
    return new.status == "present"


def _with_wider(decided: dict[str, Mention], knowledge: Knowledge) -> dict[str, Mention]:
    """Add the wider concept where a narrower one is present, unless it was denied in a later message."""
    full = dict(decided)
    for _ in range(4):
        for concept in knowledge.wider:
            for part in concept.parts:
                narrow = full.get(part)
                wide = full.get(concept.id)
                if not holds(narrow, knowledge) or narrow is None or holds(wide, knowledge):
                    continue
                if wide is None or wide.said <= narrow.said:
                    full[concept.id] = replace(narrow, concept=concept.id)
    return full


def _by_phrase(one: Said, knowledge: Knowledge) -> Iterator[Mention]:
    cancelled = {(match.key[1], one.text.tokens[match.first].sentence) for match in one.of("cancel")}
    allergic = _allergic(one)
    for match in one.of("concept"):
        concept = knowledge.concept(match.key[1])
        if concept is None or (concept.id, one.text.tokens[match.first].sentence) in cancelled:
            continue
        if (concept.kind != "medicine" or match.first not in allergic) and not _is_torn(one, match.tokens):
            yield _mention(one, concept, match.tokens, knowledge)


def _is_torn(one: Said, tokens: tuple[int, ...]) -> bool:
    """Whether words were joined over a comma of which only some are denied: "no rash, she is allergic to"."""
    denied = [token in one.scopes.denied for token in tokens]
    if all(denied) or not any(denied):
        return False
    return not any(first <= tokens[0] and tokens[-1] < end for first, end in one.scopes.pieces)


def _mention(
    one: Said, concept: Concept, tokens: tuple[int, ...], knowledge: Knowledge, quote: str | None = None
) -> Mention:
    reach = one.scopes
    status: FindingStatus = "present"
    denied = reach.any("denied", tokens) and not _denies_itself(one, tokens)
    if denied or is_called_normal(one, tokens) or _is_measured_normal(one, tokens):
        status = "denied"
    elif reach.any("unsure", tokens) and not any(set(cue.tokens) <= set(tokens) for cue in one.cues("uncertain")):
        status = "unknown"
    supposed = reach.any("supposed", tokens) and not _supposes_itself(one, tokens)
    doubtful = (supposed or reach.any("wondered", tokens)) and not (concept.asked and not one.cues("story"))
    if reach.any("feared", tokens):
        doubtful = doubtful or concept.kind == "condition" or one.text.tokens[tokens[0]].sentence in one.text.asking
    doubtful = doubtful or one.asked == "concerns"
    return Mention(
        concept=concept.id,
        status=status,
        quote=quote or one.text.quote(tokens[0], tokens[-1]),
        said=one.number,
        message=one.message.id,
        tokens=tokens,
        owner=_owner(one, concept, tokens, knowledge),
        past=reach.any("past", tokens) or (one.asked in _OF_OLD and concept.kind == "symptom"),
        doubtful=doubtful,
    )


def _denies_itself(one: Said, tokens: tuple[int, ...]) -> bool:
    """Whether a finding begins with a denial of its own, which no earlier denial takes back: "can't pee"."""
    if is_circumfixed(one.text.tokens[tokens[0]].text):
        return False
    return any(cue.first == tokens[0] and set(cue.tokens) <= set(tokens) for cue in one.cues("negate"))


def _supposes_itself(one: Said, tokens: tuple[int, ...]) -> bool:
    """Whether an "if" or an "almost" is part of the finding: "what happens if I take all my tablets"."""
    return any(set(cue.tokens) <= set(tokens) for kind in ("suppose", "nearly") for cue in one.cues(kind))


def _is_measured_normal(one: Said, tokens: tuple[int, ...]) -> bool:
    """Whether a normal temperature stands to the words of a fever: "temp 36.8", "fever 37"."""
    return any(tokens and set(found.where.tokens) & set(tokens) for found in _normal_temperatures(one))


def _normal_temperatures(one: Said) -> Iterator[Measured]:
    for found in measures(one.text):
        if found.name == "temperature" and NORMAL[0] <= found.value < NORMAL[1]:
            yield found


def _owner(one: Said, concept: Concept, tokens: tuple[int, ...], knowledge: Knowledge) -> Owner:
    """A close relative's symptom is a report about the patient, unless it is history: "my husband can't speak".

    People who are part of the finding itself ("the neighbours are spying") are nobody who has it.
    What somebody does to the patient (a social concept) is the patient's whoever is named. What befell a
    relative and alarms by itself, a bite or a poison, is taken for the reason of the call, unless it is dated
    or the speaker has come for something else.
    """
    reach = one.scopes
    apart = _is_apart(one, tokens)
    if any(set(cue.tokens) < set(tokens) for kind in ("distant", "other") for cue in one.cues(kind)):
        return "patient"
    if reach.any("other", tokens):
        done = _is_done_to_speaker(one, concept, tokens)
        at_hand = one.cues("acquaintance") and concept.id in knowledge.alarming
        calls = at_hand and not apart and not reach.any("past", tokens) and not reach.any("died", tokens)
        return "patient" if done or calls else "other"
    if concept.slot in ("family_history", "social_history"):
        apart = apart and reach.any("distant", tokens) and not _is_done_to_speaker(one, concept, tokens)
        return "family" if apart else "patient"
    if one.asked == "family_history" and (one.for_another or not one.cues("self")):
        return "family"
    if not reach.any("family", tokens):
        return "patient"
    if apart:
        return "family"
    if concept.kind == "exposure" and concept.id in knowledge.alarming and not reach.any("past", tokens):
        return "patient"
    if concept.kind in ("condition", "exposure", "medicine") or reach.any("past", tokens):
        return "family"
    history = reach.any("died", tokens) or (reach.any("distant", tokens) and concept.id not in knowledge.alarming)
    return "family" if history and not _is_of_today(one, tokens) else "patient"


def _is_apart(one: Said, tokens: tuple[int, ...]) -> bool:
    """Whether the speaker has come for something else than what befell another, which is told as over and done with.

    Of a close relative he must say that he asks for himself; of others an errand is enough, or that all is well since.
    """
    if any(cue.first < tokens[0] for cue in one.cues("patient")) or _is_of_today(one, tokens):
        return False
    stranger = any(one.scopes.any(kind, tokens) for kind in ("distant", "other"))
    return bool(one.cues("own_matter") or (stranger and (one.cues("errand") or one.cues("recovered"))))


def _is_done_to_speaker(one: Said, concept: Concept, tokens: tuple[int, ...]) -> bool:
    """Whether what somebody did was done to the speaker: "someone I know raped me", اغتصبني.

    What is no social matter must itself name him: "I saw a film on it, and my husband hits me".
    """
    own = {one.text.tokens[token].text for token in tokens}
    if concept.slot != "social_history":
        return bool(own & _ME)
    sentence = one.text.tokens[tokens[0]].sentence
    here = {token.text for token in one.text.tokens if token.sentence == sentence}
    return bool(here & _ME) or any(text.endswith("ني") for text in own)


def _is_of_today(one: Said, tokens: tuple[int, ...]) -> bool:
    """Whether the sentence says that it is going on, or when it began."""
    sentence = one.text.tokens[tokens[0]].sentence
    now = any(token.sentence == sentence and token.text in _NOW for token in one.text.tokens)
    return now or any(one.text.tokens[cue.first].sentence == sentence for cue in one.cues("ongoing"))


def _by_measure(one: Said, knowledge: Knowledge) -> Iterator[Mention]:
    for found in measures(one.text):
        tokens = tuple(found.where.tokens)
        for concept in knowledge.measured:
            if _within(found, concept):
                yield _mention(one, concept, tokens, knowledge, found.where.quote)


def _within(found: Measured, concept: Concept) -> bool:
    return any(found.name == bound.name and bound.min <= found.value <= bound.max for bound in concept.measure)


def _by_drug(one: Said, knowledge: Knowledge) -> Iterator[Mention]:
    """What taking a medicine implies, unless the medicine is what somebody is allergic to."""
    allergic = _allergic(one)
    for match in one.of("drug"):
        if match.first not in allergic:
            yield from _implied(one, match, knowledge)


def _allergic(one: Said) -> set[int]:
    """The tokens that speak of an allergy."""
    if one.asked == "allergies":
        return set(range(len(one.text.tokens)))
    return {token for where in allergy_clauses(one) for token in where.tokens}


def _implied(one: Said, match: Match, knowledge: Knowledge) -> Iterator[Mention]:
    for name in knowledge.lexicon.drugs[match.key[1]].concepts:
        concept = knowledge.concept(name)
        if concept:
            yield _mention(one, concept, match.tokens, knowledge)
