"""Measures the engine beside llama-cpp-python's own `Llama` class: same model, threads and context, one run.

The machine may be busy with other things, so both take turns and medians are compared.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event

from app.engine.base import Piece, Request, Sampling, Turn, Usage
from app.engine.gguf import inspect
from app.engine.llama import LlamaEngine
from app.engine.llama_bench_machine import Company, machine, peak_memory
from app.engine.llama_bench_stock import Stock, Taken
from app.engine.llama_bench_values import QUIET, Report, Row, Sense, Series
from app.engine.llama_devices import cores
from app.engine.llama_options import LlamaOptions
from app.engine.llama_version import VERSION
from app.engine.template_base import Segment, Template

CONTEXT = 4096
_TOKENS = 64
_TALES = (
    "a fisherman who lived in a small village by the sea",
    "two sisters who kept a bakery in the old town",
    "a doctor who rode through the mountains every winter",
    "a boy who found a map in his grandfather's library",
)
_LINE = "Patient: It began three days ago and it gets worse when I climb the stairs. Doctor: Does it spread anywhere?\n"
_ANSWERS = (
    "It began three days ago.",
    "It gets worse on the stairs.",
    "No, I have not noticed that.",
    "Only at night.",
)


def run(
    model: Path, options: LlamaOptions | None = None, repeats: int = 5, tell: Callable[[str], object] | None = None
) -> Report:
    """Measure. `tell` hears which row comes next. Raises ModelProblem where the model cannot be loaded.

    Takes two or three minutes for the embedded model on two cores.
    """
    options = options or LlamaOptions(context=CONTEXT)
    threads = options.threads or cores()
    with (
        closing(Stock(model, options.context, threads)) as stock,
        closing(LlamaEngine(model, options, Plain())) as engine,
    ):
        bench = Bench(engine, stock, repeats, tell or (lambda key: None))
        here = machine(threads)
        rows = tuple(bench.rows())
        company = bench.company
    return Report(model.stem, VERSION, here, threads, options.context, inspect(model).shape.active, company, rows)


class Plain(Template):
    """Texts as they are, one after another, so that both engines read the same prompt."""

    name = "plain"

    def render(self, turns: Sequence[Turn]) -> tuple[Segment, ...]:
        """See Template."""
        return tuple(Segment(turn.text) for turn in turns)


class Bench:
    """The measurements, each a Row.

    A sample during which other programs kept the processor busy is taken again, up to three times as
    often as asked for; the quietest count. `company` is the busiest of those that counted.
    """

    def __init__(self, engine: LlamaEngine, stock: Stock, repeats: int, tell: Callable[[str], object]) -> None:
        self.company = 0.0
        self._engine = engine
        self._stock = stock
        self._repeats = repeats
        self._tell = tell
        self._peak = 0

    def rows(self) -> Iterator[Row]:
        """Every row, in the order of the report."""
        measures = (
            self.single, self.together, self.reading, self.follow_up, self.late_turn, self.other_spoke,
            self.stop_writing, self.stop_reading, self.memory,
        )  # fmt: skip
        for measure in measures:
            self._tell(measure.__name__.replace("_", "-"))
            yield measure()

    def single(self) -> Row:
        """One reply alone: tokens a second after the first."""

        def take(index: int) -> tuple[float, float]:
            prompt = _tale(index)
            return self._ours("", prompt, _TOKENS).rate, self._theirs(prompt, _TOKENS).rate

        return self._row("single", "tokens/s", take, "at least", 1.10)

    def together(self) -> Row:
        """Four replies at once, prompts included; the class serves them one after another."""

        def take(index: int) -> tuple[float, float]:
            prompts = [_tale(index + place) for place in range(4)]
            with ThreadPoolExecutor(4) as pool:
                started = time.perf_counter()
                made = sum(each.tokens for each in pool.map(lambda prompt: self._ours("", prompt, _TOKENS), prompts))
                ours = made / (time.perf_counter() - started)
            started = time.perf_counter()
            made = sum(self._theirs(prompt, _TOKENS).tokens for prompt in prompts)
            return ours, made / (time.perf_counter() - started)

        return self._row("together", "tokens/s", take, "at least", 1.6)

    def reading(self) -> Row:
        """A long prompt never seen before: milliseconds to the first token."""

        def take(index: int) -> tuple[float, float]:
            prompt = _long(f"Reading {index}")
            return self._ours("", prompt, 2).first_ms, self._theirs(prompt, 2).first_ms

        return self._row("reading", "ms", take)

    def follow_up(self) -> Row:
        """The next turn of the same conversation, against a prompt of that length read anew."""

        def take(index: int) -> tuple[float, float]:
            before = _long(f"Following {index}")
            cold = self._ours("follow", before, 2).first_ms
            warm = self._ours("follow", before + "\n" + _LINE, 2).first_ms
            self._engine.forget("follow")
            return warm, cold

        return self._row("follow-up", "ms", take, "at most", 0.15)

    def late_turn(self) -> Row:
        """The first token of turn 20 against that of turn 3."""

        def take(index: int) -> tuple[float, float]:
            times = self._dialogue(f"dialogue {index}", 20)
            return times[19], times[2]

        return self._row("late-turn", "ms", take, "at most", 1.5)

    def other_spoke(self) -> Row:
        """A turn after another conversation spoke, against a prompt of that length read anew."""

        def take(index: int) -> tuple[float, float]:
            first, second = _long(f"One {index}"), _long(f"Two {index}")
            cold = self._ours("one", first, 2).first_ms
            self._ours("two", second, 2)
            warm = self._ours("one", first + "\n" + _LINE, 2).first_ms
            for name in ("one", "two"):
                self._engine.forget(name)
            return warm, cold

        return self._row("other-spoke", "ms", take, "at most", 0.15)

    def stop_writing(self) -> Row:
        """From Stop to the first token of another conversation, while a reply is written."""
        return self._row("stop-writing", "ms", lambda index: (self._stop(f"W{index}", 40, 0.4),), "at most", 300.0)

    def stop_reading(self) -> Row:
        """From Stop to the first token of another conversation, while a long prompt is read."""
        return self._row("stop-reading", "ms", lambda index: (self._stop(f"R{index}", 1000, 0.1),), "at most", 300.0)

    def memory(self) -> Row:
        """The most memory each process had; the model file is mapped into both."""
        mib = 1024**2
        return Row("memory", "MiB", Series((peak_memory() / mib,)), Series((self._peak / mib,)))

    def _row(
        self,
        key: str,
        unit: str,
        take: Callable[[int], tuple[float, ...]],
        sense: Sense | None = None,
        limit: float = 0.0,
    ) -> Row:
        """A row from samples of (ours, other) or of ours alone."""
        watch = Company(self._stock.pid)
        found: list[tuple[float, tuple[float, ...]]] = []
        for index in range(3 * self._repeats):
            watch.begin()
            sample = take(index)
            found.append((watch.share(), sample))
            if sum(company <= QUIET for company, _ in found) == self._repeats:
                break
        quietest = sorted(found)[: self._repeats]
        self.company = max(self.company, quietest[-1][0])
        columns = [Series(values) for values in zip(*(sample for _, sample in quietest), strict=True)]
        return Row(key, unit, columns[0], columns[1] if len(columns) > 1 else None, sense, limit)

    def _ours(self, conversation: str, prompt: str, tokens: int) -> Taken:
        moments = [time.perf_counter()]
        made = 0
        request = Request(conversation, (Turn("system", prompt),), Sampling(max_tokens=tokens, temperature=0.0))
        for event in self._engine.stream(request, Event()):
            if isinstance(event, Usage):
                made = event.tokens
            else:
                moments.append(time.perf_counter())
        if len(moments) < 2:  # the model had nothing to say
            moments.append(time.perf_counter())
        rate = (made - 1) / (moments[-1] - moments[1]) if made > 1 else 0.0
        return Taken((moments[1] - moments[0]) * 1000, (moments[-1] - moments[0]) * 1000, made, rate, 0)

    def _theirs(self, prompt: str, tokens: int) -> Taken:
        taken = self._stock.complete(prompt, tokens)
        self._peak = max(self._peak, taken.peak)
        return taken

    def _dialogue(self, name: str, count: int) -> list[float]:
        turns: list[Turn] = []
        times = []
        for index in range(count):
            turns.append(Turn("user", f"Patient: {_ANSWERS[index % len(_ANSWERS)]}\nDoctor:"))
            events = list(self._engine.stream(Request(name, tuple(turns), Sampling(max_tokens=16)), Event()))
            usage = events[-1]
            assert isinstance(usage, Usage)
            times.append(usage.ttft_ms)
            turns.append(Turn("assistant", "".join(event.text for event in events if isinstance(event, Piece))))
            turns.append(Turn("user", "\n"))
        self._engine.forget(name)
        return times

    def _stop(self, name: str, words: int, after_s: float) -> float:
        """Stop a reply after a while; counts until the stream has ended and another reply has begun."""
        cancel = Event()
        request = Request("", (Turn("system", _long(name, words)),), Sampling(max_tokens=400))
        stream = self._engine.stream(request, cancel)
        with ThreadPoolExecutor(1) as pool:
            reader = pool.submit(list, stream)
            time.sleep(after_s)
            started = time.perf_counter()
            cancel.set()
            reader.result()
            self._ours("", "Once", 1)
            return (time.perf_counter() - started) * 1000


def _tale(index: int) -> str:
    return f"Tell a long tale. Once upon a time there was {_TALES[index % len(_TALES)]}, and every morning"


def _long(opening: str, words: int = 900) -> str:
    """About so many words that no other prompt begins with."""
    return f"{opening}.\n" + _LINE * (words // 20)
