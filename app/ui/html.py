"""Builds HTML from values, so that no text of a person or a model is ever taken for markup."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Union

from markupsafe import Markup, escape

Attributes = Mapping[str, Union[str, int, bool, None]]
Child = Union[str, None, Iterable["Child"]]

_VOID = frozenset({"br", "hr", "input", "link", "meta"})


def el(tag: str, attributes: Attributes | None = None, *children: Child) -> Markup:
    """One element. Text is escaped unless it already is Markup; None is left out, and nested lists are flattened.

    An attribute that is None or False is left out; True writes its name alone.
    """
    opening = Markup("<") + tag + Markup("").join(_attributes(attributes or {})) + Markup(">")
    if tag in _VOID:
        return opening
    return opening + join(children) + Markup("</") + tag + Markup(">")


def join(children: Iterable[Child]) -> Markup:
    """Children one after another, escaped where they are plain text."""
    return Markup("").join(_flat(children))


def _flat(children: Iterable[Child]) -> Iterable[Markup]:
    for child in children:
        if child is None:
            continue
        if isinstance(child, str):
            yield escape(child)
        else:
            yield from _flat(child)


def _attributes(attributes: Attributes) -> Iterable[Markup]:
    for name, value in attributes.items():
        if value is None or value is False:
            continue
        yield Markup(" ") + name if value is True else Markup(' {}="{}"').format(name, value)
