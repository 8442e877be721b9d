"""The compiled pass over all pairs: candidates, and pairs worth more than their prices, without room for all pairs."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from ilnmail.matching.features import Features, Matrix, one_thread_a_product
from ilnmail.matching.points import Array
from ilnmail.matching.scan import MOST_ROUGH, Ruled, above_prices, best_of_block
from ilnmail.matching.solver import Prices
from ilnmail.matching.solver.kernels import compiled
from ilnmail.matching.worth import POINT_BITS, Worth

_FAR = 1 << 61
_THREADS = 2


class AllPairs:
    """Looks at all pairs of these people, block by block."""

    def __init__(
        self, of: Worth, features: Features, rows: int = 256, columns: int = 8192, threads: int = _THREADS
    ) -> None:
        assert not of.who_only
        assert of.floor == 0
        self.of, self.features = of, features
        self.rows, self.columns, self.threads = rows, columns, threads
        top = int(features.language_points[0])
        self.ruled = Ruled(
            country=features.country.astype(np.int64),
            speaks=features.speaks,
            languages=features.languages,
            language_points=features.language_points.astype(np.int64),
            banned_start=features.banned_start,
            banned=features.banned.astype(np.int64),
            hashes=of.hashes.astype(np.int64),
            twice=np.float32(2 if of.shunned else 0),
            bend=np.float32(of.shunned - top),
            always=np.float32(3 * top if of.shunned else top),
            shunned=of.shunned,
            tie_bits=of.tie_bits,
            point_bits=POINT_BITS,
        )

    def best(self, each: int) -> tuple[Array, Array]:
        """Each one's best partners: who (row, column)."""
        nobody = np.zeros(self.of.count, np.int64)
        return self._pass(
            each, nobody, np.full(self.of.count, -1, np.int64), Prices(price=nobody, blossoms=()), 0
        )

    def violated(self, made: Prices, each: int, out: tuple[int, ...] = ()) -> tuple[Array, Array]:
        """Pairs worth more than their prices, the worst of each person with those who come later."""
        asked = self.of.asked(made)
        asked[list(out)] = _FAR
        return self._pass(each, asked, asked, made, 1)

    def _pass(self, each: int, asked: Array, least: Array, made: Prices, later: int) -> tuple[Array, Array]:
        count = self.of.count
        values = np.repeat(least[:, None], each, axis=1)
        who = np.full((count, each), -1, np.int64)
        nested = made.nested
        rough = np.clip(asked >> (POINT_BITS + 2), -MOST_ROUGH, MOST_ROUGH - 1).astype(np.float32)
        scan = getattr(compiled(), best_of_block.__name__)

        def look(product: Matrix, row: int, column: int) -> None:
            some = slice(row, row + len(product))
            scan(product, row, column, later, self.ruled, nested, asked, rough, values[some], who[some])

        self._each_block(look, later)
        one, place = np.nonzero(who >= 0)
        return one, who[one, place]

    def above(self, prices: Prices) -> tuple[Array, Array]:
        """All pairs worth more than the two prices, whatever the blossoms around them: by a loop that knows no short cut."""
        asked = self.of.asked(prices)
        scan = getattr(compiled(), above_prices.__name__)
        found: list[Array] = []

        def look(product: Matrix, row: int, column: int) -> None:
            room = np.empty((0, 2), np.int64)
            while (size := scan(product, row, column, self.ruled, asked, room)) > len(room):
                room = np.empty((size, 2), np.int64)
            found.append(room)

        self._each_block(look, 1)
        pairs = np.concatenate(found)
        return pairs[:, 0], pairs[:, 1]

    def _each_block(self, look: Callable[[Matrix, int, int], None], later: int) -> None:
        """`later`: each pair once, with whoever of the two comes first."""
        left, right = self.features.left, self.features.right

        def rows(at: int) -> None:
            for start in range(at if later else 0, self.of.count, self.columns):
                look(left[at : at + self.rows] @ right[start : start + self.columns].T, at, start)

        with one_thread_a_product(), ThreadPoolExecutor(self.threads) as pool:
            list(pool.map(rows, range(0, self.of.count, self.rows)))
