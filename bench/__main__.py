"""`python -m bench`: build the data sets, measure pages, endpoints and jobs, print tables and keep the figures."""

import argparse
import json
import subprocess
import sys
import tempfile
import uuid
from pathlib import Path
from typing import Any

from psutil import Process

from bench import machine, table
from bench.regions import PROJECTS, REGIONS, Cluster, manage
from bench.server import peak_memory, processor_seconds, serving
from bench.visitor import Question, Times, Visitor, measure
from embedded.folder import ROOT

RESULTS = Path(__file__).parent / "results"


def main() -> None:
    options = _options()
    cluster = Cluster(Path(options.var).resolve()) if options.var else Cluster()
    found: dict[str, Any] = {"machine": machine.described(), "pages": [], "jobs": [], "missing": [], "memory_mb": {}}
    try:
        for size in options.sizes:
            cluster.build(size, REGIONS[size], afresh=options.fresh)
        manage(cluster.environment(options.sizes[0]), "collectstatic", "--noinput", "-v0")
        for size in options.sizes:
            _measure_size(cluster, size, options, found)
        if not options.only:
            found["jobs"] = _jobs(cluster, options)
    finally:
        cluster.stop()
    _tell(found, options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a second for each figure, the smallest data set only")
    parser.add_argument("--sizes", nargs="+", choices=list(REGIONS), help="organisations; all when not given")
    parser.add_argument("--only", help="only work whose name contains this; no jobs")
    parser.add_argument("--seconds", type=float, help="for each figure (3)")
    parser.add_argument("--fresh", action="store_true", help="build the data sets anew")
    parser.add_argument("--var", help="the folder of the data sets (var/bench)")
    parser.add_argument("--out", help="the file for the figures (bench/results/DATE.json; - for none)")
    options = parser.parse_args()
    options.sizes = options.sizes or (["280"] if options.quick else list(REGIONS))
    options.seconds = options.seconds or (1.0 if options.quick else 3.0)
    return options


def _inside(environment: dict[str, str], call: str) -> Any:
    """What a function of the bench says as JSON from inside Django."""
    module, _dot, _rest = call.partition(".")
    program = f"import django; django.setup(); from bench import {module}; {call}"
    done = subprocess.run([sys.executable, "-c", program], env=environment, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{call} failed:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def _measure_size(cluster: Cluster, size: str, options: argparse.Namespace, found: dict[str, Any]) -> None:
    """On a copy, since some of the work writes."""
    cluster.copy(size, "scratch")
    environment = cluster.environment("scratch")
    asked = _inside(environment, "cases.say()")
    found["missing"] = asked["missing"]
    found.setdefault("rows", {})[size] = asked["rows"]
    signed = {"cookie": {"Cookie": asked["cookie"]}, "token": {"Authorization": f"Bearer {asked['token']}"}}
    cases = [case for case in asked["cases"] if not options.only or options.only in case["name"]]
    with serving(environment) as (port, server):
        wanted = {case["bare"] for case in cases} | {"nothing"}
        bare = {name: _bare(port, server, paths, options) for name, paths in asked["bare"].items() if name in wanted}
        found.setdefault("bare", {})[size] = {name: [t.percentile(50), t.rate] for name, t in bare.items()}
        for case in cases:
            result = _measure_case(port, server, case, signed[case["signs_in"]], bare[case["bare"]], options)
            found["pages"].append(result | {"size": size})
            print(table.pages(found["pages"][-1:]).splitlines()[-1], flush=True)
        found["memory_mb"][size] = round(peak_memory(server), 1)
    cluster.drop("scratch")


def _bare(port: int, server: Process, paths: list[str], options: argparse.Namespace) -> Times:
    method = "POST" if "insert" in paths[0] else "GET"
    questions = [Question(method, path) for path in paths]
    alone = _twice(port, server, questions, {200}, options)[0]
    if alone.wrong:
        raise SystemExit(f"The bare view {paths[0]} does not answer.")
    return alone


def _twice(
    port: int, server: Process, questions: list[Question], expected: set[int], options: argparse.Namespace
) -> tuple[Times, Times]:
    """At one client and at eight, each question warmed up once on each worker if luck will have it."""

    def make(number: int) -> Question:
        return _filled(questions[number % len(questions)], number)

    measure(port, make, expected=expected, clients=2, seconds=1, most=2 * min(len(questions), 10))
    used = processor_seconds(server)
    alone = measure(port, make, expected=expected, clients=1, seconds=options.seconds, most=400)
    alone.processor = (processor_seconds(server) - used) * 1000 / len(alone.seconds)
    together = measure(port, make, expected=expected, clients=8, seconds=options.seconds, most=4000)
    return alone, together


def _filled(question: Question, number: int) -> Question:
    body = question.body.replace(b"{n}", str(number).encode()).replace(b"{key}", str(uuid.uuid4()).encode())
    return Question(question.method, question.path, body, question.headers)


def _measure_case(
    port: int, server: Process, case: dict[str, Any], signed: dict[str, str], bare: Times, options: argparse.Namespace
) -> dict[str, Any]:
    headers = case["headers"] | signed
    bodies = case["bodies"] or [""]
    longest = max(len(case["paths"]), len(bodies))
    questions = [
        Question(
            case["method"], case["paths"][number % len(case["paths"])], bodies[number % len(bodies)].encode(), headers
        )
        for number in range(longest)
    ]
    visitor = Visitor(port)
    status, body, _headers = visitor.ask(_filled(questions[0], 0))
    queries = max(visitor.count(_filled(question, number)) for number, question in enumerate(questions[:8], start=1))
    alone, together = _twice(port, server, questions, set(case["expected"]), options)
    result = {
        "name": case["name"],
        "queries": queries,
        "p50": alone.percentile(50),
        "p95": alone.percentile(95),
        "cpu": alone.processor,
        "p50_of_8": together.percentile(50),
        "rate": together.rate,
        "bytes": len(body),
        "ratio": alone.percentile(50) / bare.percentile(50),
        "wrong": alone.wrong + together.wrong,
        "status": status,
    }
    return result | {"over": _over(case, result)}


def _over(case: dict[str, Any], result: dict[str, Any]) -> list[str]:
    """Which targets were missed, with the target."""
    most = {"p50": case["p50"], "p95": case["p95"], "queries": case["queries"], "bytes": case["size"]}
    over = [f"{name} > {limit:g}" for name, limit in most.items() if limit is not None and result[name] > limit]
    if case["rate"] is not None and result["rate"] < case["rate"]:
        over.append(f"req/s < {case['rate']:g}")
    if result["wrong"]:
        over.append("wrong answers: " + ", ".join(f"{count} × {status}" for status, count in result["wrong"].items()))
    return over


def _jobs(cluster: Cluster, options: argparse.Namespace) -> list[dict[str, Any]]:
    smallest = options.sizes[0]
    done = _inside(cluster.environment(smallest), "jobs.say('portfolio')")
    for name, arguments in PROJECTS.items():
        if not options.quick:
            cluster.build(name, arguments, afresh=options.fresh)
            done += _inside(cluster.environment(name), "jobs.say('portfolio')")
    largest = "10000" if "10000" in options.sizes else smallest
    done += _inside(cluster.environment(largest), "jobs.say('export')")
    with tempfile.TemporaryDirectory() as folder:
        cluster.copy(smallest, "scratch")
        if "import" in manage(cluster.environment("scratch"), "help", "--commands").split():
            done += _inside(cluster.environment("scratch"), f"jobs.say('import', {folder!r})")
        cluster.drop("scratch")
    return done


def _tell(found: dict[str, Any], options: argparse.Namespace) -> None:
    print("\n" + table.pages(found["pages"]))
    if found["jobs"]:
        print("\n" + table.jobs(found["jobs"]))
    print("\nbare limit, [ms at one client, answers a second]:", json.dumps(found.get("bare", {})))
    print(
        "peak memory of a web worker, MB:", found["memory_mb"], "| not there yet:", ", ".join(found["missing"]) or "–"
    )
    print("machine:", json.dumps(found["machine"]))
    if options.out != "-":
        RESULTS.mkdir(exist_ok=True)
        day = str(found["machine"]["measured_at"])[:10]
        file = Path(options.out) if options.out else RESULTS / f"{day}{'-quick' if options.quick else ''}.json"
        file.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        print("figures kept in", file)


if __name__ == "__main__":
    main()
