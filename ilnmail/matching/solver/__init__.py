"""Exact maximum-weight matching on a general graph, with prices that prove it.

Edmonds' blossom algorithm (1965) in three moves: the half-integral optimum first (`assignment`), its odd cycles as blossoms,
then all exposed blossoms grow alternating trees at once under one clock (`grow`) until nobody can be paired better. The prices
it ends with are the proof; `check` reads them without knowing how they came about. Whole numbers only.
"""

from ilnmail.matching.solver.prices import SCALE, Prices
from ilnmail.matching.solver.solve import Graph, Matching, Start, best_matching

__all__ = ["SCALE", "Graph", "Matching", "Prices", "Start", "best_matching"]
