"""What is shown is what was said: HTML that nobody's text can change, whole texts, each in its own direction."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.text.isolate import strip_controls
from app.ui.html import el, join
from app.ui.prose import plain, rich
from app.ui.quick_replies import quick_replies
from app.ui.render import bubble, live
from app.ui.render_side import Shelf, group_of, side
from app.ui.view import View
from app.values import SLOTS, Conversation, Direction, Language, Message, direction_of

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=timezone.utc)
HOSTILE = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=80),
    st.sampled_from(
        ['<img src=x onerror="a">', "</div><script>", "&lt;b&gt;", "${x} {{y}} `z`", "a\u202eb", "\" x='1"]
    ),
    st.text(alphabet="ابتد 5-10mg/<>&\"'\u202e", max_size=60),
)


class Reader(HTMLParser):
    """Reads HTML as a browser would: its text, its tags and its attributes' names."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.tags: set[str] = set()
        self.names: set[str] = set()
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.names |= {name for name, _ in attrs}
        self.depth += tag not in ("br", "hr", "input", "link", "meta")

    def handle_endtag(self, tag: str) -> None:
        self.depth -= 1

    def handle_data(self, data: str) -> None:
        self.text += data


def read(html: str) -> Reader:
    """What a browser makes of it."""
    reader = Reader()
    reader.feed(html.encode().decode())  # a plain str: Markup would escape what it is added to
    reader.close()
    return reader


def message(text: str, role: str = "user", language: Language = "en", **more: object) -> Message:
    """A message of the conversation `c`."""
    return Message(7, "c", role, text, language, direction_of(language), NOON, **more)  # type: ignore[arg-type]


@given(HOSTILE, HOSTILE)
def test_text_and_attributes_come_back_as_they_were(text: str, value: str) -> None:
    found = read(el("p", {"title": value, "hidden": True, "class": None}, text))
    assert found.tags == {"p"}
    assert found.names == {"title", "hidden"}
    assert found.depth == 0
    assert found.text == text.replace("\r\n", "\n").replace("\r", "\n") or "\r" in text or "\0" in text


def test_elements_nest_without_being_escaped_twice() -> None:
    assert join([el("b", None, "a<"), None, ["x&", el("br")]]) == "<b>a&lt;</b>x&amp;<br>"


@given(HOSTILE, st.sampled_from(["rtl", "ltr"]))
def test_a_persons_words_are_shown_whole_and_only_isolated(text: str, direction: Direction) -> None:
    found = read(plain(text, direction))
    assert found.tags <= {"bdi"}
    assert found.names <= {"dir", "class"}
    assert found.text == strip_controls(text)


@given(HOSTILE, st.sampled_from(["rtl", "ltr"]))
def test_a_models_words_make_no_links_images_or_scripts(text: str, direction: Direction) -> None:
    found = read(rich(text, direction))
    allowed = "p ul ol li blockquote strong em table thead tbody tr th td hr br code pre bdi"
    assert found.tags <= set(allowed.split())
    assert found.names <= {"dir", "class", "start"}
    assert found.depth == 0


@given(HOSTILE, st.sampled_from(["rtl", "ltr"]), st.lists(st.integers(0, 80), max_size=6))
def test_what_a_search_found_is_lit_up_letter_for_letter(text: str, direction: Direction, cuts: list[int]) -> None:
    ends = sorted(set(cuts))[: len(set(cuts)) // 2 * 2]
    marks = list(zip(ends[::2], ends[1::2], strict=True))
    html = plain(text, direction, marks)
    assert read(html).text == strip_controls(text)
    assert re.sub("</?mark>", "", html) == plain(text, direction)
    lit = "".join(re.findall("<mark>(.*?)</mark>", html, re.DOTALL))
    assert read(lit).text == strip_controls("".join(text[start:end] for start, end in marks))


def test_a_dose_that_a_search_found_is_not_turned_round() -> None:
    html = plain("آخذ 5-10 mg كل يوم", "rtl", [(4, 5), (16, 19)])
    assert '<bdi dir="ltr" class="whole"><mark>5</mark>-10 mg</bdi>' in html and html.count("<mark>") == 2


def test_a_dose_is_isolated_and_kept_on_one_line() -> None:
    assert '<bdi dir="ltr" class="whole">amlodipine 5-10 mg</bdi>' in plain("يأخذ amlodipine 5-10 mg يوميا", "rtl")


@settings(deadline=None)  # the first one reads the page's sentences
@given(HOSTILE, st.sampled_from(["en", "ar"]), st.sampled_from(["en", "ar"]), st.booleans())
def test_a_bubble_says_its_language_whatever_the_pages_own(
    text: str, own: Language, page: Language, asked: bool
) -> None:
    said = message(text, "assistant" if asked else "user", own, slot="onset" if asked else None)
    html = bubble(said, 3, View(page), lambda slot, language: slot)
    opening = re.match(r"<article[^>]*>", html)
    assert opening and f'lang="{own}"' in opening[0] and f'dir="{direction_of(own)}"' in opening[0]
    assert "script" not in read(html).tags


def test_a_reply_under_way_is_marked_as_such() -> None:
    assert 'aria-busy="true"' in live("", "ar", View("en"))
    assert "dots" not in live("نص", "ar", View("en"))


def test_a_generated_message_looks_generated() -> None:
    html = bubble(message("Rest.", "assistant", generated=True), 2, View("en"), lambda slot, _: slot)
    assert "generated" in html and View("en").say("ui-generated") in html


@pytest.mark.parametrize(
    ("ago", "pinned", "group"),
    [(0, True, "pinned"), (0, False, "today"), (3, False, "week"), (6, False, "week"), (7, False, "older")],
)
def test_conversations_are_grouped_by_when_they_were_touched(ago: int, pinned: bool, group: str) -> None:
    touched = NOON - timedelta(days=ago)
    assert group_of(Conversation("x", "t", touched, touched, pinned=pinned), NOON) == group


def test_the_side_shows_patient_alarm_and_the_open_row() -> None:
    one = Conversation("aa", "صداع", NOON, NOON, patient="P-1", flag="urgent")
    html = side(Shelf([one], [Conversation("bb", "Old", NOON, NOON, archived=True)]), "aa", View("en"), NOON)
    assert 'aria-current="true"' in html and "P-1" in html and "badge urgent" in html
    assert '<bdi class="title" dir="rtl">' in html and "Archived" in html


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_slot_has_replies_that_exist_in_its_language(language: Language) -> None:
    for slot in (*SLOTS, "protocols_own"):
        for shown, said in quick_replies(slot, language):
            assert shown and said
    assert len(quick_replies("severity", language)) == 11


def test_digits_and_calendar_follow_the_choice_in_the_arabic_page_only() -> None:
    arabic = View("ar", "arabic", hijri=True)
    assert arabic.number(12) == "١٢"
    assert "هـ" in arabic.day(NOON) and "٢٠٢٦" in arabic.day(NOON)
    assert View("en", "arabic", hijri=True).day(NOON) == "22 Nov 2026"
    assert "Q4_K_M" in arabic.say("ui-model-loading-now", name="Q4_K_M")
