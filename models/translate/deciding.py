"""What becomes of an item after its rounds: again, accepted, or to a person. Pure, and the same on every machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from models.translate.settings import LoopSettings
from models.translate.state import Round, Status


@dataclass(frozen=True, slots=True)
class Decision:
    """The item's status, the round that counts for it, and whether it goes to a person by lot."""

    status: Status
    chosen: int
    sampled: bool = False


def decide(name: str, rounds: Sequence[Round], loop: LoopSettings, seed: int, judged: bool = True) -> Decision:
    """What to do after at least one round. A round that fails a rule is never accepted, whatever its score.

    Where nobody judges (`judged` is false), a person decides about whatever passes the rules.
    """
    best = max(rounds, key=_worth)
    if passes(best, loop.threshold):
        drawn = in_sample(name, loop.sample, seed)
        return Decision("review" if drawn else "accepted", best.number, drawn)
    if not judged and not best.faulty and not best.doubtful:
        return Decision("review", best.number)
    return Decision("review" if len(rounds) > loop.rounds else "open", best.number)


def passes(one: Round, threshold: float) -> bool:
    """Whether a round needs nobody: no fault, no doubt, a score, and a high one."""
    return not one.faulty and not one.doubtful and one.score is not None and one.score >= threshold


def in_sample(name: str, share: float, seed: int) -> bool:
    """Whether an item is drawn for a person: its name and the seed decide, so order and kills change nothing."""
    number = int.from_bytes(blake2b(f"{seed} {name}".encode(), digest_size=8, person=b"sample").digest(), "big")
    return number < share * 2**64


def _worth(one: Round) -> tuple[bool, bool, int, float, int, int]:
    """No faults first, then any text at all, then few faults, then the score, few doubts, and the earlier one.

    An empty translation has one fault only, but nothing that a person could mend.
    """
    doubts = sum(finding.weight == "doubt" for finding in one.findings)
    faults = sum(finding.weight == "fault" for finding in one.findings)
    text = bool(one.translation.strip())
    return not one.faulty, text, -faults, -1.0 if one.score is None else one.score, -doubts, -one.number
