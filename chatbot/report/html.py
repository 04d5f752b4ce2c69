"""The debrief as one self-contained page: no script, nothing loaded from elsewhere."""

from functools import cache
from importlib.resources import files
from typing import Final

from chatbot.domain.debrief import Debrief, MissedOpening, Moment
from chatbot.domain.reliability import TrackRecord
from chatbot.domain.talk import Talk
from chatbot.report import facts
from chatbot.report.figures import counts, trust
from chatbot.report.markup import Safe, join, tag
from chatbot.report.scene import transcript
from chatbot.report.turns import turns
from chatbot.report.whole import ratings
from chatbot.report.wording import PRACTICE, ending_words, first_name, plural

_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"


def to_html(talk: Talk, debrief: Debrief, record: TrackRecord) -> str:
    """Return the page: the debrief, then the transcript."""
    views = turns(talk, debrief.client)
    body = tag(
        "main",
        _head(talk, debrief),
        _own_view(debrief),
        _cards("Keep", debrief.strength, "Change", debrief.change),
        _moments(debrief),
        _missed(debrief),
        _underneath(debrief),
        trust(debrief, views, talk),
        counts(talk, debrief, views, record),
        ratings(debrief),
        tag("section", tag("h2", "Practise next"), tag("p", debrief.practise), class_="next"),
        transcript(talk, debrief, views, record),
        _foot(talk, debrief),
    )
    return document(f"Debrief: a talk with {debrief.persona_name}", body)


def document(title: str, body: Safe) -> str:
    """Return a whole page around its body: our style, no script, nothing loaded from elsewhere."""
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", title),
        tag("style", Safe(_style())),
    )
    return f"<!doctype html>\n{tag('html', head, tag('body', body), lang='en')}\n"


@cache
def _style() -> str:
    return files("chatbot.report").joinpath("page.css").read_text("utf-8")


def _head(talk: Talk, debrief: Debrief) -> Safe:
    persona = talk.started.persona
    about = " · ".join(
        (
            persona.domain,
            plural(debrief.counts.volleys, "turn"),
            f"{talk.started.at.day} {talk.started.at:%B %Y}",
        )
    )
    return tag(
        "header",
        tag("p", "Debrief", class_="eyebrow"),
        tag("h1", f"A talk with {debrief.persona_name}"),
        tag("p", about, class_="soft"),
        tag("p", ending_words(debrief), class_="ending good" if debrief.good else "ending"),
    )


def _own_view(debrief: Debrief) -> Safe | None:
    if not (debrief.went_well or debrief.would_change):
        return None
    answers = (
        ("What went well", debrief.went_well),
        ("What you would change", debrief.would_change),
    )
    quotes = [
        tag("div", tag("h3", title), tag("blockquote", said, dir="auto"))
        for title, said in answers
        if said
    ]
    return tag("section", tag("h2", "Your own view"), tag("div", *quotes, class_="pair"))


def _cards(good: str, said_good: str, poor: str, said_poor: str) -> Safe:
    return tag(
        "section",
        tag("div", tag("h2", good), tag("p", said_good), class_="card good"),
        tag("div", tag("h2", poor), tag("p", said_poor), class_="card poor"),
        class_="pair",
    )


def _moments(debrief: Debrief) -> Safe | None:
    cards = [
        _moment(title, moment, style)
        for title, moment, style in (
            ("Best moment", debrief.best, "good"),
            ("Costliest moment", debrief.costliest, "poor"),
        )
        if moment is not None
    ]
    return tag("section", *cards, class_="pair") if cards else None


def _moment(title: str, moment: Moment, style: str) -> Safe:
    return tag(
        "div",
        tag("h2", title),
        tag("p", moment.words),
        tag("p", moment.cause),
        _instead(moment.instead),
        tag(
            "p",
            tag("a", f"Turn {moment.number}", href=f"#turn-{moment.number}"),
            f" · {facts.moved(moment)}",
            class_="figures",
        ),
        class_=f"card {style}",
    )


def _instead(words: str | None) -> Safe | None:
    if not words:
        return None
    return tag("p", tag("span", "You could say", class_="tip"), words, class_="instead")


def _missed(debrief: Debrief) -> Safe | None:
    if not debrief.missed:
        return None
    title = "Missed openings" if len(debrief.missed) > 1 else "A missed opening"
    name = first_name(debrief.persona_name)
    return tag("section", tag("h2", title), *[_opening(one, name) for one in debrief.missed])


def _opening(one: MissedOpening, name: str) -> Safe:
    where = tag("a", f"turn {one.number}", href=f"#turn-{one.number}")
    return tag(
        "div",
        tag("p", f"{name}, before ", where, class_="figures"),
        tag("blockquote", one.client, dir="auto"),
        tag("p", one.what),
        _instead(one.instead),
        class_="card",
    )


def _underneath(debrief: Debrief) -> Safe | None:
    if not debrief.underneath:
        return None
    name = first_name(debrief.persona_name)
    return tag(
        "section",
        tag("h2", "What was underneath"),
        tag("p", f"{name} did not say it in this talk:"),
        tag("blockquote", debrief.underneath, dir="auto"),
    )


def _foot(talk: Talk, debrief: Debrief) -> Safe:
    made_by = [
        join(tag("dt", label), tag("dd", value)) for label, value in facts.provenance(talk, debrief)
    ]
    return tag("footer", tag("p", PRACTICE), tag("dl", *made_by))
