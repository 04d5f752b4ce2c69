"""Export a run's log to inspect_ai's log format, so that `inspect view` opens it.

Written by hand from the published form (version 2, JSON; https://inspect.aisi.org.uk/eval-logs.html),
so that the export itself needs nothing. `pip install sparring[inspect]` brings the viewer.
"""

import json
from argparse import ArgumentParser, Namespace
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from evals.batch import LogError, read_log
from evals.models.side_log import read_side_log
from evals.models.spending import SPENDING, Spent, by_conversation
from evals.records import ConversationRecord, FailureRecord, RunRecord

#: Version of inspect_ai's log format.
VERSION: Final = 2

Json = dict[str, Any]
Measure = Callable[[ConversationRecord], float]
Explain = Callable[[ConversationRecord], str]


def add_arguments(parser: ArgumentParser) -> None:
    """Add the options of `evals export`."""
    parser.add_argument("run", type=Path, metavar="RUN", help="the --out folder of a run")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="for the logs")


def run_export(options: Namespace) -> int:
    """Write one log for each voice of the run, and say where.

    Raises:
        LogError: the run cannot be read, or the disk refuses.
    """
    for path in export(options.run, options.out):
        print(f"{path} (open it: inspect view --log-dir {path.parent})")
    return 0


def export(run: Path, out: Path) -> list[Path]:
    """Write `TIME_SUITE_VOICE.json` for each voice of a run: inspect_ai knows one model a log.

    Raises:
        LogError: there is no log, it cannot be read, or the disk refuses.
    """
    log = run / "log.jsonl"
    if not log.is_file():
        raise LogError(f"{log}: there is no such file; name the --out folder of a run.")
    records = read_log(log)
    about = records[0] if records else None
    if not isinstance(about, RunRecord):
        raise LogError(f"{log} does not begin with a run.")
    calls = by_conversation(read_side_log(run / SPENDING, Spent))
    held = {r.id: r for r in records if isinstance(r, ConversationRecord)}
    failed = {r.id: r for r in records if isinstance(r, FailureRecord) and r.id not in held}
    voices: dict[str, list[ConversationRecord | FailureRecord]] = defaultdict(list)
    every: list[ConversationRecord | FailureRecord] = [*held.values(), *failed.values()]
    for one in sorted(every, key=lambda r: r.id):
        voices[one.voice].append(one)
    if not voices:
        raise LogError(f"{log}: holds no conversation; there is nothing to export.")
    return [_write(out, about, voice, voices[voice], calls) for voice in sorted(voices)]


def _write(
    out: Path,
    run: RunRecord,
    voice: str,
    talks: Sequence[ConversationRecord | FailureRecord],
    calls: dict[str, list[Spent]],
) -> Path:
    # The viewer lists logs whose names begin with a time.
    time = run.started.strftime("%Y-%m-%dT%H-%M-%S%z")
    name = "".join(c if c.isalnum() or c in "-._" else "-" for c in f"{time}_{run.suite}_{voice}")
    path = out / f"{name}.json"
    try:
        out.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(eval_log(run, voice, talks, calls), ensure_ascii=False), "utf-8")
    except OSError as error:
        raise LogError(f"{path}: {error.strerror}; nothing can be written there.") from error
    return path


def eval_log(
    run: RunRecord,
    voice: str,
    talks: Sequence[ConversationRecord | FailureRecord],
    calls: dict[str, list[Spent]],
) -> Json:
    """Return one `EvalLog`: a sample for each conversation; failed ones carry their error."""
    held = [one for one in talks if isinstance(one, ConversationRecord)]
    created = run.started.isoformat(timespec="seconds")
    samples = [_sample(one, calls.get(one.id, [])) for one in talks]
    every = [call for one in talks for call in calls.get(one.id, [])]
    return {
        "version": VERSION,
        "status": "success",
        "eval": {
            "created": created,
            "task": f"sparring/{run.suite}",
            "task_version": 1,
            "dataset": {
                "name": "personas × advisors × seeds",
                "samples": len(talks),
                "sample_ids": [one.id for one in talks],
                "shuffled": False,
            },
            "model": voice,
            "config": {"epochs": 1, "message_limit": 2 * run.cap + 1},
            "packages": {"sparring": run.app_version},
            "metadata": run.model_dump(mode="json", exclude={"type", "started"}),
        },
        "plan": {"name": "plan", "steps": [{"solver": "conversation", "params": {}}]},
        "results": {
            "total_samples": len(talks),
            "completed_samples": len(held),
            "scores": [_mean(name, held) for name in _SCORES],
        },
        "stats": {"started_at": created, "completed_at": created, "model_usage": _usage(every)},
        "samples": samples,
    }


