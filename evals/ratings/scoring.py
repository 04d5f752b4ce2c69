"""From filled sheets to figures: what the raters say, and how far they agree with each other."""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

import numpy as np
from pydantic import Field

from chatbot.domain.base import Value
from evals.metrics.intervals import Estimate, bootstrap_mean
from evals.ratings.filled import Filled
from evals.ratings.form import Column, Kind, Part
from evals.ratings.forms import FORMS
from evals.ratings.sheet import Key
from evals.ratings.statistics import Floats, alpha, kappa, rank_correlation, wilson

#: Which of our own scores a question is laid beside.
BESIDE = {"trust_change": "trust_change", "finding_correct": "weight"}
TIE = "tie"
NO_MAJORITY = "no majority"


class Kappa(Value):
    """Cohen's kappa of two raters; None where it is undefined."""

    raters: tuple[str, str]
    kappa: float | None
    items: int


class Question(Value):
    """What came of one question.

    Attributes:
        name: the sheet's column.
        items: items that at least one rater answered.
        ratings: answers in all.
        verdicts: items by what most of their raters said ("no majority" where none was most).
        shares: share of each verdict, with Wilson's interval; of pairs, `first` is the share that
            the first run won of the pairs that were decided.
        mean: mean over items of the raters' mean, for scales.
        alpha: agreement of the raters (Krippendorff).
        kappas: agreement of each two raters.
        by_rater: each rater's mean (scales) or most frequent answers, to see who is lenient.
        rank_correlation: Spearman's, with our score of the same items.
    """

    name: str
    items: int
    ratings: int
    verdicts: dict[str, int]
    shares: dict[str, Estimate]
    mean: Estimate | None = None
    alpha: Estimate | None = None
    kappas: tuple[Kappa, ...] = ()
    by_rater: dict[str, str] = Field(default_factory=dict)
    rank_correlation: Estimate | None = None


class RatingReport(Value):
    """What `ratings.json` holds.

    `good_turns_criticised` is, of the turns that raters would leave as they are, the share that
    our critique finds fault with. `groups` holds the questions anew for each group of items that
    the key names.
    """

    kind: Kind
    runs: tuple[str, ...]
    raters: tuple[str, ...]
    items: int
    left_out: int
    questions: tuple[Question, ...]
    good_turns_criticised: Estimate | None = None
    groups: dict[str, tuple[Question, ...]] = Field(default_factory=dict)


def score(key: Key, sheets: Sequence[Filled]) -> RatingReport:
    """Evaluate filled sheets."""
    questions = _questions(key, sheets)
    rated = {item for sheet in sheets for item in sheet.answers}
    return RatingReport(
        kind=key.kind,
        runs=key.runs,
        raters=tuple(sheet.rater for sheet in sheets),
        items=len(key.items),
        left_out=len(key.items.keys() - rated),
        questions=questions,
        good_turns_criticised=_good_turns(key, sheets),
        groups={name: _questions(part, sheets) for name, part in _grouped(key).items()},
    )


def _questions(key: Key, sheets: Sequence[Filled]) -> tuple[Question, ...]:
    return tuple(_question(column, key, sheets) for column in FORMS[key.kind].columns)


def _grouped(key: Key) -> dict[str, Key]:
    """Return the key in parts, by the group that each item's source names."""
    names = sorted({i.source["group"] for i in key.items.values() if "group" in i.source})
    return {
        name: key.model_copy(
            update={"items": {k: i for k, i in key.items.items() if i.source.get("group") == name}}
        )
        for name in names
    }


def _question(column: Column, key: Key, sheets: Sequence[Filled]) -> Question:
    items = [name for name, item in key.items.items() if item.part is column.part]
    table = _table(column, items, key, sheets)
    kept = np.flatnonzero(np.isfinite(table).any(0))
    items = [items[i] for i in kept]
    table = table[:, kept]
    clusters = [key.items[name].source["conversation"] for name in items]
    verdicts = Counter(_majority(column, table[:, i]) for i in range(len(items)))
    scale = column.level == "ordinal"
    means = [float(_numbers(column, table[:, i]).mean()) for i in range(len(items))]
    return Question(
        name=column.name,
        items=len(items),
        ratings=int(np.isfinite(table).sum()),
        verdicts={a: verdicts[a] for a in (*_answers(column, key), NO_MAJORITY) if verdicts[a]},
        shares=_shares(column, key, verdicts),
        mean=bootstrap_mean(means, clusters) if scale else None,
        alpha=alpha(table, column.level, clusters) if items else None,
        kappas=_kappas(column, table, sheets),
        by_rater=_by_rater(column, table, sheets, key),
        rank_correlation=_beside(column, key, items, table, clusters),
    )


