"""A model file's own chat template (`tokenizer.chat_template`, Jinja), rendered in a sandbox."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from jinja2 import Template as CompiledTemplate
from jinja2 import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from app.engine.base import Turn
from app.engine.template_base import Segment, Template
from app.errors import ModelProblem

OWN = "gguf"
_STANDIN = re.compile("\ue000([0-9]+)\ue001")


@dataclass(frozen=True, slots=True)
class JinjaTemplate(Template):
    """Renders a Jinja chat template without ever showing it what was said.

    Each text is represented by a stand-in of private-use characters; what the template puts around
    the stand-ins are marks, and the texts are set in their places as plain segments. `folds` says
    that the template has no place for a system text, which then goes first in the first user turn.
    """

    name: str
    compiled: CompiledTemplate
    bos: str
    eos: str
    folds: bool

    @classmethod
    def from_source(cls, source: str, bos: str = "", eos: str = "") -> JinjaTemplate:
        """Compile `source` and try it once. Raises ModelProblem where it is missing or does not work."""
        if not source.strip():
            raise ModelProblem("models-template-none")
        try:
            compiled = _environment().from_string(source)
        except TemplateError as error:
            raise ModelProblem("models-template-broken", reason=str(error)) from error
        trial = (Turn("system", "a"), Turn("user", "b"))
        own_system = cls(OWN, compiled, bos, eos, folds=False)
        if own_system._keeps(trial):
            return own_system
        folding = cls(OWN, compiled, bos, eos, folds=True)
        folding.render(trial)
        return folding

    def render(self, turns: Sequence[Turn]) -> tuple[Segment, ...]:
        """See Template. Raises ModelProblem where the template refuses the turns or drops one of them."""
        texts: list[str] = []
        messages = self._messages(turns, texts)
        beginning = messages.pop() if messages and messages[-1]["role"] == "assistant" else None
        marks = self._filled(messages)
        if beginning:
            marks += beginning["content"]
        return _cut(marks, texts)

    def _keeps(self, turns: Sequence[Turn]) -> bool:
        try:
            self.render(turns)
        except ModelProblem:
            return False
        return True

    def _messages(self, turns: Sequence[Turn], texts: list[str]) -> list[dict[str, str]]:
        """Roles that alternate as such templates demand, each text a stand-in. Fills `texts`."""
        messages: list[dict[str, str]] = []
        for index, turn in enumerate(turns):
            own = turn.role != "system" or (index == 0 and not self.folds)
            role = turn.role if own else "user"
            if not messages and role == "assistant":
                messages.append({"role": "user", "content": _stand_in("", texts)})
            text = turn.text.strip() if role != "assistant" else turn.text.lstrip()
            if messages and messages[-1]["role"] == role:
                messages[-1]["content"] += "\n\n" + _stand_in(text, texts)
            else:
                messages.append({"role": role, "content": _stand_in(text, texts)})
        return messages

    def _filled(self, messages: list[dict[str, str]]) -> str:
        try:
            marks = self.compiled.render(
                messages=messages, add_generation_prompt=True, bos_token=self.bos, eos_token=self.eos
            )
        except (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            raise ModelProblem("models-template-broken", reason=str(error)) from error
        marks = marks.removeprefix(self.bos) if self.bos else marks
        kept = _STANDIN.findall(marks)
        said = [number for message in messages for number in _STANDIN.findall(message["content"])]
        if kept != said:
            raise ModelProblem("models-template-drops")
        return marks


def _environment() -> ImmutableSandboxedEnvironment:
    """The environment chat templates are written for: transformers' `apply_chat_template` documents it."""
    environment = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"]
    )
    environment.globals["raise_exception"] = _refuse
    environment.filters["tojson"] = _to_json
    return environment


def _refuse(message: str) -> NoReturn:
    raise TemplateError(message)


def _to_json(value: Any, **options: Any) -> str:
    return json.dumps(value, ensure_ascii=False, **options)


def _stand_in(text: str, texts: list[str]) -> str:
    texts.append(text)
    return f"\ue000{len(texts) - 1}\ue001"


def _cut(marks: str, texts: list[str]) -> tuple[Segment, ...]:
    """Split at the stand-ins: odd parts are the numbers of texts, even ones the template's own marks.

    A space at the end of a mark goes to the text behind it, as the first word was trained with it.
    """
    segments: list[Segment] = []
    lead = ""
    parts = _STANDIN.split(marks)
    for index, part in enumerate(parts):
        if index % 2:
            segments.append(Segment(lead + texts[int(part)]))
            continue
        lend = index + 1 < len(parts) and part.endswith(" ")
        lead, mark = (" ", part[:-1]) if lend else ("", part)
        segments.append(Segment(mark, special=True))
    return tuple(segment for segment in segments if segment.text)
