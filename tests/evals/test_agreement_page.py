"""The page of an agreement run: what is on it, what is not, and how its transcripts are chosen."""

import re
from collections.abc import Sequence
from html import unescape
from pathlib import Path

import pytest

from chatbot.domain.client_talk import ClientTalk, Talk
from chatbot.domain.codes import Behaviour, Code, CodedSegment, Heard
from chatbot.domain.critique import Critique
from chatbot.domain.dialogue import Speaker
from chatbot.domain.errors import ProviderTimeout
from chatbot.domain.ports import Evaluation
from evals.agreement import Options, run_agreement
from evals.agreement.judging import Judged
from evals.agreement.reading import transcript
from evals.agreement.samples import Evidence, Sample, choose
from evals.agreement.truth import truth_of
from evals.label_cells import Span
from evals.labelled import Annotation, LabelledTalk, Quality, Utterance
from evals.labels import read_labels, write_labels
from evals.page import bars, heat, table
from tests.evals.kit import TALKS, Oracle, made_up

QUICK = Options(resamples=30)
MARKUP = '<script>alert(1)</script> & "so" <b>bold</b>'


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "made-up.csv"
    write_labels(path, made_up(talks=6))
    return path


async def page_of(data: Path, out: Path, options: Options = QUICK, judge: object = None) -> str:
    await run_agreement([data], judge or "offline", out, options)  # type: ignore[arg-type]
    return (out / "report.html").read_text("utf-8")


# --- what is on it -----------------------------------------------------------------------------


async def test_the_page_holds_all_that_was_asked_for(tmp_path: Path) -> None:
    page = await page_of(TALKS, tmp_path)
    titles = re.findall(r"<h2>(.*?)</h2>", page)
    for title in (
        "At a glance",
        "F1 by label",
        "What is taken for what",
        "Is it right as often as it says?",
        "Accuracy by coverage",
        "Sessions",
        "All measures",
        "Where they differ most",
        "Where they differ least",
    ):
        assert title in titles
    assert "<th>as written</th><th>stripped</th>" in page
    assert re.search(r"<td>macro-F1</td><td>[\d.]+ \[.*?</td><td>[\d.]+ \[", page)
    assert "largest and with the smallest share" in page


async def test_nothing_comes_from_outside_and_the_page_is_the_same_each_time(
    tmp_path: Path,
) -> None:
    one = await page_of(TALKS, tmp_path / "one")
    assert one == await page_of(TALKS, tmp_path / "other")
    addresses = set(re.findall(r"[a-z]+://[^\s\"'<>)]+", one))
    assert addresses <= {"http://www.w3.org/1999/xlink", "http://www.w3.org/2000/svg"}
    assert not re.search(
        r"<(?:script|link|img|iframe|object|base)\b|@import|\bsrc=|url\((?!#)", one
    )


async def test_markup_in_the_data_stays_text(tmp_path: Path) -> None:
    said = [
        Utterance(
            utterance_id=i,
            speaker=Speaker.ADVISOR if i % 2 else Speaker.CLIENT,
            text=f"{MARKUP} {i}",
            annotations=(
                Annotation(behaviour=Behaviour.OTHER) if i % 2 else Annotation(talk=Talk.CHANGE),
            ),
        )
        for i in range(8)
    ]
    talk = LabelledTalk(
        transcript_id="<i>1</i>", topic="<b>dogs</b>", quality=Quality.LOW, utterances=tuple(said)
    )
    path = tmp_path / "<u>.csv"
    write_labels(path, [talk])
    page = await page_of(path, tmp_path / "out")
    for raw in ("<script", "<b>bold", "<i>1", "<b>dogs", "<u>.csv"):
        assert raw not in page
    plain = unescape(re.sub(r"</?(?:mark|u|su[bp])\b.*?>", "", page))
    assert '<script>alert(1)</script> & "so" <b>bold</b>' in plain


async def test_text_of_the_data_is_on_the_page_only_where_it_is_wanted(tmp_path: Path) -> None:
    texts = [said.text for talk in read_labels(TALKS) for said in talk.utterances]
    shown = unescape(re.sub(r"<.*?>", "", await page_of(TALKS, tmp_path)))
    assert any(text in shown for text in texts if len(text) > 20)
    for name in ("report.json", "report.md", "reliability.json"):
        written = (tmp_path / name).read_text("utf-8")
        assert not [text for text in texts if len(text) > 12 and text in written]
    none = await page_of(TALKS, tmp_path, Options(resamples=30, to_read=0))
    assert "Where they differ" not in none
    plain = unescape(re.sub(r"<.*?>", "", none))
    assert not [text for text in texts if len(text) > 12 and text in plain]


