"""A match run: its time, value and memory, beside networkx and rustworkx on the candidates of our first solve.

python -m benchmarks.matching [--people N] [--json FILE]
"""

import argparse
import importlib
import json
import resource
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from ilnmail.matching import Applicant, propose
from ilnmail.matching.features import all_scores, features
from ilnmail.matching.points import Array, Held
from ilnmail.matching.pricing import Edges, candidates, on_edges
from ilnmail.matching.score import rarity
from ilnmail.matching.solver.kernels import can_compile
from ilnmail.matching.worth import worth

ZONES = ("Africa/Nairobi", "Europe/Oslo", "America/Lima", "Asia/Kolkata", "Asia/Tokyo", "America/Toronto")
LANGUAGES = ("en", "fr", "es", "pt", "ar", "ru", "zh", "de")
MOST_FOR_NETWORKX = 1500


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


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    begun = time.perf_counter()
    done = work()
    return done, round(time.perf_counter() - begun, 3)


def ours(pool: list[Applicant]) -> dict[str, Any]:
    """Everything: scores of all pairs, the best worst pair, the trio, the proof, the reasons in words."""
    made, first = timed(lambda: propose(pool))
    _, again = timed(lambda: propose(pool))
    return {
        "people": len(pool),
        "paired": sum(len(one.members) for one in made.pairings),
        "total": made.total,
        "worst": made.worst,
        "seconds": first,
        "warm": again,
        "proof": made.proof,
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
            pairs, told[f"{name} seconds"] = timed(solver)
        except ImportError:
            print(f"{name}: not installed, left out (pip install {name})")
            continue
        ends = np.array(sorted(pairs), np.int64).reshape(-1, 2)
        told[f"{name} value"] = str(sum(of.at(ends[:, 0], ends[:, 1]).tolist()))
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


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int)
    asked.add_argument("--json", type=Path)
    options = asked.parse_args()
    told = []
    for count in (options.people,) if options.people else (92, 860, 1500, 2000, 2001):
        pool = people(count)
        row: dict[str, Any] = {"ilnmail": ours(pool), "on the same edges": on_the_same_edges(pool)}
        row["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        told.append(row)
        print(json.dumps(row, indent=1))
    if options.json:
        options.json.write_text(json.dumps(told, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
