"""The answer to the question that was asked: a description, a list or its absence, or a yes or no to concepts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from app.intake.assent import assents
from app.intake.beside import is_beside
from app.intake.demographics import age_value, answered_age, answered_sex
from app.intake.durations import names_a_time
from app.intake.first import in_vain, tells_first
from app.intake.leads import (
    SHORT,
    asks_back,
    denies,
    denies_all,
    goes_on,
    is_excepted,
    is_only_lead,
    is_question,
    lead,
    nothings,
    says_normal,
    says_nothing,
)
from app.intake.mentions import Mention
from app.intake.person import PREGNANT
from app.intake.plain import plain
from app.intake.polarity import About, affirmed
from app.intake.reading import Said
from app.intake.severity import answered as answered_severity
from app.intake.slots import LISTS, VALUES
from app.intake.tokens import is_content
from app.values import FindingStatus

_OPEN = frozenset({"exacerbating", "relieving", "associated", "review_of_systems", "concerns", "social_history"})
"""Slots whose answers may hold a denial without being one: "I can't sleep", "I don't want a scar"."""

NO_ALLERGY = "no_known_allergies"
"""The concept of having no allergy."""

_TO_BE_TOLD = (VALUES | LISTS) - {"pregnancy"}
"""Slots to which a bare yes is no answer."""

_NONE = frozenset({"severity", "timing"})
"""Slots to be described of which a bare no may say something; to "where is the pain?" it is no answer."""

_WELL = frozenset({"review_of_systems", "past_history", "family_history", "allergies"})
"""Slots of which "all of us are well" is a denial."""

_UNTOLD = frozenset({"radiation", "pregnancy", "concerns", "social_history"})
"""Slots with readings of their own of what stands beside a denial."""

_CAUSES = ("exacerbating", "relieving")
_NOT_WHEN = frozenset(
    {
        "ادري", "اعرف", "اعلم", "احد", "اظن", "اعتقد", "ابدا", "اشعر", "احس", "الاحظ", "اجد", "اذكر", "اتذكر", "استطيع",
        "اقدر", "انا", "اي", "ادويه",
    }
)  # fmt: skip
_PLAIN_NO = frozenset({"no", "nope", "nah", "none", "لا", "لاا", "كلا", "la", "la2"})
_ONLY = frozenset({"only", "بس", "فقط"})
_LIVES = frozenset(
    {
        "nurse", "teacher", "driver", "farmer", "engineer", "builder", "accountant", "lawyer", "cook", "chef",
        "cleaner", "soldier", "housewife", "mechanic", "carer", "secretary", "clerk", "مدرس", "مدرسه", "معلم", "معلمه",
        "مهندس", "مهندسه", "سواق", "سايق", "محاسب", "محامي", "ممرض", "ممرضه", "عسكري", "مزارع", "ربه",
        "work", "works", "live", "lives", "retired", "student", "drive", "teach", "married", "اعمل", "اشتغل", "بشتغل",
        "يشتغل", "يعمل", "تعمل", "شغال", "اعيش", "عايش", "عايشه", "ساكن", "ساكنه", "متقاعد", "متقاعده", "طالب",
        "طالبه", "موظف", "موظفه", "متزوج", "متزوجه",
    }
)  # fmt: skip
_PERIOD_OVER = frozenset({"finished", "finishing", "ended", "خلصت", "خلصانه", "خلصانة", "انتهت", "خالصه"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What an answer says of the slot that was asked for.

    Not `clear` is an answer that is taken as present for want of anything that denies ("she is playing");
    `back` is a question put in place of an answer, `beside` something else told in its place: the status is then
    unknown and the value what was said, where an "I don't know" has none. `more` is a bare yes where something is
    to be told.
    """

    status: FindingStatus
    value: str
    quote: str
    clear: bool = True
    back: bool = False
    beside: bool = False
    more: bool = False


def answer(one: Said, slot: str, found: Collection[Mention], about: About) -> Answer:
    """The answer in a message to the question for `slot`; `found` are the mentions in this message."""
    quote = _own_part(one)
    value = " ".join(quote.split())
    bare = _bare(one, slot, value, quote)
    if bare:
        return bare
    if slot in VALUES:
        status, value = _described(one, slot, value)
    elif about.concepts:
        status = affirmed(one, found, about)
    else:
        status = _listed(one, slot, found)
    back = _is_back(one, slot, found)
    beside = not back and is_beside(one, slot, status, found, about)
    if back or beside:
        return Answer("unknown", value, quote, True, back, beside)
    clear = status != "present" or assents(one, found, about)
    return Answer(status, "" if status == "unknown" and slot not in VALUES else value, quote, clear)


