"""The transcript on the page: each turn's codes on its own words, its critique folded."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from chatbot.domain.critique import Critique, Difference, Finding
from chatbot.domain.debrief import Debrief
from chatbot.domain.talk import Talk
from chatbot.report.facts import beyond
from chatbot.report.markup import Safe, join, tag
from chatbot.report.moments import effects_words
from chatbot.report.spans import Piece, pieces
from chatbot.report.turns import TurnView
from chatbot.report.wording import signed

_LEGEND: Final = (
    ("listen", "SR, CR", "reflections"),
    ("ask", "Q", "questions"),
    ("share", "AF, Seek, Emphasize", "affirming, sharing power"),
    ("inform", "GI, PwP", "informing, with leave"),
    ("push", "P, C", "pushing"),
)


def transcript(talk: Talk, debrief: Debrief, views: Sequence[TurnView]) -> Safe:
    """Return the transcript of the current branch."""
    name = talk.started.persona.name
    notes = _notes(debrief)
    said = [_turn(view, name, notes.get(view.exchange.turn_id, [])) for view in views]
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


def _turn(view: TurnView, name: str, notes: Sequence[tuple[str, str]]) -> Safe:
    exchange = view.exchange
    badges = [tag("span", words, class_=f"badge {style}") for style, words in notes]
    who = tag("p", f"Turn {exchange.number} · you ", *badges, class_="who")
    words = [_piece(piece) for piece in pieces(exchange.advisor, exchange.heard)]
    turn = tag(
        "div",
        who,
        tag("p", *words, class_="words", dir="auto"),
        _folded(view),
        class_="said you",
        id=f"turn-{exchange.number}",
    )
    return join(turn, _client(name, exchange.reply.text))


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
        _done_well(critique),
        *[_finding(finding, critique) for finding in critique.findings],
        _instead(critique),
        *[_difference(one) for one in critique.differences],
        _effects(view),
    )


def _done_well(critique: Critique) -> Safe | None:
    done = critique.done_well
    if done is None:
        return None
    return _point("good", "Done well", done, critique.summary)


def _finding(finding: Finding, critique: Critique) -> Safe:
    return _point("poor", "To change", finding, critique.summary)


def _point(style: str, title: str, finding: Finding, summary: str) -> Safe:
    what = beyond(finding.what, summary)
    label = tag("span", title, class_=f"tip {style}")
    quote = tag("q", finding.quote, dir="auto")
    return tag("p", label, quote, tag("br") if what else None, what)


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
