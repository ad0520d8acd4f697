"""Logistic regression over the net's features, and what it is worth on messages that it has not seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from models.safety_net.material import Labelled

FOLDS = 6
FEWEST = 3
"""Messages in which a feature must occur; rarer ones are chance."""

BESIDE = 0.3
"""What a message of the rules' own list or a quiet one counts beside one that was written without knowing the rules."""

_LEAST = 0.005
"""Weights nearer to nothing than this are left out of the file."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """A linear model: the score of a message is `bias` and its features' weights; it alarms beyond `threshold`."""

    bias: float
    threshold: float
    weights: dict[str, float]

    def score(self, one: Labelled) -> float:
        """The log-odds that a message needs help at once."""
        return self.bias + sum(self.weights.get(name, 0.0) * value for name, value in one.features.items())


def learn(
    fresh: Sequence[Labelled], beside: Sequence[Labelled], strength: float, false_alarms: float, seed: int
) -> Learnt:
    """Fit the weights to both; the threshold is where so small a share of the silent fresh messages is alarmed at.

    That is judged on sets of fresh messages that took no part in the fit, one after the other.
    """
    scores = _held_out(fresh, beside, strength, seed)
    silent = np.array([not one.alarm for one in fresh])
    threshold = float(np.quantile(scores[silent], 1 - false_alarms))
    vectorizer, model = _fit(fresh, beside, strength, seed)
    learnt = zip(vectorizer.get_feature_names_out(), model.coef_[0], strict=True)
    weights = {name: round(float(weight), 3) for name, weight in learnt if abs(weight) >= _LEAST}
    return Learnt(round(float(model.intercept_[0]), 3), round(threshold, 3), weights)


def _held_out(fresh: Sequence[Labelled], beside: Sequence[Labelled], strength: float, seed: int) -> np.ndarray:
    """The score of each fresh message by a fit to the other sets."""
    scores = np.zeros(len(fresh))
    sets = [one.source for one in fresh]
    for learnt, held in GroupKFold(min(FOLDS, len(set(sets)))).split(fresh, groups=sets):
        vectorizer, model = _fit([fresh[index] for index in learnt], beside, strength, seed)
        scores[held] = model.decision_function(vectorizer.transform([fresh[index].features for index in held]))
    return scores


def _fit(
    fresh: Sequence[Labelled], beside: Sequence[Labelled], strength: float, seed: int
) -> tuple[DictVectorizer, LogisticRegression]:
    told = _common([one.features for one in (*fresh, *beside)])
    wanted = [one.alarm for one in (*fresh, *beside)]
    counting = [1.0] * len(fresh) + [BESIDE] * len(beside)
    vectorizer = DictVectorizer()
    model = LogisticRegression(C=strength, class_weight="balanced", max_iter=2000, random_state=seed)
    return vectorizer, model.fit(vectorizer.fit_transform(told), wanted, counting)


def _common(told: Sequence[dict[str, float]]) -> list[dict[str, float]]:
    """The features without those that hardly any message has."""
    counts = Counter(name for one in told for name in one)
    return [{name: value for name, value in one.items() if counts[name] >= FEWEST} for one in told]


def figures(messages: Sequence[Labelled], learnt: Learnt) -> dict[str, float | int]:
    """Sensitivity and specificity of the rules alone, of the net alone, and of the rules with the net under them."""
    rules = [one.by_rule for one in messages]
    net = [learnt.score(one) > learnt.threshold for one in messages]
    both = [by_rule or by_net for by_rule, by_net in zip(rules, net, strict=True)]
    alarming = [one.alarm for one in messages]
    return {
        "alarming": sum(alarming),
        "silent": len(alarming) - sum(alarming),
        "sensitivity_rules": _share(rules, alarming, True),
        "sensitivity_net": _share(net, alarming, True),
        "sensitivity": _share(both, alarming, True),
        "specificity_rules": 1 - _share(rules, alarming, False),
        "specificity": 1 - _share(both, alarming, False),
    }


def _share(raised: Sequence[bool], alarming: Sequence[bool], wanted: bool) -> float:
    """The share alarmed at among the messages that should alarm, or among those that should not."""
    among = [one for one, due in zip(raised, alarming, strict=True) if due is wanted]
    return round(sum(among) / len(among), 4) if among else 0.0