def _sample(one: ConversationRecord | FailureRecord, calls: Sequence[Spent]) -> Json:
    about = {"persona": one.persona, "advisor": one.advisor, "seed": one.seed}
    sample: Json = {
        "id": one.id,
        "epoch": 1,
        "target": "",
        "metadata": about,
        "model_usage": _usage(calls),
        "role_usage": {
            role: _tokens([c for c in calls if c.role == role])
            for role in sorted({call.role for call in calls})
        },
    }
    if isinstance(one, FailureRecord):
        error = {"message": one.error, "traceback": "", "traceback_ansi": ""}
        return sample | {"input": f"{one.persona}, {one.advisor}", "messages": [], "error": error}
    messages = _messages(one)
    last = messages[-1]
    return sample | {
        "input": one.opening,
        "messages": messages,
        "output": {
            "model": one.voice,
            "choices": [{"message": last, "stop_reason": "stop"}],
        },
        "scores": {
            name: {"value": measure(one), "explanation": explain(one)}
            for name, (measure, explain) in _SCORES.items()
        },
        "metadata": about | {"ending": one.ending, "capped": one.capped},
    }


def _messages(record: ConversationRecord) -> list[Json]:
    """Return the talk: the client is the model that is measured, so the advisor is the user."""
    messages: list[Json] = [_said("assistant", record.opening, f"{record.id}/0")]
    for exchange in record.exchanges:
        codes = " ".join(sorted(segment.code for segment in exchange.heard.segments))
        turn = f"{record.id}/{exchange.number}"
        trust = {"trust": round(exchange.state.trust.level, 3), "act": exchange.move.act}
        messages += [
            _said("user", exchange.advisor, f"{turn}a") | {"metadata": {"codes": codes}},
            _said("assistant", exchange.reply.text, f"{turn}c") | {"metadata": trust},
        ]
    return messages


def _said(role: str, text: str, message_id: str) -> Json:
    return {"id": message_id, "role": role, "content": text}


def _trust_change(record: ConversationRecord) -> float:
    end = record.exchanges[-1].state if record.exchanges else record.start
    return round(end.trust.level - record.start.trust.level, 4)


def _ending(record: ConversationRecord) -> str:
    return f"{record.ending} after {len(record.exchanges)} exchanges"


_SCORES: Final[dict[str, tuple[Measure, Explain]]] = {
    "good ending": (lambda record: float(record.good), _ending),
    "trust change": (_trust_change, _ending),
    "exchanges": (lambda record: float(len(record.exchanges)), _ending),
}


def _mean(name: str, held: Sequence[ConversationRecord]) -> Json:
    values = [_SCORES[name][0](record) for record in held]
    mean = {"name": "mean", "value": sum(values) / len(values)} if values else None
    return {
        "name": name,
        "scorer": name,
        "scored_samples": len(values),
        "metrics": {"mean": mean} if mean else {},
    }


def _usage(calls: Sequence[Spent]) -> Json:
    models = sorted({call.model for call in calls})
    return {model: _tokens([call for call in calls if call.model == model]) for model in models}


def _tokens(calls: Sequence[Spent]) -> Json:
    read, written = (
        sum(call.input_tokens for call in calls),
        sum(call.output_tokens for call in calls),
    )
    return {"input_tokens": read, "output_tokens": written, "total_tokens": read + written}
