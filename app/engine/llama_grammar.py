"""Holds a reply to a grammar."""

from __future__ import annotations

from app.engine.base import Sampling
from app.engine.llama_candidates import Candidates
from app.engine.llama_library import llama_cpp
from app.engine.llama_log import heard
from app.engine.llama_vocabulary import Vocabulary
from app.errors import EngineProblem


def grammar_of(sampling: Sampling) -> str | None:
    """The GBNF text a request asks for. Raises EngineProblem for a JSON schema that cannot be used."""
    if sampling.json_schema is None:
        return sampling.grammar
    try:
        return str(llama_cpp.llama_grammar.json_schema_to_gbnf(sampling.json_schema))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, AssertionError) as error:
        raise EngineProblem("engine-schema", reason=str(error) or type(error).__name__) from error


class Grammar:
    """Where a reply stands in its grammar. Must be closed."""

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        """Raises EngineProblem for a grammar with a fault."""
        with heard() as said:
            self._pointer = llama_cpp.llama_sampler_init_grammar(vocabulary.pointer, text.encode(), b"root")
        if not self._pointer:
            raise EngineProblem("engine-grammar", reason=said[0] if said else "?")

    def restrict(self, candidates: Candidates) -> bool:
        """Take out the candidates that the grammar does not allow here. False where none is left."""
        llama_cpp.llama_sampler_apply(self._pointer, candidates.pointer)
        return candidates.drop_excluded()

    def accept(self, token: int) -> None:
        """Go on by a token that `restrict` left in. Any other one would end the process."""
        llama_cpp.llama_sampler_accept(self._pointer, token)

    def close(self) -> None:
        """Free the memory."""
        if self._pointer:
            llama_cpp.llama_sampler_free(self._pointer)
            self._pointer = None
