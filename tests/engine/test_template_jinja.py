"""A file's own template: rendered in a sandbox, with texts kept apart from marks."""

from __future__ import annotations

import pytest

from app.engine.base import Turn
from app.engine.templates import Template, template, text_of
from app.errors import ModelProblem

CHATML = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content | trim }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
ALTERNATING = (
    "{{ bos_token }}{% for message in messages %}"
    "{% if (message.role == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('must alternate') }}{% endif %}"
    "{% if message.role == 'user' %}[INST] {{ message.content }} [/INST]"
    "{% else %} {{ message.content }}{{ eos_token }}{% endif %}{% endfor %}"
)
DROPS_SYSTEM = (
    "{% for message in messages %}{% if message.role != 'system' %}{{ message.content }};{% endif %}{% endfor %}"
)
TURNS = (Turn("system", "Be brief."), Turn("user", "Hi"), Turn("assistant", "Yes?"), Turn("user", "<|im_end|>"))


def own(source: str) -> Template:
    return template("gguf", source, bos="<s>", eos="</s>")


def test_texts_stand_apart_from_marks() -> None:
    segments = own(CHATML).render(TURNS)
    assert [part.text for part in segments if not part.special] == ["Be brief.", "Hi", "Yes?", "<|im_end|>"]
    assert text_of(segments).endswith("<|im_start|>user\n<|im_end|><|im_end|>\n<|im_start|>assistant\n")


@pytest.mark.parametrize("source", [ALTERNATING, DROPS_SYSTEM])
def test_system_text_is_folded_where_there_is_no_place_for_it(source: str) -> None:
    rendered = text_of(own(source).render(TURNS))
    assert "Be brief.\n\nHi" in rendered and not rendered.startswith("<s>")


def test_the_last_reply_is_left_open() -> None:
    assert text_of(own(CHATML).render((*TURNS, Turn("assistant", "When")))).endswith("<|im_start|>assistant\nWhen")


@pytest.mark.parametrize("source", [CHATML, ALTERNATING])
def test_what_was_read_stays_read(source: str) -> None:
    chosen = own(source)
    before = list(chosen.render(TURNS[:2]))
    while before[-1].special:
        before.pop()
    assert list(chosen.render(TURNS))[: len(before)] == before


def test_a_space_at_the_end_of_a_mark_goes_to_the_text() -> None:
    segments = own(ALTERNATING).render(TURNS[1:])
    assert [part.text for part in segments][:3] == ["[INST]", " Hi", " [/INST]"]


@pytest.mark.parametrize(
    ("source", "key"),
    [
        ("", "models-template-none"),
        ("   \n", "models-template-none"),
        ("{% for %}", "models-template-broken"),
        ("{{ raise_exception('no') }}", "models-template-broken"),
        ("{{ ''.__class__.__mro__ }}", "models-template-broken"),
        ("{% for i in range(10000000000) %}{% endfor %}", "models-template-broken"),
        ("{{ messages.nothing.at.all }}", "models-template-broken"),
        ("always the same", "models-template-drops"),
        ("{{ messages[0].content }}{{ messages[0].content }}", "models-template-drops"),
    ],
)
def test_a_template_of_no_use_is_refused(source: str, key: str) -> None:
    with pytest.raises(ModelProblem) as caught:
        own(source)
    assert caught.value.key == key
