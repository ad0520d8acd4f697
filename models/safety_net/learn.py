"""Logistic regression over the net's features, and what it is worth on messages that it has not seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline

from models.safety_net.material import Labelled

FOLDS = 5
FEWEST = 3
"""Messages in which a feature must occur; rarer ones are chance."""

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
    known: Sequence[Labelled], quiet: Sequence[Labelled], strength: float, false_alarms: float, seed: int
) -> Learnt:
    """Fit the weights to both; the threshold is where so small a share of the known silent messages is alarmed at.

    That is judged by parts held out in turn. The quiet ones, easy to tell, do not count in it.
    """
    told = _common([one.features for one in (*known, *quiet)])
    wanted = np.array([one.alarm for one in (*known, *quiet)])
    pipeline = make_pipeline(
        DictVectorizer(), LogisticRegression(C=strength, class_weight="balanced", max_iter=2000, random_state=seed)
    )
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=seed)
    held = cross_val_predict(pipeline, told, wanted, cv=folds, method="decision_function")
    silent = np.array([not one.alarm for one in known] + [False] * len(quiet))
    threshold = float(np.quantile(held[silent], 1 - false_alarms))
    pipeline.fit(told, wanted)
    vectorizer, model = pipeline[0], pipeline[1]
    learnt = zip(vectorizer.get_feature_names_out(), model.coef_[0], strict=True)
    weights = {name: round(float(weight), 3) for name, weight in learnt if abs(weight) >= _LEAST}
    return Learnt(round(float(model.intercept_[0]), 3), round(threshold, 3), weights)


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