def _table(column: Column, items: Sequence[str], key: Key, sheets: Sequence[Filled]) -> Floats:
    """Return raters × items: the place of the answer among the answers, nan if there is none.

    Answers A and B become "first" and "second": the sides were drawn at random.
    """
    table = np.full((len(sheets), len(items)), np.nan)
    for row, sheet in enumerate(sheets):
        for at, name in enumerate(items):
            answer = sheet.answers.get(name, {}).get(column.name)
            if answer is not None:
                place = column.answers.index(answer)
                if key.kind is Kind.PAIRS and answer != TIE:
                    place = int((answer == "A") != (key.items[name].source["a"] == "first"))
                table[row, at] = place
    return table


def _answers(column: Column, key: Key) -> tuple[str, ...]:
    return ("first", "second", TIE) if key.kind is Kind.PAIRS else column.answers


def _majority(column: Column, ratings: Floats) -> str:
    given = Counter(int(place) for place in ratings[np.isfinite(ratings)])
    (best, most), *others = given.most_common()
    if others and others[0][1] == most:
        return NO_MAJORITY
    names = ("first", "second", TIE) if TIE in column.answers else column.answers
    return names[best]


def _shares(column: Column, key: Key, verdicts: Counter[str]) -> dict[str, Estimate]:
    if column.level == "ordinal":
        return {}
    if key.kind is Kind.PAIRS:
        won = wilson(verdicts["first"], verdicts["first"] + verdicts["second"])
        return {"first": won} if won else {}
    total = sum(verdicts.values())
    found = {answer: wilson(verdicts[answer], total) for answer in column.answers}
    return {answer: share for answer, share in found.items() if share}


def _numbers(column: Column, ratings: Floats) -> Floats:
    """Return given answers as numbers: the scale's own, or 1 for yes, 0 for no, ½ between."""
    given = ratings[np.isfinite(ratings)].astype(np.intp)
    if column.level == "ordinal":
        return np.array([float(column.answers[place]) for place in given])
    return np.array([{"yes": 1.0, "no": 0.0}.get(column.answers[place], 0.5) for place in given])


def _kappas(column: Column, table: Floats, sheets: Sequence[Filled]) -> tuple[Kappa, ...]:
    found = []
    for a, b in combinations(range(len(sheets)), 2):
        both = int((np.isfinite(table[a]) & np.isfinite(table[b])).sum())
        value = kappa(table[a], table[b], len(column.answers), column.level)
        found.append(Kappa(raters=(sheets[a].rater, sheets[b].rater), kappa=value, items=both))
    return tuple(found)


def _by_rater(column: Column, table: Floats, sheets: Sequence[Filled], key: Key) -> dict[str, str]:
    found = {}
    for sheet, row in zip(sheets, table, strict=True):
        given = row[np.isfinite(row)]
        if not given.size:
            continue
        if column.level == "ordinal":
            found[sheet.rater] = f"mean {_numbers(column, row).mean():.2f} of {given.size}"
            continue
        counts = Counter(int(place) for place in given)
        names = _answers(column, key)
        words = (f"{names[place]} {counts[place]}" for place in sorted(counts))
        found[sheet.rater] = ", ".join(words)
    return found


def _beside(
    column: Column, key: Key, items: Sequence[str], table: Floats, clusters: Sequence[str]
) -> Estimate | None:
    score_name = BESIDE.get(column.name)
    if score_name is None:
        return None
    rated = [float(_numbers(column, table[:, i]).mean()) for i in range(len(items))]
    ours = [key.items[name].scores[score_name] for name in items]
    return rank_correlation(rated, ours, clusters)


def _good_turns(key: Key, sheets: Sequence[Filled]) -> Estimate | None:
    """Of the turns that most raters would leave as they are, the share our critique faults."""
    column = next((c for c in FORMS[key.kind].columns if c.part is Part.TURN), None)
    if column is None:
        return None
    items = [name for name, item in key.items.items() if item.part is Part.TURN]
    table = _table(column, items, key, sheets)
    good = [
        name
        for i, name in enumerate(items)
        if np.isfinite(table[:, i]).any() and _majority(column, table[:, i]) == "yes"
    ]
    criticised = sum(key.items[name].scores["criticised"] for name in good)
    return wilson(criticised, len(good))
