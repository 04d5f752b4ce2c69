"""The agreement eval from file to report: offline, with a model, and its controls."""

import argparse
from pathlib import Path

import pytest

from chatbot.coder import LocalCoder, shipped_coder
from chatbot.coder.weights import read_weights
from chatbot.domain.codes import Behaviour, Code, Heard
from chatbot.domain.critique import Critique
from chatbot.domain.errors import ProviderError, ProviderTimeout
from chatbot.domain.ports import Evaluation, Volley
from chatbot.domain.reliability import Kind, Reliability
from evals.agreement import AgreementError, Options, add_arguments, command, run_agreement
from evals.agreement.controls import check_lenient, check_shuffled
from evals.agreement.judging import hear_offline, hear_talk, listener, strip, stripped
from evals.agreement.model import JudgedLogError
from evals.agreement.reliability import ReliabilityError
from evals.agreement.report import ReportError, lines, markdown
from evals.agreement.run import read_data
from evals.agreement.sessions import Sessions
from evals.agreement.truth import truth_of
from evals.agreement.values import AgreementReport, SessionResult, TaskResult
from evals.labelled import SETTLED
from evals.labels import Annotation, LabelError, read_labels, write_labels
from evals.metrics.intervals import bootstrap_weights
from tests.evals.kit import TALKS, Oracle, made_up

QUICK = Options(resamples=100, stripped=False)


def quiet(_done: int, _all: int) -> None:
    """Nobody watches."""


def task(report: AgreementReport, name: str, form: str = "as_written") -> TaskResult:
    variant = report.variant(form)
    assert variant is not None
    return next(one for one in variant.tasks if one.name == name)


