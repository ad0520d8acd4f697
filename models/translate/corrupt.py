"""Seeded faults in good translations, to see who catches them.

python -m models.translate.corrupt PAIRS.jsonl --output FILE [--count 200] [--seed 7]

PAIRS.jsonl has one `{"id", "en", "ar"}` a line, translated by professionals. Six kinds of fault are
made, each of several sorts: a number, a dose, a denial, the options of a question, the language, and
a question that leaked in from the prompt.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path

from app.export.files import encode, write_whole
from app.values import Language
from models.command import WorkshopError, command
from models.dataset.record import LETTERS
from models.translate.figures import Figure, figures
from models.translate.rules_negation import denied
from models.translate.values import Pair

SHARES = {"number": 0.2, "dose": 0.175, "negation": 0.175, "option": 0.15, "language": 0.15, "leak": 0.15}
"""How the kinds share the whole."""
LEAKED = (
    "ما هو العضو الذي يضخ الدم إلى جميع أنحاء الجسم؟",
    "أي مما يلي هو أكبر عضو في جسم الإنسان؟ أ) الكبد ب) الجلد ج) الرئة د) القلب",
)
_OTHER_LANGUAGES = (
    "Le patient se plaint d'une douleur dans la poitrine depuis deux jours, sans fièvre ni toux.",
    "بیمار از دو روز پیش درد قفسه سینه دارد و می‌گوید که تب و سرفه نداشته است.",
)
_DENIALS = re.compile(r"(?<!\w)([وف]?)(لا|لم|لن|ليس|ليست|ليسوا|غير|بدون|دون|عدم)\s+(?=\w)")
_VERB = re.compile(r"(?<!\w)(?=(?:يمكن|يجب|يؤدي|تؤدي|ينبغي|يساعد|تساعد|يسبب|تسبب|يحتاج|تحتاج|يشعر|تشعر|[يت]\w{3,}))")
_SWAPS = {
    **{"٪": " ملغ", "%": " ملغ", "ملغ": "غرام", "مل": "لتر", "درجة": "وحدة"},
    **{"كم": "م", "سم": "م", "نانومتر": "ملليمتر", "قدم": "متر", "أقدام": "أمتار"},
    **{"أيام": "أسابيع", "يومًا": "شهرًا", "يوم": "شهر", "أسابيع": "أشهر", "أشهر": "سنوات"},
    **{"ساعة": "دقيقة", "ساعات": "دقائق", "عامًا": "شهرًا", "سنة": "شهر"},
}


@dataclass(frozen=True, slots=True)
class Corrupted:
    """A pair with a fault. `kind` is one of SHARES, `sort` what was done to `good`, its translation."""

    id: str
    kind: str
    sort: str
    source: str
    good: str
    bad: str


Change = Callable[[Pair, random.Random], Iterator[tuple[str, str]]]
"""Gives every way in which it can spoil a pair: what it did, and the spoilt translation."""


def corrupt(pairs: Sequence[tuple[str, Pair]], count: int, seed: int) -> list[Corrupted]:
    """`count` spoilt pairs, shared out among the kinds; each pair is used once. Raises WorkshopError for too few."""
    chance = random.Random(seed)
    left = list(pairs)
    chance.shuffle(left)
    questions = _questions(left, chance)
    made: list[Corrupted] = []
    for kind, share in SHARES.items():
        wanted = round(count * share)
        material = questions if kind == "option" else left
        sorts = SORTS[kind]
        made += [_one(kind, sorts[number % len(sorts)], material, chance) for number in range(wanted)]
    return made


def _one(kind: str, wanted: str, material: list[tuple[str, Pair]], chance: random.Random) -> Corrupted:
    """Spoil the first pair that can be spoilt in this way, else in another of its kind, and use it up."""
    for sorts in ((wanted,), SORTS[kind]):
        for at, (name, pair) in enumerate(material):
            ways = [way for way in CHANGES[kind](pair, chance) if way[0] in sorts]
            if ways:
                del material[at]
                sort, bad = chance.choice(ways)
                return Corrupted(name, kind, sort, pair.source, pair.target, bad)
    raise WorkshopError(f"Too few pairs for faults of the kind {kind}: give more pairs or a smaller --count.")


def _questions(pairs: list[tuple[str, Pair]], chance: random.Random) -> list[tuple[str, Pair]]:
    """Questions with four options, made of short pairs, for a corpus that has none."""
    short = [(name, pair) for name, pair in pairs if 15 < len(pair.source) < 90 and "\n" not in pair.source]
    chance.shuffle(short)
    made = []
    for at in range(0, len(short) - 4, 4):
        group = short[at : at + 4]
        source = _question("Which of these sentences fits best?", [pair.source for _, pair in group], "en")
        target = _question("أي من هذه الجمل هي الأنسب؟", [pair.target for _, pair in group], "ar")
        made.append(("+".join(name for name, _ in group), Pair(source, target)))
    return made


def _question(asked: str, options: Sequence[str], language: Language) -> str:
    lines = [f"{letter}. {text.strip()}" for letter, text in zip(LETTERS[language], options, strict=False)]
    return "\n".join([asked, *lines])


def _number(pair: Pair, chance: random.Random) -> Iterator[tuple[str, str]]:
    ours = {figure.value for figure in figures(pair.source)}
    for figure in (one for one in figures(pair.target) if not one.tied and one.value in ours):
        written = re.match(r"[\d٠-٩.,٫٬]+", pair.target[figure.start :])
        if not written:
            continue
        number = written[0].rstrip(".,")
        digits = [at for at, letter in enumerate(number) if letter.isdigit()]
        at = chance.choice(digits)
        other = chance.choice([digit for digit in "123456789" if digit != number[at]])
        yield "digit", _put(pair.target, figure, number, number[:at] + other + number[at + 1 :])
        yield "lost", _put(pair.target, figure, number, "")
        yield "tenfold", _put(pair.target, figure, number, number.replace(".", "") if "." in number else number + "0")


def _dose(pair: Pair, _: random.Random) -> Iterator[tuple[str, str]]:
    ours = {(figure.value, figure.unit) for figure in figures(pair.source)}
    doses = [one for one in figures(pair.target) if one.unit and not one.tied and (one.value, one.unit) in ours]
    for one, other in pairwise(doses):
        numbers = [re.match(r"[\d.,]+\d|\d", pair.target[figure.start :]) for figure in (one, other)]
        if one.value != other.value and numbers[0] and numbers[1] and one.end <= other.start:
            first, second = numbers[0][0], numbers[1][0]
            swapped = _put(pair.target, other, second, first)
            yield "swapped", _put(swapped, one, first, second)
    for dose in doses:
        unit = next((word for word in _SWAPS if dose.words.endswith(word)), None)
        if unit and sum(figure.value == dose.value for figure in figures(pair.target)) == 1:
            changed = dose.words[: -len(unit)] + _SWAPS[unit]
            yield "unit", pair.target[: dose.start] + changed + pair.target[dose.end :]


def _put(text: str, figure: Figure, old: str, new: str) -> str:
    return text[: figure.start] + new + text[figure.start + len(old) :]


def _negation(pair: Pair, _: random.Random) -> Iterator[tuple[str, str]]:
    ours, theirs = denied(pair.source, "en"), denied(pair.target, "ar")
    if len(ours.sure) == 1 and len(theirs.sure) == 1:
        yield "lost", _DENIALS.sub(r"\1", pair.target, count=1)
    verb = _VERB.search(pair.target)
    if verb and not ours.sure and not theirs.sure:
        yield "added", f"{pair.target[: verb.start()]}لا {pair.target[verb.start() :]}"


def _option(pair: Pair, chance: random.Random) -> Iterator[tuple[str, str]]:
    head, *lines = pair.target.split("\n")
    at = chance.randrange(len(lines))
    yield "dropped", "\n".join([head, *lines[:at], *lines[at + 1 :]])
    yield "letters", "\n".join([head, *lines[1:2], *lines[:1], *lines[2:]])
    yield "same", "\n".join([head, *lines[:3], lines[3][:3] + lines[0][3:]])
    yield "added", "\n".join([head, *lines, f"{LETTERS['ar'][4]}. كل ما سبق"])


def _language(pair: Pair, chance: random.Random) -> Iterator[tuple[str, str]]:
    source, target = pair.source.split(), pair.target.split()
    if len(source) < 8 or len(target) < 6:
        return
    yield "left", pair.source
    yield "half", " ".join([*target[: len(target) // 2], *source[len(source) // 2 :]])
    yield "other", chance.choice(_OTHER_LANGUAGES)


def _leak(pair: Pair, chance: random.Random) -> Iterator[tuple[str, str]]:
    if "?" in pair.source or len(pair.source) < 40:
        return
    yield "replaced", LEAKED[0] if chance.random() < 0.5 else LEAKED[1]
    yield "appended", f"{pair.target.strip()} {LEAKED[1]}"
    yield "prefixed", f"السؤال: {LEAKED[0]}\nالإجابة: القلب\n{pair.target}"


CHANGES: dict[str, Change] = {
    "number": _number,
    "dose": _dose,
    "negation": _negation,
    "option": _option,
    "language": _language,
    "leak": _leak,
}
SORTS = {
    "number": ("digit", "lost", "tenfold"),
    "dose": ("swapped", "unit"),
    "negation": ("lost", "added"),
    "option": ("dropped", "letters", "same", "added"),
    "language": ("left", "half", "other"),
    "leak": ("replaced", "appended", "prefixed"),
}
"""What is done in each kind, in turn."""


def read_pairs(path: Path) -> list[tuple[str, Pair]]:
    """The pairs of a file. Raises WorkshopError naming the fault."""
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        return [(str(row["id"]), Pair(str(row["en"]), str(row["ar"]))) for row in rows]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WorkshopError(f"{path} has no pairs (one JSON object with id, en and ar a line): {error}.") from error


def write_corrupted(path: Path, made: Iterable[Corrupted]) -> None:
    """One spoilt pair a line."""
    write_whole(path, encode("".join(json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in made)))


def main(argv: Sequence[str]) -> int:
    """Write the spoilt pairs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args(argv)
    write_corrupted(arguments.output, corrupt(read_pairs(arguments.pairs), arguments.count, arguments.seed))
    return 0


if __name__ == "__main__":
    command(main)