def _bare(one: Said, slot: str, value: str, quote: str) -> Answer | None:
    """The answer of one who says no more than yes, no, maybe or "next question"; None where a finding was asked for."""
    said = plain(one)
    if said in ("unsure", "pass"):
        return Answer("unknown", value, quote)
    if said == "yes" and slot in _TO_BE_TOLD:
        return Answer("unknown" if slot in VALUES else "present", value, quote, more=True)
    if said == "no" and slot in VALUES | LISTS:
        return Answer("denied" if slot in LISTS | _NONE else "unknown", value, quote)
    return None


def _own_part(one: Said) -> str:
    """The answer's literal words, up to where a parent turns to himself: "vitamin D, and I take sertraline"."""
    said = one.message.text.strip()
    first = min(one.aside, default=0)
    while first > 0 and one.text.tokens[first - 1].text in ("and", "but", "و"):
        first -= 1
    return one.text.quote(0, first - 1) if first else said


def _is_back(one: Said, slot: str, found: Collection[Mention]) -> bool:
    """Whether nothing is answered, but something asked. A question may well be what somebody is worried about."""
    if slot == "concerns" or lead(one) is not None or _canonical(one, slot):
        return False
    return asks_back(one) and not any(mention.own for mention in found)


def _described(one: Said, slot: str, said: str) -> tuple[FindingStatus, str]:
    value = _canonical(one, slot)
    if value:
        return "present", value
    opening = lead(one)
    if (opening == "unknown" or one.cues("unknown")) and not _tells_more(one, slot):
        return "unknown", ""
    if opening == "no" and (is_only_lead(one) or one.cues("nothing")):
        return ("denied" if slot in _NONE or one.cues("nothing") else "unknown"), said
    if len(one.text.tokens) <= 2 and one.cues("nothing"):
        return "denied", said
    return ("unknown", "") if is_question(one) and len(one.text.tokens) <= SHORT else ("present", said)


def _canonical(one: Said, slot: str) -> str | None:
    """The value of an answer that has a form of its own: age in years, sex, severity out of ten."""
    if slot == "severity":
        return answered_severity(one.text)
    if slot == "sex":
        return answered_sex(one.text.folded)
    if slot == "age":
        age = answered_age(one.text, one.aside)
        return age_value(age) if age else None
    return None


def _tells_more(one: Said, slot: str) -> bool:
    """Whether an "I don't know" is followed by a guess."""
    if slot in ("onset", "duration") and names_a_time(one.text):
        return True
    last = max((cue.last for cue in one.cues("unknown")), default=-1)
    if any(cue.first > last for cue in one.cues("guess")):
        return True
    return any(first > last and end - first > 1 for first, end in one.scopes.pieces)


def tells_period(one: Said) -> bool:
    """Whether a menstrual period is told of, whatever else is denied: "not pregnant, period last week"."""
    return any(not one.scopes.any("denied", cue.tokens) for cue in one.cues("period"))


def _listed(one: Said, slot: str, found: Collection[Mention]) -> FindingStatus:
    opening = lead(one)
    if (slot in _CAUSES and _says_when(one)) or (slot not in _UNTOLD and lead(one) is None and tells_first(one)):
        return "denied" if _changes_nothing(one, slot) else "present"
    unsure = opening == "unknown" or (bool(one.cues("unknown")) and opening is None)
    if unsure and slot == "radiation" and _guesses_a_place(one):
        return "present"
    if unsure and len(one.text.tokens) <= SHORT + 2 and not _told(one, slot, found):
        return "unknown"
    if not _is_none(one, slot, found):
        return "unknown" if is_question(one) and not found and slot != "concerns" else "present"
    if slot == "social_history":
        return "present" if _tells_of_life(one) else "denied"
    stays = slot == "radiation" and bool(one.cues("stays"))
    stays = stays or _changes_nothing(one, slot)
    return "present" if _told(one, slot, found) or (goes_on(one) and not stays) else "denied"