def session(report: AgreementReport, name: str) -> SessionResult:
    return next(one for one in report.variants[0].sessions if one.name == name)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return 24 made-up talks as a file."""
    path = tmp_path / "made-up.csv"
    write_labels(path, made_up())
    return path


# --- offline -----------------------------------------------------------------------------------


async def test_the_offline_coder_on_our_own_talks(tmp_path: Path) -> None:
    report = await run_agreement([TALKS], "offline", tmp_path, Options(resamples=50))
    assert [variant.name for variant in report.variants] == ["as_written", "stripped"]
    assert (task(report, "advisor4").compared, task(report, "client3").compared) == (11, 11)
    assert task(report, "miti").labelled == 11
    question = task(report, "question")
    assert question.compared + question.missed.count == question.labelled == 2
    confusion = task(report, "advisor4").confusion
    assert sum(sum(row) for row in confusion) == 11
    assert [sum(row) for row in confusion] == [2, 2, 3, 4]  # as people have it
    assert report.produced.coder == shipped_coder().name
    assert report.produced.data[0].name == "talks.csv"
    assert (report.produced.data[0].talks, report.produced.data[0].utterances) == (3, 22)
    assert report.ceilings == ()
    assert {"client_codes", "markers"} <= {one.name for one in report.variants[0].tasks}


async def test_the_report_is_written_read_back_and_the_same_each_time(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    report = await run_agreement([TALKS], "offline", one, QUICK)
    await run_agreement([TALKS], "offline", other, QUICK)
    for name in ("report.json", "report.md", "reliability.json"):
        assert (one / name).read_bytes() == (other / name).read_bytes()
    written = (one / "report.json").read_text()
    assert AgreementReport.model_validate_json(written) == report
    assert "NaN" not in written
    for talk in read_labels(TALKS):
        for said in talk.utterances:
            for name in ("report.json", "report.md", "reliability.json"):
                assert len(said.text) < 12 or said.text not in (one / name).read_text()


async def test_volleys_are_heard_in_context_as_in_a_session() -> None:
    asked: list[Volley] = []

    class Listening(LocalCoder):
        async def code(self, volley: Volley) -> Heard:
            asked.append(volley)
            return await super().code(volley)

    pots, shed, _ = read_labels(TALKS)
    judged = await hear_talk(pots, Listening(read_weights()))
    assert len(judged) == len(pots.utterances)
    assert [len(volley.heard) for volley in asked] == [0, 1, 2, 3]
    assert [len(volley.before.turns) for volley in asked] == [1, 3, 5, 7]
    assert asked[2].heard[1] == judged[3].heard
    assert listener(pots).advisor_brief.target_behaviour == "put fifty a month into the fund by May"
    assert listener(shed).advisor_brief.target_behaviour == "garden shed"


async def test_worker_processes_hear_what_one_process_hears() -> None:
    talks = made_up(talks=80)
    told: list[tuple[int, int]] = []
    heard = await hear_offline(talks, lambda done, total: told.append((done, total)))
    assert heard[:3] == await hear_offline(talks[:3], quiet)
    assert [len(one) for one in heard] == [len(talk.utterances) for talk in talks]
    assert told[-1] == (80, 80)


def test_stripping_takes_case_and_punctuation_and_nothing_else() -> None:
    said = "So -- you don't WANT it? It's 5.5 %, “safe”/well-known… naïve 🙂"
    assert strip(said) == "so you dont want it its 55 safe well known naïve"
    assert strip("?!") == ""
    talk = read_labels(TALKS)[0]
    assert [one.annotations for one in stripped(talk).utterances] == [
        one.annotations for one in talk.utterances
    ]


# --- a judge that knows ------------------------------------------------------------------------


async def test_a_perfect_judge_scores_perfectly(data: Path, tmp_path: Path) -> None:
    report = await run_agreement([data], Oracle(), tmp_path / "out", QUICK)
    for name in ("advisor4", "reflection", "miti", "pieces"):
        found = task(report, name)
        for figure in (found.macro_f1, found.kappa, found.alpha):
            assert figure is not None
            assert figure.value == pytest.approx(1)
            assert figure.low == pytest.approx(1)
    calibration = task(report, "advisor4").calibration
    assert calibration is not None
    assert calibration.ece is not None
    assert calibration.ece.value == pytest.approx(0.1)  # says .9, is right
    assert calibration.bins[9].n == 24 * 12
    best = session(report, "combined")
    assert best.auc is not None
    assert best.auc.value == 1
    assert best.leniency is not None
    assert best.leniency.value == 0
    assert best.rank_with_labels is not None
    assert best.rank_with_labels.value == pytest.approx(1)
    assert "client3" not in {one.name for one in report.variants[0].tasks}


async def test_shuffled_labels_give_chance(data: Path, tmp_path: Path) -> None:
    options = Options(resamples=200, stripped=False, control="shuffled")
    report = await run_agreement([data], Oracle(), tmp_path / "out", options)
    assert report.checks
    assert all(check.passed for check in report.checks)
    found = task(report, "advisor4")
    assert found.macro_f1 is not None
    assert found.chance_macro_f1 is not None
    assert found.macro_f1.value == pytest.approx(found.chance_macro_f1, abs=0.08)
    assert not (tmp_path / "out" / "reliability.json").exists()


async def test_a_lenient_judge_is_exposed(data: Path, tmp_path: Path) -> None:
    options = Options(resamples=200, stripped=False, control="lenient")
    report = await run_agreement([data], Oracle(), tmp_path / "out", options)
    measures = {check.measure for check in report.checks}
    assert measures == {
        "session.combined.leniency",
        "session.combined.leniency_by_quality",
        "session.adherence.leniency",
        "session.adherence.leniency_by_quality",
    }
    assert all(check.passed for check in report.checks)
    kind = session(report, "adherence").leniency
    assert kind is not None
    assert kind.low is not None
    assert kind.low > 0  # too kind against people's codes, without knowing the honest judge


async def test_an_honest_judge_is_not_called_lenient(data: Path, tmp_path: Path) -> None:
    def swap(evaluation: Evaluation, code: str) -> str:
        number = int(evaluation.turn_id.split(":")[1])
        return {"SR": "CR", "CR": "SR"}.get(code, code) if number % 4 == 0 else code

    report = await run_agreement([data], Oracle(swap), tmp_path / "out", QUICK)
    found = session(report, "adherence").leniency
    assert found is not None
    assert found.covers(0)


async def test_leniency_needs_something_to_be_held_against(tmp_path: Path) -> None:
    talks = []
    for talk in made_up(talks=2):
        said = tuple(
            one.model_copy(update={"annotations": (Annotation(behaviour=Behaviour.OTHER),)})
            for one in talk.utterances
        )
        talks.append(talk.model_copy(update={"quality": None, "utterances": said}))
    path = tmp_path / "bare.csv"
    write_labels(path, talks)
    options = Options(resamples=10, stripped=False, control="lenient")
    with pytest.raises(AgreementError, match="leniency cannot be measured"):
        await run_agreement([path], "offline", tmp_path / "out", options)


async def test_a_control_that_shows_nothing_fails(data: Path, tmp_path: Path) -> None:
    """A judge that knows the labels it should not know is caught; so is a control without effect."""
    report = await run_agreement([data], Oracle(), tmp_path / "out", QUICK)
    variant = report.variants[0]
    checks = check_shuffled(variant.tasks, variant.sessions)
    assert checks
    assert not any(check.passed for check in checks if "toward" not in check.measure)
    talks = made_up()
    truths = [[truth_of(one.annotations) for one in talk.utterances] for talk in talks]
    sessions = Sessions.of(talks, truths, await hear_offline(talks, quiet))
    unmoved = check_lenient(sessions, sessions, bootstrap_weights(len(talks), 50))
    assert unmoved
    assert not any(check.passed for check in unmoved)


# --- a model that fails ------------------------------------------------------------------------


class Failing(Oracle):
    """Fails in every fourth turn and cannot tell in every sixth, until it is mended."""

    mended = False

    async def critique(self, evaluation: Evaluation) -> Critique:
        number = int(evaluation.turn_id.split(":")[1])
        if not self.mended and number % 4 == 0:
            self.asked.append(evaluation)
            raise ProviderTimeout("No answer in 60 seconds.")
        if number % 6 == 5:
            self.asked.append(evaluation)
            raise ProviderError("The evaluator could not tell: too short.")
        return await super().critique(evaluation)


async def test_failures_are_kept_out_of_figures_and_asked_again(data: Path, tmp_path: Path) -> None:
    judge = Failing()
    out = tmp_path / "out"
    report = await run_agreement([data], judge, out, QUICK)
    found = task(report, "advisor4")
    assert (found.labelled, found.compared) == (288, 168)
    assert (found.unscored.count, found.abstained.count) == (72, 48)
    assert found.unscored.share is not None
    assert found.unscored.share.value == pytest.approx(0.25)
    assert found.accuracy is not None
    assert found.accuracy.value == 1
    assert len(judge.asked) == 288

    judge.mended = True
    judge.asked.clear()
    again = await run_agreement([data], judge, out, QUICK)
    assert len(judge.asked) == 72  # only what had failed is paid for
    assert task(again, "advisor4").unscored.count == 0
    judge.asked.clear()
    third = await run_agreement([data], judge, out, QUICK)
    assert not judge.asked
    assert third == again


async def test_the_log_holds_no_text_and_outlives_a_kill(data: Path, tmp_path: Path) -> None:
    judge, out = Oracle(), tmp_path / "out"
    whole = await run_agreement([data], judge, out, QUICK)
    log = out / "answers.jsonl"
    assert "stood up" not in log.read_text()
    log.write_bytes(log.read_bytes()[:-20])
    judge.asked.clear()
    assert await run_agreement([data], judge, out, QUICK) == whole
    assert len(judge.asked) == 1
    assert len(log.read_text().splitlines()) == 1 + 288


async def test_the_log_of_another_run_is_not_taken(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    await run_agreement([data], Oracle(), out, QUICK)
    other = Oracle()
    other.name = "test:other"
    with pytest.raises(JudgedLogError, match="answers of another run"):
        await run_agreement([data], other, out, QUICK)
    log = out / "answers.jsonl"
    log.write_text(log.read_text().replace('"text":"as_written"', '"text":5', 1))
    with pytest.raises(JudgedLogError, match=r"answers\.jsonl:2"):
        await run_agreement([data], Oracle(), out, QUICK)


async def test_a_model_that_never_answers_is_an_error(data: Path, tmp_path: Path) -> None:
    class Dead(Oracle):
        async def critique(self, evaluation: Evaluation) -> Critique:
            raise ProviderTimeout("No answer in 60 seconds.")

    with pytest.raises(AgreementError, match="No answer in 60 seconds"):
        await run_agreement([data], Dead(), tmp_path / "out", QUICK)


# --- what is asked for -------------------------------------------------------------------------


async def test_nothing_to_measure_is_an_error_and_never_a_pass(tmp_path: Path) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_text("")
    with pytest.raises(LabelError, match="is empty"):
        await run_agreement([empty], "offline", tmp_path, QUICK)
    empty.write_text("transcript_id,utterance_id,interlocutor,utterance_text\n1,0,client,Hm.\n")
    with pytest.raises(AgreementError, match="no row carries a label"):
        await run_agreement([empty], "offline", tmp_path, QUICK)
    with pytest.raises(AgreementError, match="no talk is of split 'dev'"):
        await run_agreement([TALKS], "offline", tmp_path, Options(split="dev"))
    with pytest.raises(AgreementError, match="no file"):
        await run_agreement([], "offline", tmp_path, QUICK)


async def test_split_sample_and_several_files(data: Path, tmp_path: Path) -> None:
    test = Options(resamples=20, stripped=False, split="test")
    report = await run_agreement([TALKS], "offline", tmp_path, test)
    assert task(report, "advisor4").talks == 1
    sample = Options(resamples=20, stripped=False, sample=5)
    report = await run_agreement([data, TALKS], "offline", tmp_path, sample)
    assert task(report, "advisor4").talks == 5
    both = await run_agreement([TALKS, TALKS], "offline", tmp_path, QUICK)
    assert task(both, "advisor4").talks == 6


async def test_a_report_that_cannot_be_written(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("")
    with pytest.raises(ReportError, match="give another --out"):
        await run_agreement([TALKS], "offline", taken, QUICK)


async def test_every_printed_line_begins_with_its_measure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    given = ["--data", str(TALKS), "--out", str(tmp_path), "--resamples", "20"]
    assert await command(parser.parse_args(given)) == 0
    printed = capsys.readouterr().out.splitlines()
    names = [line.split()[0] for line in printed]
    assert len(names) == len(set(names))
    for name in ("advisor4.macro_f1", "client3.change.f1", "miti.Seek.recall", "advisor4.ece"):
        assert name in names
        assert f"{name}.stripped" in names
    assert "session.combined.auc" in names
    assert all("." in name for name in names)


async def test_the_report_in_words(data: Path, tmp_path: Path) -> None:
    report = await run_agreement([data], Oracle(), tmp_path, QUICK)
    text = markdown(report)
    assert "# Agreement of test:oracle with people" in text
    assert "| people ↓ judge → | question | reflection | therapist_input | other |" in text
    assert "1.000 [1.000, 1.000]" in text
    assert "**combined**" in text
    assert list(lines(report))


async def test_the_product_is_told_what_was_measured_of_each_code(
    data: Path, tmp_path: Path
) -> None:
    def kinder(evaluation: Evaluation, code: str) -> str:
        number = int(evaluation.turn_id.split(":")[1])
        return "CR" if code == "SR" and number % 2 else code

    report = await run_agreement([data], Oracle(kinder), tmp_path, QUICK)
    told = Reliability.model_validate_json((tmp_path / "reliability.json").read_text())
    assert told.coder == report.produced.coder
    (data_set,) = told.data
    assert (data_set.name, data_set.talks, data_set.annotators) == ("made-up.csv", 24, 1)
    assert not data_set.settled
    assert data_set.sha256 == report.produced.data[0].sha256
    found = told.labels[Kind.CODES]["CR"]
    counted = next(one for one in task(report, "miti").per_label if one.label == "CR")
    assert (found.right, found.of, found.readers) == (counted.both, counted.judged, counted.human)
    never = told.labels[Kind.CODES][Code.SEEK]
    assert (never.of, never.precision) == (0, None)


def test_readers_are_counted_without_whoever_settled_their_disputes(tmp_path: Path) -> None:
    (talk,) = made_up()[:1]
    names = ("L1", "L2", SETTLED)
    said = tuple(
        one.model_copy(
            update={
                "annotations": tuple(
                    one.annotations[0].model_copy(update={"annotator": name}) for name in names
                )
            }
        )
        for one in talk.utterances
    )
    path = tmp_path / "settled.csv"
    write_labels(path, [talk.model_copy(update={"utterances": said})])
    _, (file,) = read_data([path], QUICK)
    assert (file.annotators, file.settled) == (2, True)


async def test_what_was_measured_is_written_where_the_product_looks(
    data: Path, tmp_path: Path
) -> None:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    target = tmp_path / "beside-the-coder.json"
    given = ["--data", str(data), "--out", str(tmp_path / "run"), "--resamples", "20"]
    given += ["--no-stripped", "--reliability", str(target), "--labelled-by", "two nurses"]
    assert await command(parser.parse_args(given)) == 0
    told = Reliability.model_validate_json(target.read_text())
    assert (told.coder, told.labelled_by) == (shipped_coder().name, "two nurses")
    with pytest.raises(AgreementError, match="control"):
        await command(parser.parse_args([*given, "--control", "shuffled"]))
    lost = [*given[:-4], "--reliability", str(tmp_path / "no" / "folder.json")]
    with pytest.raises(ReliabilityError, match="give another --reliability"):
        await command(parser.parse_args(lost))
