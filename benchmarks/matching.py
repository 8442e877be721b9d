"""A match run: its time, value and memory, beside networkx and rustworkx on the candidates of our first solve.

python -m benchmarks.matching [--people N] [--json FILE]    one table, and the facts as JSON

Each size has a process of its own. Cold is that process from its start, compiled code being kept from before where there is any;
warm is the same run a second time; processor seconds stand beside the clock's, for machines with other work. A pass is every pair
scored, ruled and priced, beside the bare matrix product of the same pairs.
"""

import argparse
import importlib
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from ilnmail.matching import Applicant, Proposal
from ilnmail.matching.blocks import AllPairs
from ilnmail.matching.features import all_scores, features, one_thread_a_product
from ilnmail.matching.points import Array, Held, Reckoned
from ilnmail.matching.pricing import CANDIDATES, Edges, candidates, on_edges
from ilnmail.matching.propose import propose
from ilnmail.matching.score import rarity
from ilnmail.matching.solver import SCALE, Prices
from ilnmail.matching.solver.kernels import can_compile
from ilnmail.matching.worth import POINT_BITS, worth

ZONES = ("Africa/Nairobi", "Europe/Oslo", "America/Lima", "Asia/Kolkata", "Asia/Tokyo", "America/Toronto")
LANGUAGES = ("en", "fr", "es", "pt", "ar", "ru", "zh", "de")
MOST_FOR_NETWORKX, MOST_FOR_RUSTWORKX, LEAST_FOR_A_PASS = 1500, 2000, 5000
MANY = 20_000  # people from whom on one run is enough, and tells how far it is


def people(count: int) -> list[Applicant]:
    """Made-up people: most write English, a tenth of the interests are common, every fifth would make a trio."""
    chance = np.random.default_rng(7)
    interests = [f"interest {n}" for n in range(60)]
    return [
        Applicant(
            id=n,
            country=f"{chr(65 + int(c) // 26)}{chr(65 + int(c) % 26)}",
            zone=ZONES[int(chance.integers(len(ZONES)))],
            languages=("en", *chance.choice(LANGUAGES[1:], 1).tolist())
            if chance.random() < 0.9
            else ("fr", "es"),
            interests=tuple(sorted({interests[min(59, int(i) - 1)] for i in chance.geometric(0.06, 4)})),
            trio=n % 5 == 0,
        )
        for n, c in enumerate(np.minimum(chance.geometric(0.04, count), 120), 1)
    ]


def timed(work: Callable[[], Any]) -> tuple[Any, dict[str, float]]:
    begun, used = time.perf_counter(), time.process_time()
    done = work()
    return done, {
        "seconds": round(time.perf_counter() - begun, 3),
        "cpu": round(time.process_time() - used, 3),
    }


def ours(pool: list[Applicant]) -> dict[str, Any]:
    """Everything: scores of all pairs, the best worst pair, the trio, the proof, the reasons in words. `reached` is the part of
    the most points there could be, after so many seconds, each time that all pairs had been looked at."""
    begun, reached = time.perf_counter(), []

    def watch(part: float) -> None:
        reached.append((round(time.perf_counter() - begun, 1), round(time.process_time(), 1), round(part, 7)))
        if len(pool) > MANY:
            print(
                f"{len(pool):,} people: {100 * part:.4f} % after {reached[-1][0]:.0f} s",
                file=sys.stderr,
                flush=True,
            )

    made, first = timed(lambda: propose(pool, watch=watch))
    if len(pool) > MANY:
        return facts(pool, made, first, first) | {"reached": reached}
    _, again = timed(lambda: propose(pool))
    return facts(pool, made, first, again) | {"reached": reached}


def facts(
    pool: list[Applicant], made: Proposal, first: dict[str, float], again: dict[str, float]
) -> dict[str, Any]:
    """What came of it."""
    return {
        "people": len(pool),
        "paired": sum(len(one.members) for one in made.pairings),
        "total": made.total,
        "worst": made.worst,
        "first": first,
        "warm": again,
        "proof": made.proof,
        "digest": made.digest,
    }


def one_pass(pool: list[Applicant]) -> dict[str, Any]:
    """Every pair priced, everybody's candidates found, and the bare products of the same pairs: by how much the first take longer."""
    ordered = tuple(sorted(pool, key=lambda one: one.id))
    rows = features(ordered, rarity(ordered), date(2027, 3, 1))
    ids = np.array([one.id for one in ordered])
    of = worth(Reckoned(rows), ids, np.zeros(len(ids), np.int64), shunned=3000)
    scan = AllPairs(of, rows, threads=1)
    scan.best(CANDIDATES)  # compiled before it is timed
    dear = Prices(price=SCALE * of.person + (16_000 << (POINT_BITS + 1)), blossoms=())

    def product(once: bool) -> None:
        with one_thread_a_product():
            for at in range(0, len(ids), scan.rows):
                for start in range(at if once else 0, len(ids), scan.columns):
                    rows.left[at : at + scan.rows] @ rows.right[start : start + scan.columns].T

    _, half = timed(lambda: product(once=True))
    _, bare = timed(lambda: product(once=False))
    _, priced = timed(lambda: scan.violated(dear, CANDIDATES))
    _, first = timed(lambda: scan.best(CANDIDATES))
    return {
        "columns": rows.left.shape[1],
        "product, each pair once": half,
        "product, each pair twice": bare,
        "pricing pass": priced,
        "candidates pass": first,
        "pricing over product, cpu": round(priced["cpu"] / half["cpu"], 2),
        "candidates over product, cpu": round(first["cpu"] / bare["cpu"], 2),
    }


