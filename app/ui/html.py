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

    An attribute that is None or False is left out; True writes its name alone. Tags and attribute
    names are the code's own, never anybody's text.
    """
    pieces = ["<", tag]
    for name, value in (attributes or {}).items():
        if value is not None and value is not False:
            pieces += [" ", name] if value is True else [" ", name, '="', escape(value), '"']
    pieces.append(">")
    if tag not in _VOID:
        _gather(children, pieces)
        pieces += ["</", tag, ">"]
    return Markup("".join(pieces))


def join(children: Iterable[Child]) -> Markup:
    """Children one after another, escaped where they are plain text."""
    pieces: list[str] = []
    _gather(children, pieces)
    return Markup("".join(pieces))


def _gather(children: Iterable[Child], pieces: list[str]) -> None:
    """Append the escaped text of every child, the nested ones too. Plain joins below: this runs thousands of times."""
    for child in children:
        if isinstance(child, str):
            pieces.append(escape(child))
        elif child is not None:
            _gather(child, pieces)
