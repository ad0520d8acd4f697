"""Whom the history is about: age, sex, pregnancy, and whether someone else speaks for them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from app.intake.content import Condition
from app.intake.demographics import Sex, age_value, ages, answered_age, answered_sex, pronoun_sex, stated_sex
from app.intake.patterns import Stretch, stretch
from app.intake.reading import Said

PREGNANT = "pregnant"
"""The concept of a pregnancy that is going on."""

CHILD = 14.0
"""Years below which a parent is taken to answer, unless the child speaks of itself."""


@dataclass(frozen=True, slots=True)
class Stated:
    """An attribute as it was stated: its value, where, and in which of the user's messages."""

    value: str
    where: Stretch
    said: Said
    asked: bool


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of the patient. None where nothing is. Age in years."""

    age: float | None = None
    sex: Sex | None = None
    pregnant: bool | None = None


def stated_ages(said: Sequence[Said]) -> list[tuple[float, Stated]]:
    """Every statement of the patient's age, in order, with the years it says.

    What is said in passing counts once; after that it may be another person's, unless it corrects.
    """
    found: list[tuple[float, Stated]] = []
    for before, one in zip([None, *said[:-1]], said, strict=True) if said else ():
        if found and before and before.asked == "age" and one.cues("correct") and (told := answered_age(one.text)):
            found.append((told.years, Stated(age_value(told), told.where, one, False)))
            continue
        if one.asked == "age":
            told = answered_age(one.text, one.aside)
            if told:
                found.append((told.years, Stated(age_value(told), told.where, one, True)))
                continue
        for age in ages(one.text):
            if _of_patient(one, age.where) and (not found or one.cues("correct")):
                found.append((age.years, Stated(age_value(age), age.where, one, False)))
                break
    return found


def stated_sexes(said: Sequence[Said], pregnant: Stated | None) -> list[tuple[Sex, Stated]]:
    """Every statement of the patient's sex, in order; a pregnancy states it too."""
    found: list[tuple[Sex, Stated]] = []
    for one in said:
        where = _whole(one)
        if one.asked == "sex" and where and (answer := answered_sex(one.text.folded)):
            found.append((answer, Stated(answer, where, one, True)))
            continue
        stated = stated_sex(one.text) or (None if found else sex_of_charge(one))
        if stated and _of_patient(one, stated[1]) and (not found or one.cues("correct")):
            found.append((stated[0], Stated(stated[0], stated[1], one, False)))
        elif one.kin and not found and (named := next(iter(one.cues("charge")), None)):
            quote = one.text.quote(named.first, named.last)
            found.append((one.kin.sex, Stated(one.kin.sex, Stretch(quote, quote, named.first, named.last), one, False)))
    if pregnant and not found:
        found.append(("female", Stated("female", pregnant.where, pregnant.said, False)))
    return found


def sex_of_charge(one: Said) -> tuple[Sex, Stretch] | None:
    """The sex of a child of whom a first message tells by "he" or "she" alone: "my baby ... he won't feed"."""
    return pronoun_sex(one.text) if one.opening and one.cues("patient") else None


def applies(condition: Condition, person: Person, present: Collection[str] | Mapping[str, object] = ()) -> bool:
    """Whether something is for this person. What is not known of him stands in the way of nothing."""
    if condition.sex and person.sex and condition.sex != person.sex:
        return False
    if condition.age_min is not None and person.age is not None and person.age < condition.age_min:
        return False
    if condition.age_max is not None and person.age is not None and person.age > condition.age_max:
        return False
    if condition.pregnant is not None and person.pregnant is not None and condition.pregnant != person.pregnant:
        return False
    if condition.has and not any(concept in present for concept in condition.has):
        return False
    return not any(concept in present for concept in condition.lacks)


def certainly(condition: Condition, person: Person) -> bool:
    """Whether a condition holds of what is known: age, sex and pregnancy that it names must be known."""
    if condition.sex and person.sex != condition.sex:
        return False
    if (condition.age_min is not None or condition.age_max is not None) and person.age is None:
        return False
    if condition.pregnant is not None and bool(person.pregnant) != condition.pregnant:
        return False
    return applies(condition, person)


def _whole(one: Said) -> Stretch | None:
    return stretch(one.text, 0, len(one.text.folded))


def _of_patient(one: Said, where: Stretch) -> bool:
    kinds = ("family", "other", "past", "died", "supposed")
    return not any(one.scopes.any(kind, where.tokens) for kind in kinds if kind != "died" or _family_there(one))


def _family_there(one: Said) -> bool:
    return bool(one.scopes.family)
