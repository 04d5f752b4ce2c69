"""Conversations to read, with the codes that were heard marked in the advisor's words."""

from html import escape

from chatbot.domain.codes import CODE_NAMES, Heard
from evals.page import CODE_CLASSES
from evals.records import ConversationRecord


def marked(text: str, heard: Heard) -> str:
    """Return an advisor turn as HTML with its coded segments marked; everything is escaped."""
    parts: list[str] = []
    at = 0
    for segment in sorted(heard.segments, key=lambda s: s.start):
        if segment.start < at:
            continue
        parts.append(escape(text[at : segment.start]))
        title = f"{CODE_NAMES[segment.code]}, {segment.confidence:.0%} sure"
        words = escape(text[segment.start : segment.end])
        parts.append(
            f'<mark class="{CODE_CLASSES[segment.code]}" title="{escape(title)}">{words}'
            f"<sup>{escape(segment.code)}</sup></mark>"
        )
        at = segment.end
    return "".join((*parts, escape(text[at:])))


def conversation(record: ConversationRecord) -> str:
    """Return one conversation as a folded HTML block."""
    lines = [f"<p><b>Client</b> {escape(record.opening)}</p>"]
    for one in record.exchanges:
        trust, strain = one.state.trust.level, one.state.discord
        lines.append(f"<p><b>Advisor</b> {marked(one.advisor, one.heard)}</p>")
        lines.append(
            f"<p><b>Client</b> {escape(one.reply.text)} <small>{escape(one.move.act)}; trust "
            f"{trust:.2f}, strain {strain:.2f}</small></p>"
        )
    title = f"{record.persona}, {record.advisor}, seed {record.seed}: {record.ending}"
    return f"<details><summary>{escape(title)}</summary>{''.join(lines)}</details>"