@pytest.mark.parametrize("control", ["shuffled", "lenient"])
async def test_a_control_shows_its_verdict_and_no_transcripts(
    data: Path, tmp_path: Path, control: str
) -> None:
    options = Options(resamples=30, stripped=False, control=control)  # type: ignore[arg-type]
    page = await page_of(data, tmp_path / "out", options, Oracle())
    assert f"Control: {control}." in page
    assert "<h2>Control</h2>" in page
    assert "Where they differ" not in page


async def test_a_judge_that_fails_and_hears_no_clients_is_shown_as_it_is(
    data: Path, tmp_path: Path
) -> None:
    class Failing(Oracle):
        async def critique(self, evaluation: Evaluation) -> Critique:
            if evaluation.turn_id.endswith(":3"):
                raise ProviderTimeout("No answer in 60 seconds.")
            return await super().critique(evaluation)

    options = Options(resamples=30, stripped=False)
    page = await page_of(data, tmp_path / "out", options, Failing())
    assert page.count('<span class="chip">unscored</span>') == 6
    assert "<td>unscored</td><td>0.083" in page


# --- how transcripts are chosen -----------------------------------------------------------------


def evidence(talks: Sequence[LabelledTalk], wrong: Sequence[int]) -> Evidence:
    """Return talks in which the judge errs in the first `wrong[i]` turns of talk i."""
    truths = [[truth_of(one.annotations) for one in talk.utterances] for talk in talks]
    heards = [
        [_heard(said, errs=j < wrong[i]) for j, said in enumerate(talk.utterances)]
        for i, talk in enumerate(talks)
    ]
    return Evidence(talks, truths, heards)


def _heard(said: Utterance, *, errs: bool) -> Judged:
    behaviour = said.annotations[0].behaviour
    right = {"question": Code.QUESTION, "reflection": Code.SIMPLE_REFLECTION}
    code = right.get(str(behaviour), Code.GI if behaviour == "therapist_input" else Code.AFFIRM)
    if errs:
        code = Code.GI if code is not Code.GI else Code.AFFIRM
    return Judged(heard=Heard(segments=(segment(said.text, code, 0, len(said.text)),)))


def segment(text: str, code: Code, start: int, end: int) -> CodedSegment:
    return CodedSegment(quote=text[start:end], start=start, end=end, code=code)


def test_half_are_those_that_differ_most_half_those_that_differ_least() -> None:
    talks = made_up(talks=6, volleys=10)
    chosen = choose(evidence(talks, (2, 9, 0, 5, 7, 1)), 5)
    found = [(one.talk.transcript_id, one.different, one.chosen) for one in chosen]
    assert found == [
        ("t1", 9, "most"),
        ("t4", 7, "most"),
        ("t3", 5, "most"),
        ("t2", 0, "fewest"),
        ("t5", 1, "fewest"),
    ]
    assert chosen[0].share == pytest.approx(0.9)
    everything = choose(evidence(talks, (5, 4, 3, 2, 1, 0)), 40)
    assert [s.talk.transcript_id for s in everything] == ["t0", "t1", "t2", "t5", "t4", "t3"]
    assert choose(evidence(talks, (0,) * 6), -1) == ()


def test_short_transcripts_are_not_chosen_and_what_cannot_be_compared_does_not_count() -> None:
    short = made_up(talks=1, volleys=4)
    assert choose(evidence(short, (4,)), 2) == ()
    found = evidence(made_up(talks=1, volleys=8), (8,))
    failed = [Judged(failed="unscored", reason="gone"), *found.heards[0][1:]]
    (one,) = choose(Evidence(found.talks, found.truths, [failed]), 1)
    assert (one.compared, one.different) == (7, 7)


# --- how they read ------------------------------------------------------------------------------


def sample(text: str, annotations: tuple[Annotation, ...], heard: Heard) -> Sample:
    said = Utterance(utterance_id=0, speaker=Speaker.ADVISOR, text=text, annotations=annotations)
    talk = LabelledTalk(transcript_id="1", utterances=(said,) * 5)
    truths = [truth_of(annotations)] * 5
    (one,) = choose(Evidence([talk], [truths], [[Judged(heard=heard)] * 5]), 1) or (
        Sample(talk, ()),
    )
    return one


