"""A small text model beside the rules: how well words alone tell contact with people at risk, cross-validated.

    python -m bench.text_model LABELS.csv... --held HELD.csv --tables TABLE.parquet...

Logistic regression over the words, pairs of words and procurement codes of a notice, with a ridge; five folds. HELD
names the keys of labels that nothing was written from: for them the model is fitted on all other labels.
"""

import argparse
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

from data.classify.services import DESCRIPTION_READ
from data.model.service_table import contacts
from data.model.words import plain, singular
from policy.audit.gold import keyed

_FOLDS, _LEAST, _STEPS, _RATE, _RIDGE = 5, 3, 400, 0.5, 0.004


def features(row: "pd.Series[str]") -> set[str]:
    """Return what the model sees of a notice: title loud, description quiet, codes."""
    title = singular(plain(str(row["title"]))).split()
    words = singular(plain(str(row["description"])[:DESCRIPTION_READ])).split()
    pairs = {f"{a} {b}" for a, b in pairwise(title)}
    code = str(row["cpv"])
    return {f"t:{word}" for word in {*title, *pairs}} | set(words) | {f"c:{code[:digits]}" for digits in (2, 3, 4, 5)}


def fitted(seen: list[set[str]], truth: np.ndarray) -> tuple[dict[str, int], np.ndarray]:
    """Fit weights by gradient descent; features that occur less than three times are left out."""
    often = Counter(word for words in seen for word in words)
    place = {word: at for at, word in enumerate(word for word, times in often.items() if times >= _LEAST)}
    x = matrix(seen, place)
    weights = np.zeros(x.shape[1])
    for _ in range(_STEPS):
        error = 1 / (1 + np.exp(-x @ weights)) - truth
        weights -= _RATE * (x.T @ error / len(truth) + _RIDGE * weights)
    return place, weights


def matrix(seen: list[set[str]], place: dict[str, int]) -> np.ndarray:
    """Return rows of equal length, a one for each feature, and a constant."""
    x = np.zeros((len(seen), len(place) + 1))
    x[:, -1] = 1
    for at, words in enumerate(seen):
        x[at, [place[word] for word in words if word in place]] = 1
    return x / np.sqrt(x.sum(axis=1, keepdims=True))


def told(name: str, said: np.ndarray, truth: np.ndarray) -> str:
    """Say precision and recall."""
    both = (said & truth).sum()
    return f"{name}: precision {both / max(said.sum(), 1):.3f}, recall {both / max(truth.sum(), 1):.3f} of {len(truth)}"


def main() -> None:
    """Print the figures of the model and of the rules."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labels", type=Path, nargs="+")
    parser.add_argument("--held", type=Path, required=True)
    parser.add_argument("--tables", type=Path, nargs="+", required=True)
    options = parser.parse_args()
    gold = pd.concat([pd.read_csv(path, dtype=str, keep_default_na=False, index_col=0) for path in options.labels])
    table = keyed([pd.read_parquet(path) for path in options.tables]).reindex(gold.index)
    seen = [features(row) for _, row in table[["title", "description", "cpv"]].iterrows()]
    truth = (gold["contact"] == "significant").to_numpy()
    rules = np.array([contacts().get(service) == "significant" for service in table["service"]])
    held = gold.index.isin(pd.read_csv(options.held, dtype=str)["key"])
    said = np.zeros(len(gold), dtype=bool)
    fold = np.random.default_rng(1).integers(_FOLDS, size=len(gold))
    for out in [held, *(~held & (fold == number) for number in range(_FOLDS))]:
        own = ~out & ~held
        place, weights = fitted([seen[at] for at in np.flatnonzero(own)], truth[own])
        said[out] = matrix([seen[at] for at in np.flatnonzero(out)], place) @ weights > 0
    for name, among in (("cross-validated", ~held), ("held back", held)):
        print(told(f"model, {name}", said[among], truth[among]))
        print(told(f"rules, {name}", rules[among], truth[among]))
    order = np.argsort(weights[:-1])
    words = list(place)
    print("for:", ", ".join(words[at] for at in order[::-1][:25]))
    print("against:", ", ".join(words[at] for at in order[:25]))


if __name__ == "__main__":
    main()
