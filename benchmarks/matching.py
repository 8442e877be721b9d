"""The time, value and memory of a match run, beside networkx on the same candidates where it is installed.

python -m benchmarks.matching [--people N] [--json FILE]
"""

import argparse
import importlib
import json
import resource
import time
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from ilnmail.matching import Applicant, propose
from ilnmail.matching.blocks import all_scores
from ilnmail.matching.score import rarity
from ilnmail.matching.solve import _CANDIDATES, _candidates

ZONES = ("Africa/Nairobi", "Europe/Oslo", "America/Lima", "Asia/Kolkata", "Asia/Tokyo", "America/Toronto")
LANGUAGES = ("en", "fr", "es", "pt", "ar", "ru", "zh", "de")
MOST_FOR_NETWORKX = 1500


def people(count: int) -> list[Applicant]:
    """Made-up people: most write English, a tenth of the interests are common."""
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
        )
        for n, c in enumerate(np.minimum(chance.geometric(0.04, count), 120), 1)
    ]


def ours(pool: list[Applicant]) -> dict[str, Any]:
    begun = time.perf_counter()
    made = propose(pool)
    took = time.perf_counter() - begun
    paired = sum(len(one.members) for one in made.pairings)
    return {
        "people": len(pool),
        "paired": paired,
        "total": made.total,
        "worst": made.worst,
        "seconds": round(took, 2),
        "proof": made.proof,
    }


def theirs(pool: list[Applicant]) -> dict[str, Any] | None:
    """networkx on the candidates of the first of our solves."""
    try:
        networkx = importlib.import_module("networkx")
    except ImportError:
        print("networkx: not installed, left out (pip install networkx)")
        return None
    ordered = tuple(sorted(pool, key=lambda one: one.id))
    scores = all_scores(ordered, rarity(ordered), date(2027, 3, 1))
    edges = _candidates(scores, min(_CANDIDATES, len(pool) - 1))
    graph = networkx.Graph()
    graph.add_weighted_edges_from(
        zip(edges.first.tolist(), edges.second.tolist(), edges.scores.tolist(), strict=True)
    )
    begun = time.perf_counter()
    found = networkx.max_weight_matching(graph, maxcardinality=True)
    took = time.perf_counter() - begun
    return {
        "people": len(pool),
        "paired": 2 * len(found),
        "total": int(sum(scores[pair] for pair in found)),
        "seconds": round(took, 2),
    }


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int)
    asked.add_argument("--json", type=Path)
    options = asked.parse_args()
    told = []
    for count in (options.people,) if options.people else (92, 860, 1500, 2000, 5000):
        pool = people(count)
        row: dict[str, Any] = {
            "ilnmail": ours(pool),
            "networkx": theirs(pool) if count <= MOST_FOR_NETWORKX else None,
        }
        row["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        told.append(row)
        print(json.dumps(row, indent=1))
    if options.json:
        options.json.write_text(json.dumps(told, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
