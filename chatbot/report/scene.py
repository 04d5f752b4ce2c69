"""The transcript on the page: each turn's codes on its own words, its critique folded."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from chatbot.domain.codes import CodedSegment, MarkerHit
from chatbot.domain.critique import Critique, Difference, Finding
from chatbot.domain.debrief import Debrief
from chatbot.domain.reliability import TrackRecord
from chatbot.domain.talk import Talk
from chatbot.report.facts import beyond
from chatbot.report.markup import Safe, join, tag
from chatbot.report.moments import effects_words
from chatbot.report.spans import Piece, Title, named, pieces
from chatbot.report.turns import TurnView
from chatbot.report.wording import MARKER_NAMES, signed

_LEGEND: Final = (
    ("listen", "SR, CR", "reflections"),
    ("ask", "Q", "questions"),
    ("share", "AF, Seek, Emphasize", "affirming, sharing power"),
    ("inform", "GI, PwP", "informing, with leave"),
    ("push", "P, C", "pushing"),
)


def transcript(
    talk: Talk, debrief: Debrief, views: Sequence[TurnView], record: TrackRecord
) -> Safe:
    """Return the transcript of the current branch."""
    name = talk.started.persona.name
    notes = _notes(debrief)
    said = [_turn(view, name, notes.get(view.exchange.turn_id, []), record) for view in views]
    legend = [
        join(tag("span", codes, class_=f"code {style}"), f" {meaning}")
        for style, codes, meaning in _LEGEND
    ]
    key = tag("p", *[tag("span", one) for one in legend], class_="legend") if views else None
    return tag(
        "section",
        tag("h2", "The talk"),
        key,
        _client(name, talk.started.opening),
        *said,
        id="talk",
        class_="talk",
    )


def _notes(debrief: Debrief) -> dict[str, list[tuple[str, str]]]:
    """Return what the debrief says about turns: class and words, by turn id."""
    notes: dict[str, list[tuple[str, str]]] = defaultdict(list)
    if debrief.best is not None:
        notes[debrief.best.turn_id].append(("good", "best moment"))
    if debrief.costliest is not None:
        notes[debrief.costliest.turn_id].append(("poor", "costliest moment"))
    for one in debrief.missed:
        notes[one.turn_id].append(("poor", "missed opening"))
    return notes


def _client(name: str, text: str) -> Safe:
    who = tag("p", name, class_="who")
    return tag("div", who, tag("p", text, class_="words", dir="auto"), class_="said client")


def _turn(view: TurnView, name: str, notes: Sequence[tuple[str, str]], record: TrackRecord) -> Safe:
    exchange = view.exchange
    badges = [tag("span", words, class_=f"badge {style}") for style, words in notes]
    who = tag("p", f"Turn {exchange.number} · you ", *badges, class_="who")
    words = [_piece(p) for p in pieces(exchange.advisor, view.heard, _titles(view, record))]
    turn = tag(
        "div",
        who,
        tag("p", *words, class_="words", dir="auto"),
        _corrections(view),
        _folded(view),
        class_="said you",
        id=f"turn-{exchange.number}",
    )
    return join(turn, _client(name, exchange.reply.text))


def _titles(view: TurnView, record: TrackRecord) -> Title:
    """Return what says of a code how often it is right; of the person's own, that it is theirs."""

    def title(one: CodedSegment | MarkerHit) -> str:
        if isinstance(one, MarkerHit):
            return f"{named(one)}. {record.marker(one.marker, MARKER_NAMES[one.marker]).whole}"
        if one not in view.exchange.heard.segments:
            return f"{named(one)}, as you corrected it"
        return f"{named(one)}. {record.code(one.code, one.open).whole}"

    return title


def _corrections(view: TurnView) -> Safe | None:
    """Return what the person changed in this turn, codes taken away included."""
    said = [
        join(
            tag("q", one.quote, dir="auto"),
            f" {one.was.words if one.was else 'no code'} → {one.now.words if one.now else 'no code'}",
        )
        for one in view.review.corrections
    ]
    if not said:
        return None
    rows = [tag("li", one) for one in said]
    return tag("div", "Corrected by you:", tag("ul", *rows), class_="corrected")


def _piece(piece: Piece) -> Safe:
    labels = [
        tag("sup", span.label, class_=f"code {span.family}", title=span.title)
        for span in piece.ending
    ]
    codes = [span.family for span in piece.inside if not span.family.startswith("marker")]
    if not piece.inside:
        return join(piece.text)
    style = codes[0] if codes else piece.inside[0].family
    return join(tag("mark", piece.text, class_=style), *labels)


def _folded(view: TurnView) -> Safe:
    critique = view.critique
    if critique is None:
        return tag("p", f"No critique: {view.missing}", class_="unscored")
    return tag(
        "details",
        tag("summary", critique.summary),
        _point("good", "Done well", critique.done_well, view) if critique.done_well else None,
        *[_point("poor", "To change", finding, view) for finding in critique.findings],
        _instead(critique),
        *[_difference(one) for one in critique.differences],
        _effects(view),
    )


def _point(style: str, title: str, finding: Finding, view: TurnView) -> Safe:
    summary = view.critique.summary if view.critique else ""
    contested = view.review.contest_of(finding) is not None
    what = beyond(finding.what, summary)
    label = tag("span", title, class_=f"tip {style}")
    quote = tag("q", finding.quote, dir="auto")
    disagreed = tag("span", " You disagree.", class_="soft") if contested else None
    return tag("p", label, quote, tag("br") if what else None, what, disagreed)


def _instead(critique: Critique) -> Safe | None:
    if not critique.instead:
        return None
    return tag("p", tag("span", "You could say", class_="tip"), critique.instead, class_="instead")


def _difference(one: Difference) -> Safe:
    heard = f"The critique hears {one.evaluator}, the coder {one.coder}. {one.rule}"
    return tag("p", tag("q", one.quote, dir="auto"), f" {heard}", class_="soft")


def _effects(view: TurnView) -> Safe:
    changes = f"trust {signed(view.trust_change)}, strain {signed(view.discord_change)}"
    said = effects_words(view.exchange.effects)
    return tag("p", f"What it did: {said} ({changes}).", class_="figures")
