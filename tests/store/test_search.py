"""Everything that was said or noted is found, in either script, however it is spelt."""

from __future__ import annotations

import pytest

from app.store import passages
from app.store.query import parse
from app.store.record import Record
from app.store.snippet import snippet


def told(record: Record, *texts: str) -> str:
    """A conversation in which these things were said."""
    made = record.create("interview", "ar")
    for text in texts:
        record.append(made.id, "user", text, "ar", "rtl")
    return made.id


def found(record: Record, query: str) -> list[str]:
    """The ids of the conversations that a query finds."""
    return [hit.conversation.id for hit in record.search(query)]


@pytest.mark.parametrize(
    ("said", "typed"),
    [
        ("عندي أَلَمٌ شديد", "الم"), ("عندي ألم", "أَلَمٌ"), ("حرارته مرتفعة", "مرتفعه"), ("مستشفى", "مستشفي"),
        ("أشعر بصداع", "صداع"), ("صداع", "بصداع"), ("ألم في الصدر", "صدر"), ("وجع بصدري", "الصدر"), ("إسهال", "اسهال"),
        ("الـــرأس يؤلم", "راس"), ("ضغطي ١٢٠/٨٠", "120/80"), ("BP 120/80", "١٢٠/٨٠"), ("العملية كانت عام ۲۰۱۹", "2019"),
        ("والسعال مستمر", "سعال"), ("للحساسية", "حساسية"), ("آخر مرة", "اخر"), ("مسؤول", "مسؤول"),
    ],
)  # fmt: skip
def test_arabic_is_found_however_it_is_spelt(record: Record, said: str, typed: str) -> None:
    told(record, "كلام عادي")
    made = told(record, said)
    assert found(record, typed) == [made]
    assert record.search(typed)[0].marks


@pytest.mark.parametrize(
    ("said", "typed"),
    [
        ("two headaches a day", "headache"), ("one headache", "headaches"), ("she was vomiting", "vomit"),
        ("allergic to penicillin", "penicil"), ("Crème brûlée", "creme"), ("take 500mg", "500 mg"),
        ("take 500 mg", "500mg"), ("DYSPNOEA at rest", "dyspnoea"), ("it's burning", "burn"),
        ("أخذت panadol مرتين", "Panadol مرتين"),
    ],
)  # fmt: skip
def test_english_and_mixed_words_are_found_by_stem_and_beginning(record: Record, said: str, typed: str) -> None:
    told(record, "nothing of the kind")
    made = told(record, said)
    assert found(record, typed) == [made]
    assert record.search(typed)[0].marks


def test_all_words_count_wherever_in_the_conversation_they_stand(record: Record) -> None:
    apart = told(record, "I have a rash", "I take warfarin")
    together = told(record, "the rash came after warfarin")
    told(record, "only a rash")
    assert found(record, "rash warfarin") == [together, apart]


def test_quotes_want_the_words_in_a_row(record: Record) -> None:
    row = told(record, "pain in the chest wall")
    told(record, "chest X-ray, then wall paper")
    assert found(record, '"chest wall"') == [row]
    assert found(record, '"ches wall"') == []
    assert len(found(record, "chest wall")) == 2


def test_a_word_as_it_was_typed_comes_before_its_other_forms(record: Record) -> None:
    other = told(record, "بصدره وبصدرها كلام طويل")
    exact = told(record, "صدر")
    assert found(record, "صدر") == [exact, other]


def test_titles_patients_and_complaints_are_found_as_they_are_now(record: Record) -> None:
    made = record.create("interview", "en", patient="Bay 7 Smith")
    record.update(made.id, complaint="Vertigo")
    record.rename(made.id, "Follow-up")
    for query in ("smith", "vertigo", "follow-up"):
        assert found(record, query) == [made.id], query
    record.set_patient(made.id, "Jones")
    assert found(record, "smith") == [] and found(record, "jones") == [made.id]


def test_one_conversation_is_one_hit_and_the_limit_holds(record: Record) -> None:
    for _ in range(5):
        told(record, "cough", "more cough", "still a cough")
    assert len(set(found(record, "cough"))) == 5
    assert len(record.search("cough", limit=2)) == 2


def test_a_reply_is_found_once_it_is_finished_and_only_once(record: Record) -> None:
    made = record.create("interview", "en")
    reply = record.append(made.id, "assistant", "", "en", "ltr", status="streaming")
    assert found(record, "where") == []
    record.finish(reply.id, "Where is the pain?", "complete")
    assert [hit.message for hit in record.search("where pain")] == [reply.id]


@pytest.mark.parametrize(
    "query",
    [
        '"',
        '""',
        '"a',
        "a\"b'c",
        "NEAR(a b)",
        "a AND OR NOT",
        "words:x",
        "* -",
        "(",
        "^a",
        "a;DROP TABLE heard",
        "\x00",
        "   ",
    ],
)
def test_odd_characters_are_no_syntax(record: Record, query: str) -> None:
    told(record, "something else")
    assert record.search(query) == []


def test_a_long_query_is_cut(record: Record) -> None:
    made = told(record, " ".join(f"word{number}x" for number in range(40)))
    assert found(record, " ".join(f"word{number}x" for number in range(40)) * 50) == [made]
    assert len(parse("one two three four five six seven eight nine ten eleven twelve thirteen")) == 12


def test_marks_cover_the_words_with_their_vowel_signs() -> None:
    text = "عندي أَلَمٌ في الصَّدْرِ."
    cut = snippet(text, parse("الم صدر"))
    assert cut.text == text
    assert [cut.text[start:end] for start, end in cut.marks] == ["أَلَمٌ", "الصَّدْرِ"]


def test_a_snippet_is_cut_around_the_words_that_stand_together() -> None:
    text = "fever once. " + "filler words here " * 40 + "then fever and chills came back. " + "more filler " * 40
    cut = snippet(text, parse("fever chills"))
    assert cut.text.startswith("…") and cut.text.endswith("…") and len(cut.text) < 180
    assert [cut.text[start:end] for start, end in cut.marks] == ["fever", "chills"]


def test_deleted_conversations_are_not_found_until_they_are_back(record: Record) -> None:
    made = told(record, "a cough")
    record.delete(made)
    assert found(record, "cough") == []
    record.restore_deleted(made)
    assert found(record, "cough") == [made]


def test_an_index_of_another_time_is_made_again(record: Record) -> None:
    made = told(record, "a cough")
    record.save_note(made, "en", "wheeze")
    with record.access.database.write() as db:
        db.execute("UPDATE heard SET words = 'gone', stems = 'gone'")
        db.execute("UPDATE facts SET value = 'older' WHERE name = 'index'")
        assert not passages.is_current(db)
        passages.rebuild(db)
        assert passages.is_current(db)
    assert found(record, "cough") == found(record, "wheeze") == [made] and found(record, "gone") == []
