"""Every prompt template by its name."""

from __future__ import annotations

from app.engine.template_base import Segment, Template, encode, text_of
from app.engine.template_jinja import OWN, JinjaTemplate
from app.engine.template_marks import MARKED
from app.engine.template_transcript import Transcript
from app.errors import ModelProblem

__all__ = ["Segment", "Template", "encode", "template", "template_names", "text_of"]

_OURS: tuple[Template, ...] = (Transcript(), *MARKED)


def template_names() -> tuple[str, ...]:
    """The names `template` knows."""
    return tuple(sorted([each.name for each in _OURS] + [OWN]))


def template(name: str, source: str = "", bos: str = "", eos: str = "") -> Template:
    """The template called `name`; "gguf" is the file's own Jinja `source`, with its `bos` and `eos` texts.

    Raises ModelProblem that names the choices where there is no such template, or where "gguf" is
    asked for and the file has none.
    """
    if name == OWN:
        return JinjaTemplate.from_source(source, bos=bos, eos=eos)
    for each in _OURS:
        if each.name == name:
            return each
    raise ModelProblem("models-template-unknown", name=name, choices=", ".join(template_names()))