def _changes_nothing(one: Said, slot: str) -> bool:
    """Whether all that was tried or done is said to change nothing: "food makes no difference", "nothing helps"."""
    return slot in _CAUSES and in_vain(one, ("useless", "indifferent") if slot == "relieving" else ("indifferent",))


def _guesses_a_place(one: Said) -> bool:
    """Whether an "I don't know" goes on with where it may be: "dunno, maybe the jaw a bit"."""
    return bool(one.cues("guess")) and any(match.key == ("word", "body") for match in one.matches)


def _says_when(one: Said) -> bool:
    """Whether a Gulf "when" opens the answer, and no denial: لا أنام بغرفة ظلمة, لا نمت."""
    words = [token.text for token in one.text.tokens[:3]]
    if len(words) < 2 or words[0] != "لا" or "," in one.text.tokens[1].before:
        return False
    verb = words[1]
    done = verb.endswith("ت") and len(verb) > 2 and not verb.startswith(("ي", "ال"))
    does = verb.startswith("ا") and len(verb) > 3 and not verb.startswith("ال") and verb not in _NOT_WHEN
    return done or (does and len(words) > 2)


def _tells_of_life(one: Said) -> bool:
    """Whether a social history tells something beside what it denies: "no smoking, I drive a taxi"."""
    denials = {cue[0] for cue in one.scopes.denials}
    for first, end in one.scopes.pieces:
        before = range(first, min((cue for cue in denials if first <= cue < end), default=end))
        plain = [token for token in before if token not in one.scopes.denied]
        told = any(is_content(one.text.tokens[token]) for token in plain)
        if told or any(one.text.tokens[token].text in _LIVES for token in before):
            return first > 0 or lead(one) is None
    return False


def _is_none(one: Said, slot: str, found: Collection[Mention]) -> bool:
    """Whether an answer to a list is that there is none."""
    words = [token.text for token in one.text.tokens]
    if slot == "concerns":
        return says_nothing(one) or (lead(one) == "no" and bool(_PLAIN_NO.intersection(words[:1])))
    if lead(one) == "no" or says_nothing(one):
        return True
    if _changes_nothing(one, slot):
        return True
    if slot == "radiation" and (one.cues("stays") or one.cues("nothing") or _ONLY.intersection(words[-1:])):
        return True
    if slot in _WELL and ((says_normal(one) and not _counts(one)) or (nothings(one) and len(one.text.tokens) <= SHORT)):
        return True
    if slot == "pregnancy" and (_denies_pregnancy(one, found) or _ends_period(one)):
        return True
    if slot == "allergies" and any(mention.concept == NO_ALLERGY for mention in found):
        return True
    return denies_all(one, found) if slot in _OPEN else denies(one, found)


def _counts(one: Said) -> bool:
    """Whether numbers are told, which no "all fine" takes back: "born at 37 weeks, all fine since"."""
    return any(char.isdigit() for char in one.text.folded)


def _denies_pregnancy(one: Said, found: Collection[Mention]) -> bool:
    said = (match.tokens for match in one.of("slot") if match.key[1] == "pregnancy")
    denied = any(one.scopes.any("denied", tokens) for tokens in said)
    return denied or any(mention.concept == PREGNANT and mention.status == "denied" for mention in found)


def _ends_period(one: Said) -> bool:
    """Whether a period is just over, which no pregnancy goes with."""
    return bool(one.cues("period")) and any(token.text in _PERIOD_OVER for token in one.text.tokens)


def _told(one: Said, slot: str, found: Collection[Mention]) -> bool:
    """Whether something is affirmed that belongs to the slot."""
    if _changes_nothing(one, slot):
        return False
    if slot in ("medications", "allergies", "relieving"):
        kinds = ("denied", "other")
        return any(
            not any(one.scopes.any(kind, match.tokens) for kind in kinds) or is_excepted(one, match.first)
            for match in one.of("drug")
        )
    if slot == "family_history":
        return any(mention.owner == "family" and mention.status == "present" for mention in found)
    if slot == "pregnancy":
        denied = _denies_pregnancy(one, found) or _ends_period(one)
        return tells_period(one) and not denied and lead(one) != "no"
    if slot == "radiation":
        told = (match for match in one.of("slot") if match.key[1] == slot)
        return any(not one.scopes.any("denied", match.tokens) for match in told) and not one.cues("stays")
    return any(mention.own and mention.status == "present" and not mention.past for mention in found)
