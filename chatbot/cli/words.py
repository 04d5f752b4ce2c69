"""What the terminal says around a talk."""

from textwrap import fill, indent

from chatbot.domain.adjust import adjustment
from chatbot.domain.critique import Critique, Finding, Unscored
from chatbot.domain.events import ExchangeCommitted, SessionStarted
from chatbot.domain.reliability import TrackRecord
from chatbot.domain.reviews import ReviewedCode, points
from chatbot.domain.talk import Talk

WIDTH = 96


def told_start(started: SessionStarted, help_text: str) -> str:
    """Return the brief, what is in use, and the client's opening."""
    persona, brief = started.persona, started.persona.advisor_brief
    how = adjustment(persona)
    speaks = (
        "lines written for this client (no language model)"
        if started.voice == "lines"
        else started.voice
    )
    parts = [
        f"{persona.name}, {persona.age}: {persona.domain}",
        fill(f"You are: {brief.role}", WIDTH),
        fill(f"So far: {brief.situation}", WIDTH),
        fill(f"You recommend: {brief.recommendation}", WIDTH),
        f"Today: {how.words}" if how else "",
        fill(f"Speaking: {speaks}. Critique: {started.evaluator}.", WIDTH),
        help_text,
        f"\n{persona.name}: {started.opening}",
    ]
    return "\n".join(part for part in parts if part)


def told_critique(verdict: Critique | Unscored) -> str:
    """Return a critique as a few indented lines."""
    if isinstance(verdict, Unscored):
        return indent(fill(f"No critique: {verdict.reason}", WIDTH), "    ")
    lines = []
    if verdict.done_well is not None:
        lines.append(fill(f"+ {quoting(verdict.done_well)}", WIDTH))
    lines += [fill(f"- {quoting(finding)}", WIDTH) for finding in verdict.findings]
    if verdict.instead is not None:
        lines.append(fill(f'> You could say: "{verdict.instead}"', WIDTH))
    return indent("\n".join(lines or [verdict.summary]), "    ")


def quoting(finding: Finding) -> str:
    """Return what a finding says, after the words it is about where it does not hold them."""
    quote = " ".join(finding.quote.split()).rstrip(".!,;: ")
    return finding.what if quote in finding.what else f"“{quote}”: {finding.what}"


def told_heard(talk: Talk, turn_id: str, record: TrackRecord) -> str:
    """Return the codes of a turn as they stand, each with how often it is right, in a line."""
    said = [
        f"{one.now.words} ({record.code(one.now.code).right})"
        for one in talk.review(turn_id).codes
        if one.now is not None
    ]
    return indent(fill(f"Heard: {', '.join(said) or 'nothing that carries a code'}", WIDTH), "    ")


def told_turn(talk: Talk, exchange: ExchangeCommitted, record: TrackRecord) -> str:
    """Return a turn with its codes, what you said of them, and its critique, numbered."""
    review = talk.review(exchange.turn_id)
    lines = [fill(f"Turn {exchange.number}: {exchange.advisor}", WIDTH, subsequent_indent="  ")]
    lines += [f"  {_told_code(one, record)}" for one in review.codes]
    if not review.codes:
        lines.append("  no code")
    if review.confirmed is not None:
        lines.append("  You called the codes right.")
    verdict = talk.verdicts.get(exchange.turn_id)
    for number, point in enumerate(points(verdict) if isinstance(verdict, Critique) else (), 1):
        disagreed = " You disagree." if review.contest_of(point) else ""
        lines.append(fill(f"  {number}. {point.what}{disagreed}", WIDTH, subsequent_indent="     "))
    return "\n".join(lines) + "\n"


def _told_code(one: ReviewedCode, record: TrackRecord) -> str:
    if one.by is None and one.now is not None:
        said = f"{one.now:<10} {record.code(one.now.code).right:<30}"
    elif one.said is None:
        said = f"{one.now:<10} {'added by you':<30}"
    else:
        said = f"{one.now or 'no code':<10} {f'corrected by you, was {one.said}':<30}"
    return f"{said} “{shortened(one.quote)}”"


def shortened(quote: str, most: int = 48) -> str:
    """Return a quote in one line, its middle left out if it is longer than `most` characters."""
    words = " ".join(quote.split())
    if len(words) <= most:
        return words
    return f"{words[: most // 2].rstrip()} … {words[-most // 2 + 3 :].lstrip()}"
