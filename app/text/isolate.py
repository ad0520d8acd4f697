"""Bidi isolates: what must not be torn apart or turned round where a text is shown.

In an Arabic sentence the Unicode algorithm shows `5-10 mg` as 10-5, `2024-05-12` as 12-05-2024 and
swaps `5 × 10`. A dose read backwards is a safety fault, so every such run is isolated (UAX #9,
https://www.unicode.org/reports/tr9/) where it is shown. Texts are stored clean.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from app.text.script import ARABIC_WORD, LATIN_WORD
from app.text.words import words
from app.values import Direction

LEFT_TO_RIGHT, RIGHT_TO_LEFT, POP = "\u2066", "\u2067", "\u2069"

_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\ufeff\u0000-\u0008\u000b-\u001f\u007f-\u009f]")
_UNFIT = re.compile("[\ud800-\udfff\ufffe\uffff]")

_TAIL = r"(?:[ \u00a0]?(?:%|٪|‰|°[ \u00a0]?[CFc]?\b|º|[+](?!\w)))?"


def _number(digits: str) -> str:
    """A pattern for numbers with all that belongs to them: sign, comparison, decimals, ranges, dates, phone groups."""
    one = rf"[{digits}]+(?:[.,:٫٬][{digits}]+)*"
    join = rf"(?:[ \u00a0]?[-–—−‑/×xX*÷:][ \u00a0]?|[ \u00a0](?=[{digits}]{{2}}))"
    return rf"(?:(?<![\w.])(?:[<>≤≥~≈±+\-−]|[<>]=)[ \u00a0]?)?{one}(?:{join}{one})*{_TAIL}"


_ATOM = re.compile(
    rf"(?P<western>{_number('0-9')}(?![0-9]*[^\W\d_]))|(?P<eastern>{_number('٠-٩۰-۹')})|(?P<latin>{LATIN_WORD.pattern}(?:[-_/][0-9A-Za-z]+)*)|(?P<arabic>{ARABIC_WORD.pattern})"
)
_GAP = re.compile(r"[ \u00a0\-–—−‑/.,:;×*+=%°()\[\]&'’\"_@#<>≤≥~±µ\\|!?]{0,6}")
_PLAIN = re.compile(r"[0-9]+|[٠-٩۰-۹]+")
_STOP = re.compile(r"[:;,.!?]")
_BRACKETS = re.compile(r"[()\[\]]")


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]` is to be isolated as a run of `direction`. Spans neither overlap nor nest."""

    start: int
    end: int
    direction: Direction


@dataclass(frozen=True, slots=True)
class _Atom:
    start: int
    end: int
    kind: str
    text: str


def strip_controls(text: str) -> str:
    """`text` fit to be shown: no bidi controls, no other control characters; what no file may hold becomes U+FFFD."""
    return _UNFIT.sub("\ufffd", _CONTROLS.sub("", text))


def spans(text: str, direction: Direction) -> tuple[Span, ...]:
    """The runs of `text` to isolate in a paragraph of `direction`, in order.

    Right to left: Latin runs as a whole (`amlodipine 5 mg od`) and number expressions. Left to right:
    Arabic runs, and number expressions with their unit and the name before them. Plain numbers stand
    alone safely and get none.
    """
    atoms = [_Atom(found.start(), found.end(), found.lastgroup or "", found[0]) for found in _ATOM.finditer(text)]
    runs = _runs(text, atoms, direction)
    return tuple(
        Span(run[0].start, run[-1].end, "rtl" if run[0].kind in ("eastern", "arabic") else "ltr")
        for run in runs
        if _matters(run, direction)
    )


def isolate(text: str, direction: Direction) -> str:
    """`text` for plain-text display: controls stripped, each span wrapped in LRI or RLI and PDI."""
    text = strip_controls(text)
    pieces, at = [], 0
    for span in spans(text, direction):
        opening = RIGHT_TO_LEFT if span.direction == "rtl" else LEFT_TO_RIGHT
        pieces += [text[at : span.start], opening, text[span.start : span.end], POP]
        at = span.end
    return "".join(pieces) + text[at:]


def embed(text: str, own: Direction, around: Direction) -> str:
    """A text of direction `own` as part of a paragraph that runs `around`: isolated as one, its runs within it."""
    inner = isolate(text, own)
    if own == around or not inner:
        return inner
    return (RIGHT_TO_LEFT if own == "rtl" else LEFT_TO_RIGHT) + inner + POP


def _runs(text: str, atoms: list[_Atom], direction: Direction) -> list[list[_Atom]]:
    """Neighbouring atoms that are shown as one run."""
    runs: list[list[_Atom]] = [[atom] for atom in atoms[:1]]
    for before, atom in pairwise(atoms):
        gap = text[before.end : atom.start]
        if _GAP.fullmatch(gap) and _join(before, atom, gap, direction):
            runs[-1].append(atom)
        else:
            runs.append([atom])
    return [part for run in runs for part in _balanced(text, run)]


def _join(before: _Atom, atom: _Atom, gap: str, direction: Direction) -> bool:
    """Whether two neighbours belong to one run in a paragraph of `direction`."""
    right = ("eastern", "arabic")
    if (before.kind in right) != (atom.kind in right):
        return False
    if before.kind in right:
        return direction == "ltr" or ((before.kind, gap) == ("eastern", " ") and atom.text in words().arabic_units)
    if direction == "ltr":
        return _belong(before, atom, gap)
    return not (before.kind == "western" and _STOP.search(gap))


def _belong(before: _Atom, atom: _Atom, gap: str) -> bool:
    """Whether, left to right, a Latin word and a number are one expression: `T 38.5`, `Vit. B12`, `5 mg od`."""
    known = words()
    if gap.strip(" \u00a0.") or len(gap) > 2:
        return False
    if _is_unit(atom):
        return before.kind == "western" or _is_unit(before)
    numbered = atom.kind == "western" or any(map(str.isdigit, atom.text))
    return numbered and before.kind == "latin" and before.text.lower() not in known.english_grammar


def _balanced(text: str, run: list[_Atom]) -> list[list[_Atom]]:
    """The run, cut at its brackets where they do not pair up inside it: `(5 mg) od` must not take half a pair."""
    depth = 0
    for bracket in _BRACKETS.findall(text[run[0].start : run[-1].end]):
        depth += 1 if bracket in "([" else -1
        if depth < 0:
            break
    if depth == 0:
        return [run]
    if depth == 1 and text[run[-1].end : run[-1].end + 1] in (")", "]"):
        last = run[-1]
        return [[*run[:-1], _Atom(last.start, last.end + 1, last.kind, last.text)]]
    parts = [[run[0]]]
    for before, atom in pairwise(run):
        if _BRACKETS.search(text[before.end : atom.start]):
            parts.append([])
        parts[-1].append(atom)
    return parts


def _matters(run: list[_Atom], direction: Direction) -> bool:
    """Whether leaving the run bare could show it wrong, or take its neighbours along."""
    if len(run) == 1 and _PLAIN.fullmatch(run[0].text):
        return False
    if direction == "rtl":
        return run[0].kind != "arabic"
    return run[0].kind in ("arabic", "eastern") or any(_is_measure(atom) or _is_unit(atom) for atom in run)


def _is_unit(atom: _Atom) -> bool:
    """`mg`, `mmHg`, and what begins with one: `mg/dL`."""
    return atom.kind == "latin" and atom.text.lower().partition("/")[0] in words().units


def _is_measure(atom: _Atom) -> bool:
    """A number with anything beside its digits, or a code such as `B12`."""
    return any(map(str.isdigit, atom.text)) and not _PLAIN.fullmatch(atom.text)