def test_codes_of_both_are_marked_where_they_stand_even_overlapping() -> None:
    text = "So you worry. It costs ten."
    people = Annotation(
        behaviour=Behaviour.REFLECTION,
        miti=("CR", "GI"),
        spans=(Span(code="CR", start=0, end=13), Span(code="GI", start=10, end=27)),
    )
    heard = Heard(segments=(segment(text, Code.SIMPLE_REFLECTION, 0, 13),))
    html = transcript(sample(text, (people,), heard), opened=True)
    assert html.startswith("<details open><summary><b>0 of 5 turns differ (0%)</b>")
    assert "So you wor" in html
    piece = r'<mark class="hear" title="tool: Simple Reflection, 100% sure">'
    assert html.count(piece) == 10  # two stretches of it in each of five turns
    assert "</mark><sup>SR</sup>" in re.sub("<sub>CR</sub>", "", html).replace("</u>", "")
    assert '<u class="tell" title="people: GI"> It costs ten.</u><sub>GI</sub>' in html
    assert html.count('<span class="chip only">') == 15  # SR against CR and GI
    assert "≠" not in html


def test_differences_and_ties_are_named() -> None:
    heard = Heard(segments=(segment("What else?", Code.QUESTION, 0, 10),))
    differ = sample("What else?", (Annotation(behaviour=Behaviour.OTHER),), heard)
    html = transcript(differ)
    assert differ.different == 5
    assert html.count('class="turn differs"') == html.count("≠") == 5
    two = (
        Annotation(annotator="a", behaviour=Behaviour.OTHER),
        Annotation(annotator="b", behaviour=Behaviour.QUESTION),
    )
    said = Utterance(utterance_id=0, speaker=Speaker.ADVISOR, text="Hm?", annotations=two)
    client = Utterance(
        utterance_id=1,
        speaker=Speaker.CLIENT,
        text="No.",
        annotations=(Annotation(talk=Talk.SUSTAIN, client_codes=("C-",)),),
    )
    talk = LabelledTalk(transcript_id="1", utterances=(said, *[client] * 5))
    truths = [truth_of(one.annotations) for one in talk.utterances]
    judged = [Judged(heard=heard), *[Judged(talk=ClientTalk(talk=Talk.SUSTAIN, discord=True))] * 5]
    (one,) = choose(Evidence([talk], [truths], [judged]), 1)
    html = transcript(one)
    assert html.count("divided") == 1
    assert html.count('<span class="chip only">C-</span>') == 5
    assert html.count('<span class="chip only">discord</span>') == 5


def test_subtypes_alone_name_no_other_pieces() -> None:
    text = "Good. What else? It costs ten."
    heard = Heard(
        segments=(
            segment(text, Code.AFFIRM, 0, 5),
            segment(text, Code.QUESTION, 6, 16),
            segment(text, Code.GI, 17, 30),
        )
    )
    people = Annotation(behaviour=Behaviour.QUESTION, question="open", input="information")
    html = transcript(sample(text, (people,), heard))
    assert '<span class="chip">AF</span>' in html  # AnnoMI has no label for it
    assert '<span class="chip">GI</span>' in html
    assert '<span class="chip">input</span>' in html
    assert '<span class="chip only">Q open</span>' in html  # the tool heard no kind


# --- shared pieces of pages -----------------------------------------------------------------------


def test_shared_pieces_escape_shade_and_say_what_is_missing() -> None:
    assert "&lt;b&gt;" in table(["<b>"], [["<i>"]])
    assert '<th colspan="2">group</th>' in table(["a", "b"], [["group"], ["1", "2"]])
    shaded = heat(["people", "<a>", "b"], [("<a>", (3, 1)), ("b", (0, 0))])
    assert "rgba(47,111,107,0.56)" in shaded
    assert "3 <small>75%</small>" in shaded
    assert shaded.count("0 <small>0%</small>") == 2
    assert "<a>" not in shaded
    drawn = bars({"one": {"x": (None, None, None), "y": (0.0, None, None)}}, chance=0.5)
    assert ">–</text>" in drawn
    assert ">one</text>" in drawn
