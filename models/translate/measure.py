"""What a run and its rules are worth, against professional translations.

python -m models.translate.measure run CONFIG.toml PAIRS.jsonl
python -m models.translate.measure faults PAIRS.jsonl [--count 200] [--seed 7] [--judge CONFIG.toml --judged 60]

`run` gives chrF and BLEU (sacrebleu) of a finished run's first rounds and of the rounds that count.
`faults` spoils professional pairs, and gives what the rules find by kind, what they hold against the
pairs as they were, and what the judge of a run makes of both. Each prints one JSON object.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sacrebleu.metrics import BLEU, CHRF

from app.config import find_home
from models.command import command
from models.settings import load_settings
from models.translate.__main__ import prompts_of
from models.translate.asking import NoAnswer
from models.translate.connecting import open_asker
from models.translate.corrupt import Corrupted, corrupt, read_pairs
from models.translate.rounds import Model, Workers, judge_pair
from models.translate.rules import check, faults
from models.translate.rules_leak import shared
from models.translate.settings import TranslateSettings
from models.translate.state import State, open_state
from models.translate.summary import summary
from models.translate.tico import SPOKEN
from models.translate.values import Pair

Named = Sequence[tuple[str, Pair]]


def main(argv: Sequence[str]) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    what = parser.add_subparsers(dest="what", required=True)
    run = what.add_parser("run")
    run.add_argument("config", type=Path)
    run.add_argument("pairs", type=Path)
    spoilt = what.add_parser("faults")
    spoilt.add_argument("pairs", type=Path)
    spoilt.add_argument("--count", type=int, default=200)
    spoilt.add_argument("--seed", type=int, default=7)
    spoilt.add_argument("--judge", type=Path, metavar="CONFIG.toml")
    spoilt.add_argument("--judged", type=int, default=60)
    arguments = parser.parse_args(argv)
    pairs = read_pairs(arguments.pairs)
    if arguments.what == "run":
        settings = load_settings(arguments.config, TranslateSettings)
        state = open_state(settings.state)
        figures = of_run(state, dict(pairs), prompts_of(settings).texts())
        state.close()
    else:
        made = corrupt(pairs, arguments.count, arguments.seed)
        figures = {"caught": of_rules(made), "false alarms": false_alarms(pairs)}
        if arguments.judge:
            settings = load_settings(arguments.judge, TranslateSettings)
            figures["judge"] = asyncio.run(of_judge(made[:: max(1, len(made) // arguments.judged)], settings))
    print(json.dumps(figures, ensure_ascii=False, indent=1))
    return 0


def of_run(state: State, references: dict[str, Pair], prompted: Sequence[str]) -> dict[str, Any]:
    """Scores of the first round and of the one that counts: all items, spoken sentences, and the others.

    What the rules find is looked up anew, with the rules as they are now.
    """
    rows = state.connection.execute(
        "SELECT id, first.translation, best.translation"
        " FROM item JOIN round first ON first.item = id AND first.number = 0"
        " JOIN round best ON best.item = id AND best.number = chosen WHERE status != 'open' ORDER BY position"
    )
    told = [(name, first, best) for name, first, best in rows if name in references]
    groups = {
        "all": told,
        "spoken": [row for row in told if row[0].startswith(SPOKEN)],
        "others": [row for row in told if not row[0].startswith(SPOKEN)],
    }
    scores = {
        group: {
            "items": len(those),
            "before": scored([first for _, first, _ in those], [references[name].target for name, _, _ in those]),
            "after": scored([best for _, _, best in those], [references[name].target for name, _, _ in those]),
        }
        for group, those in groups.items()
        if those
    }
    by_rule = {
        "before": _faulty([Pair(references[name].source, first) for name, first, _ in told], prompted),
        "after": _faulty([Pair(references[name].source, best) for name, _, best in told], prompted),
    }
    return {"scores": scores, "faults": by_rule, "summary": summary(state).as_json()}


def _faulty(pairs: Sequence[Pair], prompted: Sequence[str]) -> dict[str, int]:
    """How many pairs have a fault, and how many each rule has found."""
    counted: Counter[str] = Counter()
    for pair in pairs:
        rules = {one.rule for one in faults(check(pair, prompted=prompted))}
        counted.update({"pairs with a fault": bool(rules), **dict.fromkeys(rules, 1)})
    return dict(counted.most_common())


def scored(told: Sequence[str], references: Sequence[str]) -> dict[str, Any]:
    """chrF and BLEU of a corpus with their signatures, rounded to a tenth."""
    chrf, bleu = CHRF(), BLEU()
    figures = {
        "chrF": round(chrf.corpus_score(told, [references]).score, 1),
        "BLEU": round(bleu.corpus_score(told, [references]).score, 1),
    }
    return {**figures, "signatures": [str(chrf.get_signature()), str(bleu.get_signature())]}


def of_rules(made: Sequence[Corrupted]) -> dict[str, Any]:
    """How many of each kind and sort the rules find: a fault, looking across the items too."""
    across = shared(lambda: [(f"{at}", Pair(one.source, one.bad)) for at, one in enumerate(made)])
    total: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for at, one in enumerate(made):
        caught = bool(faults(check(Pair(one.source, one.bad)))) or f"{at}" in across
        for name in ("all", one.kind, f"{one.kind}: {one.sort}"):
            total[name] += 1
            found[name] += caught
    return {name: [found[name], total[name]] for name in sorted(total)}


def false_alarms(pairs: Named) -> dict[str, Any]:
    """What the rules hold against pairs as professionals wrote them: pairs with a fault, with a doubt, and by rule."""
    by_rule: Counter[str] = Counter()
    faulty = doubtful = 0
    for _, pair in pairs:
        found = {(one.rule, one.weight) for one in check(pair)}
        faulty += any(weight == "fault" for _, weight in found)
        doubtful += any(weight == "doubt" for _, weight in found)
        by_rule.update(f"{weight} {rule}" for rule, weight in found)
    return {
        "pairs": len(pairs),
        "with a fault": faulty,
        "with a doubt": doubtful,
        "by rule": dict(by_rule.most_common()),
    }


async def of_judge(made: Sequence[Corrupted], settings: TranslateSettings) -> dict[str, Any]:
    """The judge's scores of spoilt and of good translations: how many below the threshold, how many told apart."""
    if settings.judge is None:
        return {}
    judge = Model(
        open_asker(settings.judge, settings.limits, find_home(None).ready()), settings.judge, settings.judge.kind
    )
    workers = Workers(judge, judge, prompts_of(settings))
    room = asyncio.Semaphore(settings.limits.concurrency)

    async def score(source: str, translation: str, key: str) -> float | None:
        async with room:
            try:
                verdict, _, _ = await judge_pair(workers, judge, key, source, translation, 0)
            except NoAnswer:
                return None
        return verdict.score if verdict else None

    try:
        good = await asyncio.gather(*(score(one.source, one.good, f"good {one.id}") for one in made))
        bad = await asyncio.gather(*(score(one.source, one.bad, f"bad {one.id}") for one in made))
    finally:
        await judge.asker.close()
    return _by_kind(made, good, bad, settings.loop.threshold)


def _by_kind(
    made: Sequence[Corrupted], good: Sequence[float | None], bad: Sequence[float | None], threshold: float
) -> dict[str, Any]:
    """By kind: pairs judged, spoilt and good ones below the threshold, spoilt ones scored below their good twin."""
    figures: dict[str, Counter[str]] = {}
    for one, fine, spoilt in zip(made, good, bad, strict=True):
        for kind in ("all", one.kind):
            count = figures.setdefault(kind, Counter())
            if fine is None or spoilt is None:
                count["without a score"] += 1
                continue
            count["judged"] += 1
            count["spoilt below threshold"] += spoilt < threshold
            count["good below threshold"] += fine < threshold
            count["spoilt below good"] += spoilt < fine
    return {kind: dict(count) for kind, count in figures.items()}


if __name__ == "__main__":
    command(main)
