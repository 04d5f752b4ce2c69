"""What was found, in plain words."""

from textwrap import fill
from typing import Final

from chatbot.domain.contents import Layer
from evals.metrics.intervals import Estimate
from evals.persona_check.cues import TOO_COMMON
from evals.persona_check.measuring import PersonaReport
from evals.persona_check.speaking import FEW, ActLines

#: A difference of final trust that is called large (Cohen 1988, d).
LARGE: Final = 0.8
#: An act that came up in fewer of the client's turns than this is not missed where lines are few.
SELDOM: Final = 0.01
#: Own words in fewer of the late turns than this: the client runs out of them.
RUNS_OUT: Final = 0.6
#: A deeper concern told to poor advisors in so many talks, and no less than to good ones, is loose.
LOOSE: Final = 0.3
WIDTH: Final = 96


def to_text(report: PersonaReport) -> str:
    """Return the whole report as lines of text."""
    parts = [
        _head(report),
        _skill(report),
        _layers(report),
        _outcomes(report),
        _lines(report),
        _cues(report),
        _verdict(report),
    ]
    return "\n\n".join("\n".join(part) for part in parts)


def _head(report: PersonaReport) -> list[str]:
    script = (
        "an advisor script of its own"
        if report.own_script
        else "the generic advisor script, which names none of its contents"
    )
    talks = sum(one.talks for one in report.kinds)
    text = f"{report.name} ({report.persona}): {talks} talks, {report.seeds} seeds, with {script}."
    return [fill(text, WIDTH)]


def _skill(report: PersonaReport) -> list[str]:
    lines = ["Does skill show?"]
    for one in report.kinds:
        endings = ", ".join(f"{name} {count}" for name, count in one.endings.items())
        lines.append(
            f"  {one.kind:<13} good endings {_percent(one.good)}, "
            f"trust {_signed(one.trust_change)}; {endings}"
        )
    skill = report.skill
    size = "not to be had, nothing varies" if skill.cohens_d is None else f"{skill.cohens_d:.1f}"
    lines.append(
        f"  good less poor: good endings {_points(skill.good)}, trust {_signed(skill.trust)}; "
        f"Cohen's d {size}, AUC {skill.auc:.2f}"
    )
    return lines


def _layers(report: PersonaReport) -> list[str]:
    lines = ["Can its layers be reached? Share of talks in which each concern is told:"]
    width = max(len(one.concern) for one in report.concerns)
    for one in report.concerns:
        never = f"  never{_at_most(report)}" if not one.by_good else ""
        lines.append(
            f"  {one.concern:<{width}}  {one.layer:<10}  good advisors {100 * one.by_good:3.0f} %, "
            f"poor ones {100 * one.by_poor:3.0f} %{never}"
        )
    return lines


def _outcomes(report: PersonaReport) -> list[str]:
    lines = ["Can each ending be reached by good advisors?"]
    for one in report.endings:
        best = "best" if one.best else "also"
        never = f"  never{_at_most(report)}" if not one.by_good else ""
        lines.append(f"  {best}  {one.ending:<15} {100 * one.by_good:3.0f} % of talks{never}")
    return lines


def _at_most(report: PersonaReport) -> str:
    """Say what "never" in n talks leaves open: at most 3/n (Hanley & Lippman-Hand 1983, 95 %)."""
    return f" (at most {min(100.0, 300 / report.good_talks):.0f} % of talks)"


def _lines(report: PersonaReport) -> list[str]:
    words = report.words
    none = [one.act.value for one in report.acts if one.own_lines == 0]
    few = [f"{one.act.value} {one.own_lines}" for one in report.acts if 0 < one.own_lines < FEW]
    lines = [
        "Does it have the words? Turns "
        f"in its own words {100 * words.own:.0f} %, in shared lines {100 * words.borrowed:.0f} %, "
        f"at a loss (“Hm.”) {100 * words.last_resort:.0f} %."
    ]
    if words.early is not None and words.late is not None:
        lines.append(
            f"  own words up to exchange 10: {100 * words.early:.0f} %; after: "
            f"{100 * words.late:.0f} %"
        )
    if none:
        lines.append(_listed("acts without lines of their own", none))
    if few:
        lines.append(_listed(f"acts with fewer than {FEW}", few))
    short = [
        f"{one.act.value} ({one.turns - one.in_own_words} of {one.turns} times)"
        for one in _borrowing(report)
    ]
    if short:
        lines.append(_listed("most often spoken in other words", short))
    return lines


