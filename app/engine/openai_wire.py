"""What is said to an OpenAI-compatible server, and how its answers are read.

Sources: OpenAI's API reference (chat completions, completions, streaming); README of llama.cpp's
tools/server; vLLM's and SGLang's pages on their OpenAI-compatible servers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Literal

from app.engine.base import FinishReason, Request, Sampling, Turn
from app.engine.template_base import Segment, Template

Dialect = Literal["llamacpp", "vllm", "sglang", "plain"]

_CONTROL = re.compile(r"<(?=[|/a-zA-Z_])")
_CONTEXT = re.compile(r"context|maximum.{0,20}length|too long|exceed", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Chunk:
    """One event of a streamed answer: a piece of text, the reason it ended, or the count of tokens."""

    text: str = ""
    reason: FinishReason | None = None
    prompt_tokens: int = 0
    cached_tokens: int = 0
    tokens: int = 0
    fault: str = ""


def chat_body(request: Request, model: str, dialect: Dialect) -> dict[str, Any]:
    """The body for `/chat/completions`: the server knows the model's template."""
    messages = _messages(request.turns)
    body = {"model": model, "messages": messages, **_common(request.sampling, dialect)}
    if request.sampling.json_schema:
        schema = {"name": "reply", "strict": True, "schema": json.loads(request.sampling.json_schema)}
        body["response_format"] = {"type": "json_schema", "json_schema": schema}
    if dialect in ("vllm", "sglang") and messages and messages[-1]["role"] == "assistant":
        body |= {"continue_final_message": True, "add_generation_prompt": False}
    return body


def completion_body(request: Request, model: str, dialect: Dialect, template: Template) -> dict[str, Any]:
    """The body for `/completions`: the prompt is rendered here by one of our own templates."""
    turns = tuple(replace(turn, text=defused(turn.text)) for turn in request.turns)
    # JSON may have line breaks, which would end a transcript's line; a schema ends by itself.
    own = () if request.sampling.json_schema else template.stops(turns)
    stops = dict.fromkeys((*request.sampling.stop, *own))
    sampling = replace(request.sampling, stop=tuple(stops))
    body = {"model": model, "prompt": prompt_text(template.render(turns)), **_common(sampling, dialect)}
    return body | (_schema(sampling.json_schema, dialect) if sampling.json_schema else {})


def prompt_text(segments: Sequence[Segment]) -> str:
    """A rendering as the text from which a server makes the same tokens.

    A vocabulary that adds spaces does so at the start and behind a control token; a mark that stands
    there is sent without its own.
    """
    parts: list[str] = []
    behind_control = True
    for segment in segments:
        parts.append(segment.text.removeprefix(" ") if segment.special and behind_control else segment.text)
        behind_control = segment.special and segment.text.endswith(">")
    return "".join(parts)


def defused(text: str) -> str:
    """Text in which nothing can be read as a control token: servers parse `<s>` or `<|im_end|>` anywhere."""
    return _CONTROL.sub("< ", text)


def read_line(line: str) -> Chunk | None:
    """One line of a server-sent event stream; None for what carries nothing (comments, keep-alive, the end)."""
    if not line.startswith("data:"):
        return None
    data = line[5:].strip()
    if data in ("", "[DONE]"):
        return None
    try:
        event = json.loads(data)
        return _chunk(event)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return Chunk(fault=str(error) or "json")


def is_context_fault(status: int, reason: str) -> bool:
    """Whether a server refused because the conversation is longer than its context."""
    return status in (400, 413, 422) and bool(_CONTEXT.search(reason))


def shortened(request: Request) -> tuple[Request, int]:
    """The request without the older half of what may be dropped, and how many turns that were.

    What is pinned, the system text and the last turn always stay; the summary takes the place of what
    is gone, once.
    """
    droppable = [index for index, turn in enumerate(request.turns[:-1]) if not turn.pinned and turn.role != "system"]
    gone = set(droppable[: (len(droppable) + 1) // 2])
    kept = [turn for index, turn in enumerate(request.turns) if index not in gone]
    if gone and request.summary:
        kept.insert(_after_system(kept), Turn("system", request.summary, pinned=True))
    return replace(request, turns=tuple(kept), summary="" if gone else request.summary), len(gone)


def _after_system(turns: Sequence[Turn]) -> int:
    return next((index for index, turn in enumerate(turns) if turn.role != "system"), len(turns))


def _messages(turns: Sequence[Turn]) -> list[dict[str, str]]:
    """Leading system text as one message, then user and assistant in turn as chat templates demand."""
    start = _after_system(turns)
    heading = "\n\n".join(defused(turn.text) for turn in turns[:start])
    messages = [{"role": "system", "content": heading}] if heading else []
    for is_reply, group in groupby(turns[start:], key=lambda turn: turn.role == "assistant"):
        text = "\n\n".join(defused(turn.text) for turn in group)
        messages.append({"role": "assistant" if is_reply else "user", "content": text})
    if messages and messages[-1] == {"role": "assistant", "content": ""}:
        messages.pop()
    return messages


def _common(sampling: Sampling, dialect: Dialect) -> dict[str, Any]:
    """What both kinds of request share; what only some servers know goes only to those."""
    body: dict[str, Any] = {
        "stream": True,
        "stream_options": {"include_usage": True},
        "max_tokens": sampling.max_tokens,
        "temperature": sampling.temperature,
        "top_p": sampling.top_p,
        "seed": sampling.seed,
        "stop": list(sampling.stop[:4] if dialect == "plain" else sampling.stop) or None,
    }
    if dialect != "plain":
        body |= {"top_k": sampling.top_k, "min_p": sampling.min_p}
        penalty = "repeat_penalty" if dialect == "llamacpp" else "repetition_penalty"
        body[penalty] = sampling.repeat_penalty
    if sampling.grammar:
        body |= _grammar(sampling.grammar, dialect)
    return {key: value for key, value in body.items() if value is not None}


def _schema(schema: str, dialect: Dialect) -> dict[str, Any]:
    """A JSON schema for `/completions`, where OpenAI's own interface has no word for it."""
    if dialect == "llamacpp":
        return {"json_schema": json.loads(schema)}
    if dialect == "vllm":
        return {"structured_outputs": {"json": json.loads(schema)}}
    if dialect == "sglang":
        return {"json_schema": schema}
    return {}


def _grammar(grammar: str, dialect: Dialect) -> dict[str, Any]:
    if dialect == "llamacpp":
        return {"grammar": grammar}
    if dialect == "vllm":
        return {"structured_outputs": {"grammar": grammar}}
    if dialect == "sglang":
        return {"ebnf": grammar}
    return {}


def _chunk(event: dict[str, Any]) -> Chunk:
    if event.get("error"):
        fault = event["error"]
        return Chunk(fault=str(fault.get("message", fault)) if isinstance(fault, dict) else str(fault))
    choice = (event.get("choices") or [{}])[0]
    text = (choice.get("delta") or {}).get("content") or choice.get("text") or ""
    usage = event.get("usage") or {}
    details = usage.get("prompt_tokens_details") or {}
    finish = choice.get("finish_reason")
    return Chunk(
        text=str(text),
        reason=None if finish is None else ("length" if finish == "length" else "stop"),
        prompt_tokens=int(usage.get("prompt_tokens") or 0),
        cached_tokens=int(details.get("cached_tokens") or 0),
        tokens=int(usage.get("completion_tokens") or 0),
    )
