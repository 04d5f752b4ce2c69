"""The page of a case: one file, no script, nothing loaded from elsewhere; the client lies in it."""

from base64 import b64encode
from typing import Final

from chatbot.domain.adjust import adjustment
from chatbot.domain.introduction import introduction
from chatbot.report.case import Case, Quoted
from chatbot.report.html import document
from chatbot.report.markup import Safe, join, tag
from chatbot.report.wording import PRACTICE, first_name

_HARDNESS: Final = ("", "open", "fairly open", "guarded", "hard", "hard to reach")


def case_page(case: Case, file_name: str, file_text: str) -> str:
    """Return the page.

    Args:
        case: what it tells; all of it is escaped.
        file_name: of the persona file, which lies beside the page.
        file_text: what stands in it; it can be saved from the page, too.
    """
    body = tag(
        "main",
        _head(case),
        _task(case),
        _play(case, file_name, file_text),
        _how_it_went(case),
        tag("footer", tag("p", PRACTICE)),
    )
    return document(f"A case: {case.persona.name}", body)


def _head(case: Case) -> Safe:
    persona, how = case.persona, adjustment(case.persona)
    about = f"{persona.age} · {persona.domain} · {_HARDNESS[persona.difficulty]}"
    return tag(
        "header",
        tag("p", "A case to play", class_="eyebrow"),
        tag("h1", persona.name),
        tag("p", about, class_="soft"),
        tag("p", f"As played: {how.words}.", class_="soft") if how else None,
        tag("p", introduction(persona), dir="auto"),
    )


def _task(case: Case) -> Safe:
    brief = case.persona.advisor_brief
    rows = (
        ("You are", brief.role),
        ("So far", brief.situation),
        ("You recommend", brief.recommendation),
        ("It would mean", brief.target_behaviour),
    )
    told = [join(tag("dt", label), tag("dd", text, dir="auto")) for label, text in rows]
    return tag("section", tag("h2", "Your task"), tag("dl", *told))


def _play(case: Case, file_name: str, file_text: str) -> Safe:
    data = f"data:application/yaml;base64,{b64encode(file_text.encode()).decode()}"
    name = first_name(case.persona.name)
    command = f"sparring chat --persona {file_name}"
    return tag(
        "section",
        tag("h2", f"Play {name} yourself"),
        tag(
            "p",
            "Save ",
            tag("a", file_name, href=data, download=file_name),
            " (it lies in this page), then drop it on the page of Sparring and choose ",
            tag("em", "Play now"),
            ". Or in the terminal, in the folder where it lies: ",
            tag("code", command),
        ),
        class_="next",
    )


def _how_it_went(case: Case) -> Safe:
    learned = None
    if case.learned:
        words = tag("blockquote", case.learned, dir="auto")
        learned = join(tag("h3", "What I learned"), words)
    return tag(
        "section",
        tag(
            "details",
            tag("summary", "How it went for me. Play first: it gives something away."),
            tag("p", case.ending),
            _exchange("My best move", case.best, case),
            _exchange("The moment that cost most", case.costliest, case),
            learned,
        ),
    )


def _exchange(title: str, one: Quoted | None, case: Case) -> Safe | None:
    if one is None:
        return None
    name = first_name(case.persona.name)
    said = [
        _said(name, one.before, "client"),
        _said(f"Turn {one.number} · me", one.advisor, "you"),
        _said(name, one.reply, "client"),
    ]
    return join(tag("h3", title), *said, tag("p", one.effect, class_="figures"))


def _said(who: str, text: str, side: str) -> Safe:
    words = tag("p", text, class_="words", dir="auto")
    return tag("div", tag("p", who, class_="who"), words, class_=f"said {side}")
