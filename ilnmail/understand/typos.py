"""A word with one slip of the fingers: a letter missing, doubled or too many, two of them swapped, in a long word one wrong."""

from collections.abc import Collection

_SHORTEST = 5  # letters of a word that may be mistyped
_SHORTEST_REPLACED = 7


def mistyped(written: str, known: Collection[str]) -> tuple[str, ...]:
    """The known words that this may be a slip of, the first letter being right."""
    return tuple(
        word
        for word in known
        if len(word) >= _SHORTEST and word[0] == written[:1] and _one_slip(written, word)
    )


def _one_slip(written: str, word: str) -> bool:
    if abs(len(written) - len(word)) == 1:
        shorter, longer = sorted((written, word), key=len)
        same = _same_beginning(shorter, longer)
        return shorter[same:] == longer[same + 1 :]
    if len(written) != len(word):
        return False
    apart = [place for place in range(len(word)) if written[place] != word[place]]
    if len(apart) == 1:
        return len(word) >= _SHORTEST_REPLACED
    return (
        len(apart) == 2
        and apart[1] == apart[0] + 1
        and written[apart[0]] == word[apart[1]]
        and written[apart[1]] == word[apart[0]]
    )


def _same_beginning(one: str, other: str) -> int:
    return next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
