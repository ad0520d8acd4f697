"""The desk's sentences in both languages: the same keys, the same places, real plurals, each in its own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from app.text.locale import LOCALES, Locale
from app.values import Language

FILES = sorted(path.name for path in (LOCALES / "en").glob("*.ftl"))
CODE = re.compile(
    r"`[^`]*`|«[^»]*[a-z]{2}[^»]*»|(?:python run\.py|pip install)[^\u0600-\u06ff]*|https?://\S+|--[a-z-]+"
)
PATH = re.compile(r"[\w.-]*[/.][\w./-]+|\b[A-Z]+_[A-Z_]+\b|\b[a-z]+_[a-z_]+\b")
PLURALS = {"en": {"one", "other"}, "ar": {"zero", "one", "two", "few", "many", "other"}}
"""The cardinal categories of the Unicode CLDR."""
NAMES = {
    "BiMediX", "Desk", "English", "Llama", "llama", "llama-cpp-python", "NVIDIA", "CUDA", "GPU", "CPU", "GiB", "KV",
    "LoRA", "GGUF", "gguf", "PyTorch", "adapter", "tokenizer", "big-endian", "little-endian", "Git", "LFS", "UTF-8",
    "http", "https", "TLS", "PEM", "JSON", "json", "CSV", "PDF", "Word", "Markdown", "FHIR", "Apache", "IBM", "Plex",
    "SIL", "Open", "Font",
}  # fmt: skip
TANWIN_AFTER_ALIF = re.compile(r"ا\u064b")
PERSIAN = re.compile(r"[\u06cc\u06a9\u06af\u067e\u0686\u0698]")


class _Parts(Visitor):
    """What one message holds: its text, its places and the plurals it chooses between."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.places: set[str] = set()
        self.plurals: list[tuple[str, set[str]]] = []

    def visit_TextElement(self, node: ast.TextElement) -> None:
        """Keep the words."""
        self.text.append(node.value)

    def visit_VariableReference(self, node: ast.VariableReference) -> None:
        """Keep the name; a pair such as consequence_en and consequence_ar is one place."""
        self.places.add(re.sub(r"_(en|ar)$", "", node.id.name))

    def visit_SelectExpression(self, node: ast.SelectExpression) -> None:
        """Keep the categories; a 0 written out stands for zero."""
        assert isinstance(node.selector, ast.VariableReference)
        keys = (variant.key for variant in node.variants)
        names = {key.name if isinstance(key, ast.Identifier) else key.value for key in keys}
        self.plurals.append((node.selector.id.name, {"zero" if name == "0" else name for name in names}))
        self.generic_visit(node)


@cache
def messages(language: Language, file: str) -> dict[str, _Parts]:
    """Every message of a file by its key."""
    found = {}
    for entry in FluentParser().parse((LOCALES / language / file).read_text(encoding="utf-8")).body:
        assert not isinstance(entry, ast.Junk), (language, file, entry.content)
        if isinstance(entry, ast.Message):
            assert entry.id.name not in found, (language, file, entry.id.name)
            found[entry.id.name] = _Parts()
            found[entry.id.name].visit(entry)
    return found


def arabic() -> Iterator[tuple[str, str]]:
    """Every Arabic message: its key and its words, without what is filled in."""
    for file in FILES:
        yield from ((key, "".join(parts.text)) for key, parts in messages("ar", file).items())


def test_both_languages_have_the_same_files() -> None:
    assert FILES
    assert sorted(path.name for path in (LOCALES / "ar").glob("*.ftl")) == FILES


@pytest.mark.parametrize("file", FILES)
def test_both_languages_have_the_same_keys_and_places(file: str) -> None:
    english, arabic = messages("en", file), messages("ar", file)
    assert english.keys() == arabic.keys()
    different = {key: (english[key].places, arabic[key].places) for key in english if
                 english[key].places != arabic[key].places}  # fmt: skip
    assert not different


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_key_stands_in_two_files(language: Language) -> None:
    keys = [key for file in FILES for key in messages(language, file)]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_counts_has_every_plural_of_its_language(language: Language) -> None:
    counted = [(key, *plural) for file in FILES for key, parts in messages(language, file).items()
               for plural in parts.plurals]  # fmt: skip
    assert len(counted) > 10
    assert not [(key, PLURALS[language] - names) for key, _, names in counted if PLURALS[language] - names]


def test_what_counts_in_one_language_counts_in_the_other() -> None:
    for file in FILES:
        for key, parts in messages("en", file).items():
            assert {name for name, _ in parts.plurals} == {name for name, _ in messages("ar", file)[key].plurals}, key


def test_arabic_holds_no_english_words_but_names_code_and_paths() -> None:
    left = {}
    for key, text in arabic():
        words = re.findall(r"[A-Za-z][A-Za-z-]+(?:-?\d+)?", PATH.sub(" ", CODE.sub(" ", text)))
        if strange := set(words) - NAMES:
            left[key] = strange
    assert not left


def test_arabic_is_written_the_same_way_everywhere() -> None:
    """Arabic punctuation beside Arabic letters, tanwin before its alif, no letters of another language."""
    assert not [key for key, text in arabic() if re.search(r"[\u0621-\u0652][,;?]", text)]
    assert not [key for key, text in arabic() if TANWIN_AFTER_ALIF.search(text) or PERSIAN.search(text)]


def test_numbers_take_the_noun_that_arabic_asks_for() -> None:
    speak = Locale("ar", isolate=False)
    spoken = {count: speak("ui-found", count=count) for count in (1, 2, 3, 11, 100)}
    assert [spoken[count].split()[-1] for count in spoken] == ["واحدة", "محادثتين", "محادثات", "محادثة", "محادثة"]
