"""Contested findings as cases: asked again, and handed to blind readers."""

import csv
import json
from pathlib import Path

import pytest

from chatbot.chains.offline import OfflineEvaluator
from chatbot.coder import shipped_coder
from chatbot.domain.contested import ContestedCase
from chatbot.domain.critique import Critique, Finding
from chatbot.domain.errors import ProviderTimeout
from chatbot.domain.events import FindingContested
from chatbot.domain.ports import Evaluation
from chatbot.domain.reviews import points
from chatbot.domain.rubric import Rubric
from chatbot.session.contested import contested_cases
from evals.cli import main
from evals.contested.cases import CaseError, read_cases
from evals.contested.run import ask_again, heard_anew, lines
from tests.report import talks
from tests.report.talks import AT, FREE, OPEN, PUSH


@pytest.fixture
def cases() -> tuple[ContestedCase, ...]:
    """Return all that the offline critic says of a talk of three turns, each point contested."""
    talk = talks.hold((OPEN, PUSH, FREE))
    for turn_id, verdict in tuple(talk.verdicts.items()):
        assert isinstance(verdict, Critique)
        for point in points(verdict):
            event = FindingContested(
                seq=talk.seq + 1, at=AT, turn_id=turn_id, by="ada", evaluator="x", finding=point
            )
            talk = talk.add(event)
    return tuple(contested_cases(talk))


@pytest.fixture
def file(cases: tuple[ContestedCase, ...], tmp_path: Path) -> Path:
    path = tmp_path / "cases.jsonl"
    path.write_text("".join(case.model_dump_json() + "\n" for case in cases), "utf-8")
    return path


class Critic:
    """Says of every turn what it was told to say."""

    name = "test:critic"

    def __init__(self, said: Critique | None) -> None:
        self.said = said

    async def critique(self, evaluation: Evaluation) -> Critique:
        if self.said is None:
            raise ProviderTimeout("No answer in time.")
        return self.said


def test_a_case_holds_all_that_the_evaluator_saw(cases: tuple[ContestedCase, ...]) -> None:
    assert {case.praise for case in cases} == {True, False}
    pushed = next(case for case in cases if not case.praise)
    assert pushed.evaluation.text == PUSH.text
    assert pushed.evaluation.before.turns[-2].text == OPEN.text
    assert len(pushed.evaluation.heard) == 2
    assert pushed.instead
    assert "concerns" not in pushed.model_dump_json()  # nothing of the client's inside


async def test_the_same_critic_on_the_same_codes_still_says_so(
    cases: tuple[ContestedCase, ...], rubric: Rubric
) -> None:
    pushed = [case for case in cases if case.evaluation.text == PUSH.text]
    found = await ask_again(pushed, OfflineEvaluator(shipped_coder(), rubric), shipped_coder())
    assert {one.fate for one in found.outcomes} == {"still"}
    assert found.still_said is not None
    assert lines(found)[-1].startswith(f"offline ({shipped_coder().name}) still says")


async def test_another_kind_or_other_words_are_not_the_same_point(
    cases: tuple[ContestedCase, ...],
) -> None:
    (case,) = [one for one in cases if not one.praise and one.evaluation.text == PUSH.text][:1]
    point = case.finding

    async def fate(*findings: Finding, well: Finding | None = None) -> str:
        said = Critique(turn_id="t", evaluator="c", summary="s", findings=findings, done_well=well)
        return (await ask_again([case], Critic(said), shipped_coder())).outcomes[0].fate

    assert await fate(point) == "still"
    assert await fate(point.model_copy(update={"kind": "other"})) == "gone"
    assert await fate(point.model_copy(update={"kind": "model"})) == "still"  # by its principle
    far = {"start": point.end + 1, "end": point.end + 2}
    assert await fate(point.model_copy(update=far)) == "gone"
    assert await fate(well=point) == "gone"  # praise is no finding
    assert await fate() == "gone"


async def test_what_fails_is_unscored_and_in_no_share(cases: tuple[ContestedCase, ...]) -> None:
    found = await ask_again(cases, Critic(None), shipped_coder())
    assert {one.fate for one in found.outcomes} == {"unscored"}
    assert found.still_said is None
    assert "No answer in time." in lines(found)[0]


async def test_all_turns_are_coded_anew(cases: tuple[ContestedCase, ...]) -> None:
    anew = await heard_anew(cases[-1].evaluation, shipped_coder())
    assert len(anew.heard) == len(cases[-1].evaluation.heard)
    assert anew.heard != cases[-1].evaluation.heard  # those were heard by hand
    assert all(not heard.touches for heard in anew.heard)


def test_the_command_reads_tells_and_writes(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["contested", str(file), str(file), "--out", str(tmp_path / "out")]) == 0
    told = capsys.readouterr().out
    count = len(file.read_text().splitlines())
    assert f"of {count} contested points" in told  # each once, though the file was given twice
    report = json.loads((tmp_path / "out" / "contested.json").read_text())
    assert (report["version"], len(report["outcomes"])) == (1, count)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no case; contest a finding"),
        ('{"version": 2}\n', "line 1: version"),
        ("\n{}\n", "line 2: id"),
        ("nonsense\n", "line 1: it"),
    ],
)
def test_a_file_that_holds_no_case_is_told_with_its_line(
    tmp_path: Path, text: str, said: str
) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(text)
    with pytest.raises(CaseError, match=said):
        read_cases(path)
    with pytest.raises(CaseError, match="name a file"):
        read_cases(tmp_path / "none.jsonl")


def test_blind_readers_judge_contested_points_like_any_other(
    file: Path, tmp_path: Path, cases: tuple[ContestedCase, ...]
) -> None:
    out = tmp_path / "sheet"
    given = ["ratings", "make", str(file), "--kind", "findings", "--out", str(out)]
    assert main(given) == 0
    with (out / "for-raters" / "sheet.csv").open(encoding="utf-8-sig", newline="") as sheet:
        rows = list(csv.DictReader(sheet))
    assert len(rows) == len(cases)
    assert {row["finding"] for row in rows} == {case.finding.what for case in cases}
    assert all(row["part"] == "finding" for row in rows)
    assert "ada" not in (out / "for-raters" / "sheet.csv").read_text("utf-8")
    filled = out / "filled" / "bea.csv"
    for row in rows:
        row |= {"finding_correct": "no", "harmful": "no"}
    with filled.open("w", encoding="utf-8", newline="") as sheet:
        writer = csv.DictWriter(sheet, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    assert main(["ratings", "score", str(out)]) == 0
    report = json.loads((out / "ratings.json").read_text())
    question = next(q for q in report["questions"] if q["name"] == "finding_correct")
    assert question["verdicts"] == {"no": len(cases)}
