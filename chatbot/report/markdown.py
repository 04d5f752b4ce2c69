"""The debrief as Markdown (CommonMark with tables)."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from chatbot.domain.critique import Critique
from chatbot.domain.debrief import Debrief, Moment
from chatbot.domain.global_ratings import DIMENSION_NAMES, GlobalRatings
from chatbot.domain.reliability import TrackRecord
from chatbot.domain.talk import Talk
from chatbot.report import facts
from chatbot.report.corrected import corrections_note
from chatbot.report.turns import TurnView, turns
from chatbot.report.wording import (
    PRACTICE,
    counted,
    ending_words,
    first_name,
    plural,
)

_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>|~&])")
_LINE_START: Final = re.compile(r"(?m)^(\s*)(#{1,6}(?=\s)|[-+=](?=[\s=-])|\d{1,9}(?=[.)]\s))")


def plain(text: str) -> str:
    """Return text so that Markdown shows it as it stands: no markup, no HTML, no list."""
    escaped = _SPECIAL.sub(r"\\\1", " ".join(text.split("\r")))
    return _LINE_START.sub(_guarded, escaped)


def _guarded(match: re.Match[str]) -> str:
    return f"{match[1]}{match[2]}\\" if match[2].isdigit() else f"{match[1]}\\{match[2]}"


def quoted(text: str) -> str:
    """Return text as a block quote, line breaks kept."""
    lines = plain(text).strip().split("\n")
    return "\n".join(f"> {line.strip()}".rstrip() for line in lines)


def to_markdown(
    talk: Talk, debrief: Debrief, record: TrackRecord, *, transcript: bool = True
) -> str:
    """Return the debrief, and the transcript where it is not to be seen beside it anyway."""
    views = turns(talk, debrief.client)
    parts = [
        *_head(talk, debrief),
        *_own_view(debrief),
        f"## Keep\n\n{plain(debrief.strength)}",
        f"## Change\n\n{plain(debrief.change)}",
        *_moments(debrief),
        *_missed(debrief),
        *_underneath(debrief),
        f"## Trust\n\n{plain(debrief.trust_words)}",
        *_counts(talk, debrief, views, record),
        *_ratings(debrief),
        f"## Practise next\n\n{plain(debrief.practise)}",
        *(_transcript(talk, views, record) if transcript else ()),
        *_foot(talk, debrief),
    ]
    return "\n\n".join(parts) + "\n"


def _head(talk: Talk, debrief: Debrief) -> Iterator[str]:
    persona = talk.started.persona
    yield f"# Debrief: a talk with {plain(debrief.persona_name)}"
    length = plural(debrief.counts.volleys, "turn")
    yield f"{plain(persona.domain)} · {length} · {talk.started.at:%d %B %Y}"
    yield f"**{plain(ending_words(debrief))}**"


def _own_view(debrief: Debrief) -> Iterator[str]:
    if not (debrief.went_well or debrief.would_change):
        return
    yield "## Your own view"
    if debrief.went_well:
        yield f"What went well:\n\n{quoted(debrief.went_well)}"
    if debrief.would_change:
        yield f"What you would change:\n\n{quoted(debrief.would_change)}"


def _moments(debrief: Debrief) -> Iterator[str]:
    if debrief.best is not None:
        yield _moment("Best moment", debrief.best)
    if debrief.costliest is not None:
        yield _moment("Costliest moment", debrief.costliest)


def _moment(title: str, moment: Moment) -> str:
    text = (
        f"## {title}: turn {moment.number}\n\n{plain(moment.words)}\n\n"
        f"{plain(moment.cause)} ({facts.moved(moment)})"
    )
    if moment.instead:
        text += f"\n\nYou could say:\n\n{quoted(moment.instead)}"
    return text


def _missed(debrief: Debrief) -> Iterator[str]:
    if not debrief.missed:
        return
    yield "## Missed openings" if len(debrief.missed) > 1 else "## A missed opening"
    for one in debrief.missed:
        yield (
            f"Before turn {one.number}, {plain(first_name(debrief.persona_name))} said:\n\n"
            f"{quoted(one.client)}\n\n{plain(one.what)}\n\nYou could say:\n\n{quoted(one.instead)}"
        )


def _underneath(debrief: Debrief) -> Iterator[str]:
    if debrief.underneath:
        name = plain(first_name(debrief.persona_name))
        yield f"## What was underneath\n\n{name} did not say it in this talk:"
        yield quoted(debrief.underneath)


def _counts(
    talk: Talk, debrief: Debrief, views: Sequence[TurnView], record: TrackRecord
) -> Iterator[str]:
    yield "## Counts"
    if not views:
        yield plain(facts.score_note(debrief.counts))
        return
    yield _counts_table(debrief, record)
    corrected = corrections_note(talk)
    if corrected:
        yield plain(corrected)
    yield plain(record.footnote())
    scores = facts.score_rows(debrief)
    if scores:
        lines = [f"| {' | '.join(row)} |" for row in scores]
        yield "\n".join(["| Score | You | Fair | Good |", "| :-- | --: | --: | --: |", *lines])
    yield plain(facts.score_note(debrief.counts))
    note = facts.client_words_note(debrief, record)
    if note:
        yield plain(note)
    if debrief.unscored:
        yield plain(facts.gap_note(debrief))
        yield "\n".join(f"- {plain(line)}" for line in facts.gaps(views))


def _counts_table(debrief: Debrief, record: TrackRecord) -> str:
    """Return the counts, and how often each code is right where that was measured."""
    head, line = "| What you did | MITI | Turns |", "| :-- | :-- | --: |"
    rows = [f"| {one.name} | {one.code} | {one.number} |" for one in counted(debrief.counts)]
    if record.measured:
        head, line = f"{head} Readers agreed |", f"{line} :-- |"
        often = [record.code(one.code, one.open).short for one in counted(debrief.counts)]
        rows = [f"{row} {told} |" for row, told in zip(rows, often, strict=True)]
    return "\n".join([head, line, *rows])


def _ratings(debrief: Debrief) -> Iterator[str]:
    note = facts.ratings_note(debrief)
    if note is None:
        return
    yield "## The talk as a whole"
    found = debrief.globals
    if isinstance(found, GlobalRatings):
        for rating in found.ratings:
            yield f"**{DIMENSION_NAMES[rating.dimension]}: {rating.score} of 5.** {plain(rating.why)}"
            quotes = [
                f"- {'+' if one.raises else '−'} turn {one.turn}: “{plain(one.quote)}”"
                for one in rating.evidence
            ]
            if quotes:
                yield "\n".join(quotes)
        yield from (plain(line) for line in facts.left_out(found))
    yield plain(note)


def _transcript(talk: Talk, views: Sequence[TurnView], record: TrackRecord) -> Iterator[str]:
    name = plain(talk.started.persona.name)
    yield f"## Transcript\n\n**{name}**\n\n{quoted(talk.started.opening)}"
    for view in views:
        exchange = view.exchange
        yield f"### Turn {exchange.number}\n\n**You**\n\n{quoted(exchange.advisor)}"
        heard = facts.heard_line(view, record)
        if heard:
            yield plain(heard)
        yield _verdict(view)
        yield f"**{name}**\n\n{quoted(exchange.reply.text)}"


def _verdict(view: TurnView) -> str:
    critique = view.critique
    if critique is None:
        return f"*No critique:* {plain(view.missing or '')}"
    head = f"*Critique:* {plain(_opened(critique))}"
    lines = list(_findings(critique))
    if critique.instead:
        lines.append(f"- You could say: “{plain(critique.instead)}”")
    return f"{head}\n\n" + "\n".join(lines) if lines else head


def _opened(critique: Critique) -> str:
    """Return the summary, or the whole sentence of which it is the beginning."""
    return next((w for w in _whats(critique) if w.startswith(critique.summary)), critique.summary)


def _whats(critique: Critique) -> list[str]:
    done = [critique.done_well] if critique.done_well else []
    return [one.what for one in (*critique.findings, *done)]


def _findings(critique: Critique) -> Iterator[str]:
    """Yield what has not been said already."""
    for what in _whats(critique):
        if not what.startswith(critique.summary):
            yield f"- {plain(what)}"


def _foot(talk: Talk, debrief: Debrief) -> Iterator[str]:
    made_by = " · ".join(
        f"{label}: {plain(value)}" for label, value in facts.provenance(talk, debrief)
    )
    yield f"---\n\n{PRACTICE}\n\n{made_by}"