def on_the_same_edges(pool: list[Applicant]) -> dict[str, Any]:
    """Ours, rustworkx and networkx on each one's sixteen best candidates: seconds, and whether the value is the same."""
    ordered = tuple(sorted(pool, key=lambda one: one.id))
    scores = Held(all_scores(features(ordered, rarity(ordered), date(2027, 3, 1))))
    of = worth(scores, np.array([one.id for one in ordered]), np.zeros(len(ordered), np.int64))
    known = candidates(scores)
    weights = of.at(known.first, known.second)
    known, weights = Edges(known.first[weights >= 0], known.second[weights >= 0]), weights[weights >= 0]
    solvers: dict[str, Callable[[], Any]] = {
        "ours": lambda: on_edges(of, known, compiled=can_compile()).pairs,
        "rustworkx": lambda: by_rustworkx(len(ordered), known, weights),
        "networkx": lambda: by_networkx(known, weights),
    }
    if len(pool) > MOST_FOR_NETWORKX:
        del solvers["networkx"]
    on_edges(of, known, compiled=can_compile())  # compiled before it is timed
    told: dict[str, Any] = {"edges": len(weights)}
    for name, solver in solvers.items():
        try:
            pairs, told[name] = timed(solver)
        except ImportError:
            print(f"{name} is not installed and left out: pip install {name}", file=sys.stderr)
            continue
        ends = np.array(sorted(pairs), np.int64).reshape(-1, 2)
        told[name] |= {"value": str(sum(of.at(ends[:, 0], ends[:, 1]).tolist()))}
    return told


def by_rustworkx(count: int, known: Edges, weights: Array) -> Any:
    rustworkx = importlib.import_module("rustworkx")
    graph = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(count))
    graph.add_edges_from(
        list(zip(known.first.tolist(), known.second.tolist(), weights.tolist(), strict=True))
    )
    return rustworkx.max_weight_matching(graph, max_cardinality=True, weight_fn=int)


def by_networkx(known: Edges, weights: Array) -> Any:
    networkx = importlib.import_module("networkx")
    graph = networkx.Graph()
    graph.add_weighted_edges_from(
        zip(known.first.tolist(), known.second.tolist(), weights.tolist(), strict=True)
    )
    return networkx.max_weight_matching(graph, maxcardinality=True)


def measured(count: int) -> dict[str, Any]:
    """One size, in this process."""
    pool = people(count)
    row: dict[str, Any] = {"ilnmail": ours(pool)}
    row["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    if count <= MOST_FOR_RUSTWORKX:
        row["on the same edges"] = on_the_same_edges(pool)
    if can_compile() and count >= LEAST_FOR_A_PASS:
        row["pass"] = one_pass(pool)
    return row


def apart(count: int) -> dict[str, Any]:
    """One size, in a process of its own; `cold` is such a process with nothing but the match run."""
    only = f"from benchmarks.matching import people, propose; propose(people({count}))"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    cold = {"seconds": 0.0, "cpu": 0.0}
    if count <= MANY:
        _, cold = timed(lambda: subprocess.run([sys.executable, "-c", only], check=True))
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cold["cpu"] = round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 3)
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks.matching", "--inside", str(count)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return {"cold": cold, **json.loads(told.stdout)}


def shown(told: list[dict[str, Any]]) -> Table:
    """Seconds of the clock, and of the processor in brackets."""
    table = Table(
        "people",
        "cold",
        "again",
        "memory",
        "proved",
        "solver: ours",
        "rustworkx",
        "networkx",
        "pass / product",
    )
    for row in told:
        mine, same = row["ilnmail"], row.get("on the same edges", {})
        table.add_row(
            f"{mine['people']:,}",
            seconds(row["cold"]),
            seconds(mine["warm"]),
            f"{row['megabytes']} MB",
            claims(mine["proof"]),
            *(beside(same, name) for name in ("ours", "rustworkx", "networkx")),
            over_product(row["pass"]) if "pass" in row else "",
        )
    return table


def seconds(of: dict[str, float]) -> str:
    return f"{of['seconds']:.2f} ({of['cpu']:.2f})"


def over_product(of: dict[str, Any]) -> str:
    """Pricing, and finding candidates."""
    return f"{of['pricing over product, cpu']}, {of['candidates over product, cpu']}"


def claims(proof: str) -> str:
    """How much of what can be proved is proved."""
    words = {
        "people": "matches more people",
        "worst pair": "a better worst pair",
        "total": "none scores more",
    }
    return ", ".join(name for name, said in words.items() if said in proof)


def beside(same: dict[str, Any], name: str) -> str:
    """Its processor seconds, how often ours go into them, and whether the value is the same."""
    if name not in same:
        return ""
    took = same[name]["cpu"]
    if name == "ours":
        return f"{took:.3f}"
    equal = "same value" if same[name]["value"] == same["ours"]["value"] else "ANOTHER VALUE"
    return f"{took:.3f}, {took / max(0.001, same['ours']['cpu']):.0f} times, {equal}"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int)
    asked.add_argument("--inside", type=int, help="this size, in this process")
    asked.add_argument("--json", type=Path, default=Path("benchmarks/results/matching.json"))
    options = asked.parse_args()
    if options.inside:
        print(json.dumps(measured(options.inside)))
        return
    told = []
    for count in (options.people,) if options.people else (92, 860, 1500, 1999, 2000, 10_000):
        told.append(apart(count))
        print(f"{count:,} people done", file=sys.stderr, flush=True)
    Console(width=170).print(shown(told))
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(told, indent=1), encoding="utf-8")
    print(f"All facts: {options.json}")


if __name__ == "__main__":
    main()
