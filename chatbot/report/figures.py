"""The figures on the page: trust over the turns, counts, scores."""

from collections.abc import Iterator, Sequence

from chatbot.domain.debrief import Counts, Debrief
from chatbot.domain.reliability import TrackRecord
from chatbot.domain.talk import Talk
from chatbot.report import facts
from chatbot.report.corrected import corrections_note
from chatbot.report.markup import Safe, join, tag
from chatbot.report.plots import Curve, Mark, bar, curves
from chatbot.report.spans import family
from chatbot.report.turns import TurnView
from chatbot.report.wording import Counted, counted, points


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


def counts(talk: Talk, debrief: Debrief, views: Sequence[TurnView], record: TrackRecord) -> Safe:
    """Return what was counted, scores where there are enough turns, and what could not be judged."""
    scores = facts.score_rows(debrief)
    spoken = facts.client_words_note(debrief, record)
    corrected = corrections_note(talk)
    gaps = facts.gaps(views)
    return tag(
        "section",
        tag("h2", "What you did"),
        _bars(debrief.counts, record) if views else None,
        tag("p", corrected) if corrected else None,
        tag("p", record.footnote(), class_="soft") if views else None,
        _table(("Score", "You", "Fair", "Good"), scores) if scores else None,
        tag("p", facts.score_note(debrief.counts), class_="soft"),
        tag("p", spoken) if spoken else None,
        tag("p", facts.gap_note(debrief)) if gaps else None,
        tag("ul", *[tag("li", line) for line in gaps]) if gaps else None,
    )


def _bars(found: Counts, record: TrackRecord) -> Safe:
    rows = counted(found)
    most = max(one.number for one in rows)
    bars = [
        tag(
            "tr",
            tag("th", one.name, tag("span", f" {one.code}", class_="soft"), scope="row"),
            tag("td", bar(one.number, most, family(one.code))),
            tag("td", str(one.number), class_="number"),
            _often(one, record) if record.measured else None,
        )
        for one in rows
    ]
    said = "Number of turns with each behaviour (MITI 4.2.1)"
    said += ", and how often readers agreed with the code." if record.measured else "."
    caption = tag("p", said, class_="soft")
    return join(caption, tag("table", tag("tbody", *bars), class_="bars"))


def _often(one: Counted, record: TrackRecord) -> Safe:
    told = record.code(one.code, one.open)
    return tag("td", told.short, class_="often", title=told.whole)


def _table(names: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Safe:
    head = tag("tr", *[tag("th", name, scope="col") for name in names])
    body = [
        tag("tr", tag("th", row[0], scope="row"), *[tag("td", cell) for cell in row[1:]])
        for row in rows
    ]
    return tag("table", tag("thead", head), tag("tbody", *body), class_="figures")