def _borrowing(report: PersonaReport) -> list[ActLines]:
    """Return the acts that lack own words most often, in at least `SELDOM` of all turns."""
    turns = sum(one.turns for one in report.acts)
    found = [one for one in report.acts if one.turns - one.in_own_words > SELDOM * turns]
    return sorted(found, key=lambda one: one.in_own_words - one.turns)[:6]


def _listed(what: str, items: list[str]) -> str:
    return fill(f"{what}: {', '.join(items)}", WIDTH, initial_indent="  ", subsequent_indent="    ")


def _cues(report: PersonaReport) -> list[str]:
    if not report.common:
        return [f"Cues: none fires in more than {100 * TOO_COMMON:.0f} % of unrelated turns."]
    lines = [f"Cues that fire in more than {100 * TOO_COMMON:.0f} % of unrelated turns:"]
    return lines + [
        f"  “{one.cue}” of {one.owner}: {100 * one.share:.0f} %, such as “{one.example[:60]}”"
        for one in report.common
    ]


def _verdict(report: PersonaReport) -> list[str]:
    found = problems(report)
    lines = [fill(f"Verdict: {discriminates(report)}", WIDTH)]
    if not found:
        return [*lines, "  Nothing else stands out."]
    return lines + [
        fill(f"- {one}", WIDTH, initial_indent="  ", subsequent_indent="    ") for one in found
    ]


def discriminates(report: PersonaReport) -> str:
    """Say in a sentence whether this persona tells good advisors from poor ones."""
    skill = report.skill
    ends = skill.good.low is not None and skill.good.low > 0
    trusts = skill.trust.low is not None and skill.trust.low > 0
    large = skill.cohens_d is not None and skill.cohens_d >= LARGE
    if ends and trusts and large:
        return "it discriminates: with good advisors it ends better, and trusts more."
    if ends or (trusts and large):
        what = "endings" if ends else "trust"
        return f"it discriminates by {what} only; the other shows no clear difference."
    if skill.good.low is None:
        return "one seed cannot tell; give more with --seeds."
    return "it does not discriminate: good and poor advisors fare alike."


def problems(report: PersonaReport) -> list[str]:
    """Return what is to be mended, the gravest first."""
    found = []
    mute = [one.concern for one in report.concerns if not one.by_good]
    if mute:
        found.append(
            f"Never told, even to good advisors: {', '.join(mute)}. Lower the trust it takes, or "
            "give cues that an advisor would say."
        )
    loose = [
        one.concern
        for one in report.concerns
        if one.layer is not Layer.SURFACE and one.by_poor >= max(LOOSE, one.by_good)
    ]
    if loose:
        found.append(
            f"Told to poor advisors as often: {', '.join(loose)}. Raise the trust it takes, or "
            "look at its cues."
        )
    shut = [one.ending.value for one in report.endings if one.best and not one.by_good]
    if shut:
        found.append(
            f"Best outcomes never reached: {', '.join(shut)}. Look at the plan's trust, at what "
            "must come first (`after`), and at its cues."
        )
    if report.words.late is not None and report.words.late < RUNS_OUT:
        acts = ", ".join(one.act.value for one in _borrowing(report)[:3])
        found.append(f"It runs out of own words in long talks; write more lines for {acts}.")
    if report.common:
        cues = ", ".join(f"“{one.cue}” ({one.owner})" for one in report.common)
        found.append(f"Too common a cue: {cues}. Use words that nobody says by chance.")
    if not report.own_script:
        found.append(
            "No advisor script was written for it, so that advisors here say nothing about its "
            "contents; real ones should reach more."
        )
    return found


def _percent(one: Estimate) -> str:
    return f"{100 * one.value:.0f} %{_range(one, 100, '.0f')}"


def _points(one: Estimate) -> str:
    return f"{100 * one.value:+.0f} points{_range(one, 100, '+.0f')}"


def _signed(one: Estimate) -> str:
    return f"{one.value:+.2f}{_range(one, 1, '+.2f')}"


def _range(one: Estimate, times: int, form: str) -> str:
    if one.low is None or one.high is None:
        return ""
    return f" [{times * one.low:{form}} to {times * one.high:{form}}]"
