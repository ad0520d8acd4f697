"""An answer made of nothing but a yes, a no, a "maybe" or a "next question": it names nothing by itself."""

from __future__ import annotations

from typing import Literal

from app.intake.leads import FILLERS, GRAMMAR
from app.intake.reading import Said

Plain = Literal["yes", "no", "unsure", "pass"]

PLAIN_YES = frozenset(
    {
        "yes", "yeah", "yep", "yup", "yeh", "definitely", "absolutely", "نعم", "ايوه", "ايوا", "اه", "اي", "بلي",
        "اجل", "اكيد", "aywa", "na3am", "naam", "akid", "akeed",
    }
)  # fmt: skip
_ALSO_YES = frozenset({"ايه", "aiwa", "eh", "yea", "ya", "sure", "of", "course", "طبعا", "اها"})
"""Words that say yes where nothing else is said."""

EMPTY = frozenset(
    {
        "no", "nope", "nah", "none", "nothing", "not", "never", "neither", "at", "all", "like", "of", "that", "those",
        "these", "this", "it", "them", "sort", "kind", "such", "the", "whatsoever", "really", "any", "لا", "ولا", "كلا",
        "ما", "ماكو", "مفيش", "مافي", "مافيش", "في", "فيه", "عنده", "عندها", "عندي", "شي", "حاجه", "اي", "من", "هذا",
        "هذه", "ذلك", "هيك", "كده", "كذا", "دي", "ده", "هاد", "هاي", "هالشي", "ابدا", "اطلاقا", "نهاييا", "مطلقا",
        "بالمره", "خالص", "la", "la2", "wala", "shi", "7aga", "abadan", "mafi", "mafish",
    }
)  # fmt: skip
"""Words that deny whatever was asked, and tell of nothing by themselves."""

_SMALL = GRAMMAR | FILLERS | {"or", "not", "be", "that", "if", "id", "im", "ive"}


def plain(one: Said) -> Plain | None:
    """What an answer says that holds nothing else; None where it does. A plain "I don't know" is a lead, not this."""
    if not one.text.tokens:
        return None
    if _is_of(one, ("pass", "unknown"), "pass"):
        return "pass"
    if _is_of(one, ("maybe", "unknown"), "maybe"):
        return "unsure"
    words = [token.text for token in one.text.tokens]
    if all(word in PLAIN_YES | _ALSO_YES | FILLERS for word in words) and not all(word in FILLERS for word in words):
        return "yes"
    return "no" if _is_of(one, ("no", "nothing"), "no") or _is_of(one, ("no", "nothing"), "nothing") else None


def _is_of(one: Said, kinds: tuple[str, ...], needed: str) -> bool:
    """Whether all words are of these cues or of no meaning, and one of the cues is the needed one."""
    told = {token for kind in kinds for cue in one.cues(kind) for token in cue.tokens}
    small = _SMALL | EMPTY if "no" in kinds else _SMALL
    return bool(one.cues(needed)) and all(
        number in told or token.text in small for number, token in enumerate(one.text.tokens)
    )
