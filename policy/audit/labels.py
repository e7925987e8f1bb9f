"""What a person says of the contracts in an audit sample: right, wrong or unsure; to and from CSV."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from policy.audit.estimator import Judgements
from policy.audit.sample import BACK, OPEN, STAYS, Sample
from policy.audit.sheet import Headings, headings, most_named, plain_lines, rows, text_of, word
from policy.bounds import LARGEST_FILE, MOST_LINES, cut
from policy.formats import capital
from policy.problem import Problem
from policy.results.groups import Decisions

RIGHT, WRONG, UNSURE = LABELS = ("right", "wrong", "unsure")
RETURNS, NOT_KNOWN, STAYS_OUT = SAID = ("comes_back", "not_known", "stays_outside")
"""What a result says of a contract, in the order of OUTCOMES."""
CORRECTED = (RETURNS, STAYS_OUT)
_ONE_KEPT, _SEVERAL_KEPT = "it is kept and is", "they are kept and are"
_PUBLISHED = ("title", "buyer", "supplier", "notice_url")
COLUMNS = ("contract_id", "said", "label", "corrected", "note")
"""Columns of the file, of which the reader needs the first four."""


@dataclass(frozen=True)
class Label:
    """One judgement: of what the result said, one of SAID, whether it is right, and what is right where it is not."""

    said: str
    label: str
    corrected: str = ""
    note: str = ""


def choices(outcome: int, *, considered: bool = False) -> dict[tuple[str, str], str]:
    """What can be said of a contract with this outcome, in words: label and corrected outcome.

    Under a policy that only has contracts `considered`, none of them comes back or stays outside.
    """
    it, out = ("it must be considered", "it need not be") if considered else ("it comes back", "it stays outside")
    back, stays = (WRONG, RETURNS), (WRONG, STAYS_OUT)
    offered = {
        BACK: {(RIGHT, ""): f"Right: {it}", stays: f"Wrong: {out}"},
        STAYS: {(RIGHT, ""): f"Right: {out}", back: f"Wrong: {it}"},
        OPEN: {back: capital(it), stays: capital(out), (RIGHT, ""): "Right: it cannot be decided"},
    }[outcome]
    return {**offered, (UNSURE, ""): "Unsure"}


def answers(sample: Sample, labels: Mapping[str, Label], ids: Iterable[str]) -> Judgements:
    """Turn labels into judgements of the drawn contracts.

    Args:
        sample: the contracts drawn.
        labels: labels by contract_id; one that was given when the result said something else does not count.
        ids: contract_id of each drawn contract, in the order of `sample.places`.

    Returns:
        The judgements that count. An unsure label, and a contract that a person cannot decide either, may be anything
        from nothing to the whole contract.
    """
    of, judged = sample.of, []
    for name, place in zip(ids, sample.places.tolist(), strict=True):
        label = labels.get(name)
        if label is None or label.said != SAID[of.outcome[place]]:
            continue
        by_rules, full = int(of.by_rules[place]), int(of.full_share[place])
        if label.label == WRONG:
            true = full if label.corrected == RETURNS else 0
            judged.append((place, true, true, true))
        elif label.label == UNSURE or of.outcome[place] == OPEN:
            judged.append((place, 0, by_rules, max(full, by_rules)))
        else:
            judged.append((place, by_rules, by_rules, by_rules))
    table = np.array(judged, dtype=np.int64).reshape(-1, 4)
    return Judgements(table[:, 0].astype(np.intp), table[:, 1], table[:, 2], table[:, 3])


def stale(sample: Sample, labels: Mapping[str, Label], ids: Iterable[str]) -> int:
    """Labels of drawn contracts that count no longer, for the result now says something else of them."""
    places = sample.places.tolist()
    drawn = ((labels.get(name), SAID[sample.of.outcome[place]]) for name, place in zip(ids, places, strict=True))
    return sum(label is not None and label.said != said for label, said in drawn)


def kept_words(sample: Sample, labels: Mapping[str, Label], ids: Iterable[str]) -> list[str]:
    """Say of the labels that count no longer in this sample why, and that they are kept; `ids` are as in `answers`."""
    names = list(ids)
    moved, outside = stale(sample, labels, names), len(labels.keys() - set(names))
    sentences = []
    if moved:
        were, kept = ("1 label was", _ONE_KEPT) if moved == 1 else (f"{moved:,} labels were", _SEVERAL_KEPT)
        sentences.append(
            f"{were} given when the result said something else of the contract, and will count again when it does; "
            f"{kept} in the file of all labels."
        )
    if outside:
        are, kept = ("1 label is of a contract", _ONE_KEPT)
        if outside > 1:
            are, kept = f"{outside:,} labels are of contracts", _SEVERAL_KEPT
        sentences.append(f"{are} outside this sample; {kept} in the file of all labels.")
    return sentences


def worksheet(decisions: Decisions, sample: Sample, labels: Mapping[str, Label]) -> pd.DataFrame:
    """The drawn contracts in the order in which to judge them, with the labels so far; fill it in and read it back.

    A label that was given when the result said something else is not of what the sheet says, so its contract waits.
    """
    rows = sample.of.rows[sample.places]
    frame = decisions.coded.frame.iloc[rows]
    outcomes = [SAID[code] for code in sample.of.outcome[sample.places]]
    waits = Label(said="", label="")
    found = (labels.get(name, waits) for name in frame["contract_id"])
    judged = [label if label.said == said else waits for label, said in zip(found, outcomes, strict=True)]
    return pd.DataFrame(
        {
            "contract_id": frame["contract_id"].to_numpy(),
            "said": outcomes,
            **{name: [getattr(label, name) for label in judged] for name in COLUMNS[2:]},
            "stratum": [sample.names[code] for code in sample.stratum[sample.places]],
            **{name: frame[name].astype("str").fillna("").to_numpy() for name in _PUBLISHED},
        }
    )


def all_labels(decisions: Decisions, labels: Mapping[str, Label]) -> pd.DataFrame:
    """Every label as it was given, in whatever sample, with what these data say of its contract; reads back too."""
    frame = decisions.coded.frame
    at = frame.index[frame["contract_id"].isin(list(labels))]
    published = frame.loc[at, ["contract_id", *_PUBLISHED]].astype("str").set_index("contract_id").reindex(list(labels))
    return pd.DataFrame(
        {
            "contract_id": list(labels),
            **{name: [getattr(label, name) for label in labels.values()] for name in COLUMNS[1:]},
            **{name: published[name].fillna("").to_numpy() for name in _PUBLISHED},
        }
    )


def from_file(body: bytes, known: frozenset[str]) -> tuple[dict[str, Label], list[Problem]]:
    """Read labels from a CSV file as a spreadsheet saves it; otherwise as `from_csv`."""
    text, problems = text_of(body)
    if not text and problems:
        return {}, problems
    labels, wrong = from_csv(text, known)
    return labels, problems + wrong


def from_csv(text: str, known: frozenset[str]) -> tuple[dict[str, Label], list[Problem]]:
    """Read labels from CSV.

    Args:
        text: the content of the file, with the columns COLUMNS in any order, parted by commas, semicolons or tabs.
        known: every contract_id of the data.

    Returns:
        Labels by contract_id, and what is wrong: lines that cannot be read are named, the others are read. A line
        without a label is no error: it waits to be judged.
    """
    if len(text) > LARGEST_FILE:
        return {}, [Problem("the file", f"holds {len(text):,} characters, and at most {LARGEST_FILE:,} are read")]
    problems: list[Problem] = []
    plain = plain_lines(text)
    header = headings(plain, COLUMNS)
    if wrong := _wrong_headings(header.words):
        return {}, [Problem(f"line {header.line}", wrong)]
    labels = _judgements(plain, header, known, problems)
    problems = most_named(problems)
    if text.count("\n") > MOST_LINES:
        problems.append(Problem("further on", f"the file holds more than {MOST_LINES:,} lines; the rest is not read"))
    return labels, problems


def _judgements(text: str, header: Headings, known: frozenset[str], problems: list[Problem]) -> dict[str, Label]:
    """Read the lines under the headings; each that is neither a label nor waits for one becomes a problem."""
    labels: dict[str, Label] = {}
    lines_of: dict[str, int] = {}
    for line, cells in rows(text, header, problems):
        row = dict(zip(header.words, cells, strict=False))
        name, *given, note = ((row.get(column) or "").strip() for column in COLUMNS)
        name = name if name in known else name.removeprefix("'")  # the mark that keeps a sheet from reading a formula
        said, label, corrected = map(word, given)
        if not label and not corrected:
            if note:
                problems.append(Problem(f"line {line}", "has a note and no label, so the note is not kept"))
            continue
        if wrong := _wrong(name, given, known):
            problems.append(Problem(f"line {line}", wrong))
        elif (first := labels.get(name)) and (first.said, first.label, first.corrected) != (said, label, corrected):
            otherwise = f"is judged otherwise in line {lines_of[name]}, which stands; leave one of the two"
            problems.append(Problem(f"line {line}", f"contract {cut(name)} {otherwise}"))
        elif first is None:
            labels[name], lines_of[name] = Label(said, label, corrected, _unmarked(note)), line
    return labels


def _wrong_headings(header: Sequence[str]) -> str:
    """Say what is wrong with the headings; empty where each column is there once."""
    if missing := [name for name in COLUMNS[:4] if name not in header]:
        return f"the file has no column {', '.join(missing)}; expected {', '.join(COLUMNS)}"
    twice = [name for name in COLUMNS if header.count(name) > 1]
    return f"the column {twice[0]} is there twice; leave one of the two" if twice else ""


def _unmarked(text: str) -> str:
    """Give a cell without the mark that keeps a spreadsheet from reading it as a formula."""
    return text[1:] if text.startswith(("'=", "'+", "'-", "'@")) else text


def _wrong(name: str, given: Sequence[str], known: frozenset[str]) -> str:
    """Say what is wrong with a line; empty where it can be read. `given` are its cells of said, label and corrected."""
    (shown_said, shown_label, shown_corrected), (said, label, corrected) = map(cut, given), map(word, given)
    if name not in known:
        return f"no contract {cut(name) or 'is named'} in these data"
    if said not in SAID:
        return f"said is {shown_said or 'empty'}; expected {', '.join(SAID)}"
    if label not in LABELS:
        return f"label is {shown_label or 'empty'}; expected {', '.join(LABELS)}"
    if (label == WRONG) != (corrected in CORRECTED):
        expected = f"{' or '.join(CORRECTED)} where the label is wrong, else nothing"
        return f"corrected is {shown_corrected or 'empty'}; expected {expected}"
    return ""
