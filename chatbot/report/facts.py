"""What every form of the debrief says in figures, in one place: scores, gaps, where it came from."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final

from chatbot.domain.adjust import adjustment
from chatbot.domain.debrief import Counts, Debrief, Moment, Scores
from chatbot.domain.global_ratings import (
    DIMENSION_NAMES,
    RELATIONAL,
    TECHNICAL,
    GlobalRatings,
    NotRated,
)
from chatbot.domain.reliability import Told, TrackRecord
from chatbot.domain.reviews import ReviewedCode
from chatbot.domain.scores import MIN_VOLLEYS
from chatbot.domain.talk import Talk
from chatbot.report.spans import code_label
from chatbot.report.turns import TurnView
from chatbot.report.wording import (
    CLIENT_KINDS,
    INDICATIVE,
    MARKER_NAMES,
    first_name,
    listed,
    plural,
    signed,
)

#: What the ratings are worth: judges of this kind are known to be lenient (see docs/evals.md).
READ_BY_A_MODEL: Final = (
    "Read by a language model ({rater}), out of 5, starting from 3. Such judges agree with people "
    "only loosely and tend to be kind; the quotes are checked, the judgement is not."
)


def score_rows(debrief: Debrief) -> list[tuple[str, str, str, str]]:
    """Return name, value, and what counts as fair and good; empty below 20 turns."""
    scores = debrief.scores
    if scores is None:
        return []
    return [*_global_rows(debrief), *_count_rows(scores)]


def _global_rows(debrief: Debrief) -> list[tuple[str, str, str, str]]:
    """Return Relational and Technical, where they could be computed."""
    found = debrief.globals
    if not isinstance(found, GlobalRatings):
        return []
    named = (
        ("Relational (Partnership, Empathy)", found.relational, RELATIONAL),
        ("Technical (change talk, sustain talk)", found.technical, TECHNICAL),
    )
    return [
        (name, f"{value:.1f}", f"{limits.fair:g}", f"{limits.good:g}")
        for name, value, limits in named
        if value is not None
    ]


def _count_rows(scores: Scores) -> list[tuple[str, str, str, str]]:
    complex_share = scores.percent_complex
    ratio = scores.reflections_to_questions
    return [
        (
            "Complex among reflections",
            "no reflections" if complex_share is None else f"{complex_share:.0f} %",
            "40 %",
            "50 %",
        ),
        (
            "Reflections to questions",
            "no questions" if ratio is None else f"{ratio:.1f} : 1",
            "1 : 1",
            "2 : 1",
        ),
        ("MI-adherent (seek, affirm, emphasize)", str(scores.mi_adherent), "–", "–"),
        ("MI-non-adherent (persuade, confront)", str(scores.mi_non_adherent), "–", "–"),
    ]


def score_note(counts: Counts) -> str:
    """Say what the scores are worth, or why there are none."""
    if counts.volleys < MIN_VOLLEYS:
        had = plural(counts.volleys, "turn")
        return (
            f"Scores are given only from {MIN_VOLLEYS} turns; this talk has {had}. Compare the "
            "counts with your own next talk, not with anybody else's."
        )
    return f"{INDICATIVE} The thresholds for fair and good are expert opinion (MITI 4.2.1)."


def ratings_note(debrief: Debrief) -> str | None:
    """Say what the global ratings are worth, or why there are none; None in an older debrief."""
    found = debrief.globals
    if found is None:
        return None
    if isinstance(found, NotRated):
        return found.reason
    said = f"{INDICATIVE} {READ_BY_A_MODEL.format(rater=found.rater)}"
    if found.dropped:
        said += f" {plural(found.dropped, 'quote')} not found in your words, and left out."
    return said


def left_out(found: GlobalRatings) -> list[str]:
    """Return a line for each dimension without a rating."""
    return [
        f"{DIMENSION_NAMES[one.dimension]}: not rated ({one.reason.rstrip('.')})."
        for one in found.left_out
    ]


def client_words_note(debrief: Debrief, record: TrackRecord) -> str | None:
    """Say how often the client spoke for the change and against it; None if it was not coded."""
    if not (debrief.client and debrief.counts.volleys):
        return None
    kinds = Counter(one.talk for one in debrief.client)
    said = ", ".join(
        f"{kinds[kind]} {name}{_measured(record, record.client(kind, name))}"
        for kind, name in CLIENT_KINDS.items()
    )
    return f"In {first_name(debrief.persona_name)}'s {plural(len(debrief.client), 'turn')}: {said}."


def _measured(record: TrackRecord, told: Told) -> str:
    """Return how often readers agreed, in brackets; nothing where nothing was measured at all."""
    return f" ({told.right})" if record.measured else ""


def heard_line(view: TurnView, record: TrackRecord) -> str | None:
    """Return the codes and markers of a turn with their words; None if there are none."""
    codes = [_code_words(one, record) for one in view.review.codes]
    for hit in view.heard.markers:
        name = MARKER_NAMES[hit.marker]
        codes.append(f"{name} “{hit.quote}”{_measured(record, record.marker(hit.marker, name))}")
    return f"Heard: {'; '.join(codes)}" if codes else None


def _code_words(one: ReviewedCode, record: TrackRecord) -> str:
    segment = one.segment
    if one.by is not None:
        label = code_label(segment) if segment else "no code"
        was = f"was {one.said}" if one.said else "added"
        return f"{label} “{one.quote}” (yours; {was})"
    assert segment is not None
    told = record.code(segment.code, segment.open)
    return f"{code_label(segment)} “{one.quote}”{_measured(record, told)}"


def gaps(views: Sequence[TurnView]) -> list[str]:
    """Return a line for each reason why turns have no critique."""
    by_reason: dict[str, list[str]] = defaultdict(list)
    for view in views:
        if view.missing is not None:
            by_reason[view.missing].append(str(view.exchange.number))
    return [
        f"{'Turn' if len(numbers) == 1 else 'Turns'} {listed(numbers)}: {reason}"
        for reason, numbers in by_reason.items()
    ]


def gap_note(debrief: Debrief) -> str:
    """Say how many turns have no critique, and that they count for nothing."""
    left = "has no critique. It is" if debrief.unscored == 1 else "have no critique. They are"
    return (
        f"{debrief.unscored} of {plural(debrief.counts.volleys, 'turn')} {left} left out of what "
        "is said here, neither good nor bad."
    )


def beyond(what: str, summary: str) -> str:
    """Return what a sentence says beyond the summary, which often is its beginning."""
    return what.removeprefix(summary).strip()


def moved(moment: Moment) -> str:
    """Return "trust +4, strain −7" in points of 100."""
    return f"trust {signed(moment.trust_change)}, strain {signed(moment.discord_change)}"


def provenance(talk: Talk, debrief: Debrief) -> list[tuple[str, str]]:
    """Return what made this talk and this debrief, label by label."""
    started = talk.started
    taken_back = len(talk.exchanges) - len(talk.branch)
    rows = [
        (
            "Client's voice",
            "written lines, no model" if started.voice == "lines" else started.voice,
        ),
        ("Codes", started.coder),
        ("Critique", debrief.evaluator),
        ("Rules", started.rules_version),
        ("Prompts", started.prompts_digest),
        ("Seed", str(started.seed)),
        ("Session", started.session_id),
        ("Sparring", started.app_version),
    ]
    how = adjustment(started.persona)
    if how is not None:
        rows.insert(0, ("Client", how.words))
    if taken_back:
        rows.append(("Taken back", f"{plural(taken_back, 'turn')}, not counted here"))
    return rows
