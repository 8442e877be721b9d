"""The links that a person shared in a text, as the bot reads them.

python -m benchmarks.links < TEXT
"""

import sys

from ilnmail.understand.links import links_in


def read(text: str) -> list[str]:
    """Whole, canonical, in order, each once."""
    return list(links_in(text))


def main() -> None:
    print("\n".join(read(sys.stdin.read())))


if __name__ == "__main__":
    main()
