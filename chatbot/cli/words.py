"""What the terminal says around a talk."""

from textwrap import fill, indent

from chatbot.domain.critique import Critique, Unscored
from chatbot.domain.events import SessionStarted

WIDTH = 96


def told_start(started: SessionStarted, help_text: str) -> str:
    """Return the brief, what is in use, and the client's opening."""
    persona, brief = started.persona, started.persona.advisor_brief
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
        lines.append(fill(f"+ {verdict.done_well.what}", WIDTH))
    lines += [fill(f"- {finding.what}", WIDTH) for finding in verdict.findings]
    if verdict.instead is not None:
        lines.append(fill(f'> You could say: "{verdict.instead}"', WIDTH))
    return indent("\n".join(lines or [verdict.summary]), "    ")
