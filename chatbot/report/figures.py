"""The figures on the page: trust over the turns, counts, scores."""

from collections.abc import Iterator, Sequence

from chatbot.domain.codes import Code
from chatbot.domain.debrief import Counts, Debrief
from chatbot.domain.talk import Talk
from chatbot.report import facts
from chatbot.report.markup import Safe, join, tag
from chatbot.report.plots import Curve, Mark, bar, curves
from chatbot.report.spans import family
from chatbot.report.turns import TurnView
from chatbot.report.wording import counted, points


def trust(debrief: Debrief, views: Sequence[TurnView], talk: Talk) -> Safe:
    """Return where trust went: in words, drawn, and as figures."""
    words = tag("p", debrief.trust_words)
    if not views:
        return tag("section", tag("h2", "Trust"), words)
    states = (talk.started.state, *(view.exchange.state for view in views))
    lines = (
        Curve("trust", "trust", tuple(s.trust.level for s in states)),
        Curve("strain", "strain", tuple(s.discord for s in states)),
        Curve("readiness", "ready", tuple(s.readiness for s in states)),
    )
    marks = list(_marks(debrief, lines[0]))
    plot = curves(lines, marks, "Trust, strain and readiness over the turns")
    caption = "Trust in you, strain between you, readiness to decide; points of 100. "
    signs = "▲ best moment, ▼ costliest moment." if marks else None
    return tag(
        "section",
        tag("h2", "Trust"),
        words,
        tag("figure", tag("div", plot, class_="wide"), tag("figcaption", caption, signs)),
        tag("details", tag("summary", "The figures"), _turn_by_turn(lines)),
    )


def _marks(debrief: Debrief, line: Curve) -> Iterator[Mark]:
    for moment, sign, title in (
        (debrief.best, "▲", "best moment"),
        (debrief.costliest, "▼", "costliest moment"),
    ):
        if moment is not None:
            number = moment.number
            yield Mark(number, line.shares[number], sign, f"{title}: turn {number}")


def _turn_by_turn(lines: Sequence[Curve]) -> Safe:
    rows = [
        (str(turn or "start"), *(str(points(line.shares[turn])) for line in lines))
        for turn in range(len(lines[0].shares))
    ]
    return _table(("Turn", "Trust", "Strain", "Readiness"), rows)


def counts(debrief: Debrief, views: Sequence[TurnView]) -> Safe:
    """Return what was counted, scores where there are enough turns, and what could not be judged."""
    scores = facts.score_rows(debrief)
    spoken = facts.client_words_note(debrief)
    gaps = facts.gaps(views)
    return tag(
        "section",
        tag("h2", "What you did"),
        _bars(debrief.counts) if views else None,
        _table(("Score", "You", "Fair", "Good"), scores) if scores else None,
        tag("p", facts.score_note(debrief.counts), class_="soft"),
        tag("p", spoken) if spoken else None,
        tag("p", facts.gap_note(debrief)) if gaps else None,
        tag("ul", *[tag("li", line) for line in gaps]) if gaps else None,
    )


def _bars(found: Counts) -> Safe:
    rows = counted(found)
    most = max(number for _, _, number in rows)
    bars = [
        tag(
            "tr",
            tag("th", name, tag("span", f" {code}", class_="soft"), scope="row"),
            tag("td", bar(number, most, family(Code(code)))),
            tag("td", str(number)),
        )
        for code, name, number in rows
    ]
    caption = tag("p", "Number of turns with each behaviour (MITI 4.2.1).", class_="soft")
    return join(caption, tag("table", tag("tbody", *bars), class_="bars"))


def _table(names: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Safe:
    head = tag("tr", *[tag("th", name, scope="col") for name in names])
    body = [
        tag("tr", tag("th", row[0], scope="row"), *[tag("td", cell) for cell in row[1:]])
        for row in rows
    ]
    return tag("table", tag("thead", head), tag("tbody", *body), class_="figures")
