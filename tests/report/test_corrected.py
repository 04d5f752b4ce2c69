"""A debrief with corrected codes, and with how often codes are right, in every form."""

import csv
import io
import json
from typing import Any

import pytest

from chatbot.domain.codes import Label
from chatbot.domain.critique import Critique
from chatbot.domain.debrief import Debrief
from chatbot.domain.events import CodeCorrected, CodesConfirmed, FindingContested, ReviewUndone
from chatbot.domain.reliability import DataSet, Kind, Measured, Reliability, Share
from chatbot.domain.reviews import ReviewEvent, points
from chatbot.domain.talk import Talk
from chatbot.report import as_corrected, render
from chatbot.report.corrected import corrections_note
from tests.report import talks
from tests.report.talks import AT, FREE, LONG, OPEN, PUSH
from tests.report.test_forms import Page

MEASURED = Reliability(
    coder="rules 1",
    app_version="0",
    data=(DataSet(name="test.csv", sha256="0", talks=48, annotators=2),),
    labelled_by="two nurses",
    labels={
        Kind.CODES: {
            "P": Measured(
                right=28,
                of=47,
                readers=100,
                precision=Share(value=28 / 47),
                recall=Share(value=0.28),
            ),
            "SR": Measured(right=0, of=2, readers=0, precision=Share(value=0.0)),
        }
    },
)


def review(talk: Talk, make: type[ReviewEvent] | type[ReviewUndone], **fields: Any) -> Talk:
    turn_id = fields.pop("turn_id", "turn2")
    about = {"seq": talk.seq + 1, "at": AT, "turn_id": turn_id, "by": "me"}
    return talk.add(make(**about, **fields))


def correct(talk: Talk, turn_id: str, was: Label, now: Label | None) -> Talk:
    one = next(c for c in talk.review(turn_id).codes if c.said is was)
    place = {"quote": one.quote, "start": one.start, "end": one.end}
    fields = {"coder": "rules 1", "was": was, "now": now, **place}
    return review(talk, CodeCorrected, turn_id=turn_id, **fields)


@pytest.fixture
def talk() -> Talk:
    return talks.end(talks.hold((OPEN, PUSH, FREE)))


@pytest.fixture
def corrected(talk: Talk) -> Talk:
    verdict = talk.verdicts["turn2"]
    assert isinstance(verdict, Critique)
    changed = correct(talk, "turn2", Label.PERSUADE, Label.CONFRONT)
    changed = correct(changed, "turn1", Label.SIMPLE_REFLECTION, None)
    finding = points(verdict)[0]
    return review(changed, FindingContested, evaluator="offline", finding=finding)


def debrief(talk: Talk) -> Debrief:
    return talks.debrief(talk)


def test_counts_are_of_the_corrected_codes_whenever_the_debrief_was_made(
    talk: Talk, corrected: Talk
) -> None:
    before, after = debrief(talk), debrief(corrected)
    assert (before.counts.persuade, before.counts.confront) == (1, 0)
    assert (after.counts.persuade, after.counts.confront) == (0, 1)
    assert after.counts.simple_reflection == 0
    assert as_corrected(corrected, before).counts == after.counts
    assert as_corrected(talk, before) is before
    assert after.trust == before.trust  # what was decided stays


def test_corrections_taken_back_count_no_more(talk: Talk, corrected: Talk) -> None:
    made = debrief(corrected)
    for seq in tuple(corrected.reviews):
        corrected = review(corrected, ReviewUndone, undoes=seq)
    assert as_corrected(corrected, made).counts == debrief(talk).counts
    assert corrections_note(corrected) is None


def test_scores_follow(talk: Talk) -> None:
    long = talks.end(talks.hold(LONG))
    changed = correct(long, "turn3", Label.PERSUADE, None)
    one, other = debrief(long).scores, as_corrected(changed, debrief(long)).scores
    assert one is not None
    assert other is not None
    assert other.mi_non_adherent == one.mi_non_adherent - 1


def test_what_a_person_said_is_summed_up(talk: Talk, corrected: Talk) -> None:
    assert corrections_note(talk) is None
    assert corrections_note(corrected) == (
        "2 codes corrected by you; your codes are counted. In the 2 turns that you looked at, "
        "1 of 3 codes stood. You disagree with 1 point of the critiques."
    )
    confirmed = review(talk, CodesConfirmed, coder="rules 1")
    assert corrections_note(confirmed) == "In the turn that you looked at, 1 of 1 codes stood."


def test_markdown_says_so_and_how_often_codes_are_right(corrected: Talk) -> None:
    text = render(corrected, debrief(corrected), "md", MEASURED)
    assert "| Persuading without it | P | 0 | 6 of 10 |" in text
    assert "| Simple reflections | SR | 0 | too few cases |" in text
    assert "| Confronting | C | 1 | not measured |" in text
    assert "2 codes corrected by you; your codes are counted." in text
    assert "labelled by two readers (two nurses); a code stands where both gave it" in text
    assert "(yours; was P)" in text
    assert "no code “You looked for what holds it up.” (yours; was SR)" in text
    assert "Emphasize “It's your money." in text
    bare = render(corrected, debrief(corrected), "md")
    assert "Readers agreed" not in bare
    assert "How often this coder (rules 1) is right was not measured." in bare


def test_the_page_marks_corrections_and_tells_of_each_code(corrected: Talk) -> None:
    html = render(corrected, debrief(corrected), "html", MEASURED)
    page = Page(html)
    assert "2 codes corrected by you; your codes are counted." in page.text
    assert "Corrected by you:" in page.text
    assert "Persuade → Confront" in page.text
    assert "Simple reflection → no code" in page.text
    assert "You disagree." in page.text
    titles = [value or "" for name, value in page.attributes if name == "title"]
    assert "Confront, as you corrected it" in titles
    assert any("Persuade”, readers agreed 6 times out of 10" in title for title in titles)
    assert any(title.startswith("Emphasizing Autonomy. How often") for title in titles)


def test_json_keeps_both_and_the_table_has_the_corrected(corrected: Talk) -> None:
    data = json.loads(render(corrected, debrief(corrected), "json", MEASURED))
    first, second, third = data["turns"]
    assert [one["code"] for one in second["heard"]["segments"]] == ["P"]  # as it was heard
    assert [(one["was"], one["now"]) for one in second["corrected"]] == [("P", "C")]
    assert [(one["was"], one["now"]) for one in first["corrected"]] == [("SR", None)]
    assert len(second["contested"]) == 1
    assert (third["looked_at"], third["corrected"]) == (False, [])
    assert data["debrief"]["counts"]["confront"] == 1
    assert data["how_often_right"]["P"].startswith("When it says “Persuade”")
    assert "48 test talks" in data["measured_on"]
    table = csv.DictReader(io.StringIO(render(corrected, debrief(corrected), "csv", MEASURED)))
    codes = [row["miti_codes"] for row in table if row["interlocutor"] == "advisor"]
    assert codes == ["Q_open", "C", "Emphasize"]
