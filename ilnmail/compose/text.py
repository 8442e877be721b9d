"""The plain text of a letter, made from its Markdown. (HTML, when it comes, is made beside it, not from it.)

Numbered answers read "  1  I will wait"; indented lines and lines between ``` keep their form.
"""

import re
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from ilnmail.letters.filters import WIDTH, wrap
from ilnmail.letters.shield import unshield

_MARKDOWN = MarkdownIt("commonmark", {"html": False})
_NO_BREAK = "\u00a0"


# After an empty line a letter at the margin begins a paragraph of its own, except in a block between ``` and ```; only
# the places of links can be said elsewhere.
_NEXT_PARAGRAPH = re.compile(r"\n\n+(?=[^\W\d_])")
_REACHES_FAR = re.compile(r"```|~~~|\]:")
# One line that begins with a letter and holds nothing that Markdown reads as a mark.
_WORDS_ALONE = re.compile(r"[^\W\d_][^\n\\`*_\[\]<&]*")


def plain(markdown: str, width: int = WIDTH) -> str:
    """The text of shielded Markdown, wrapped to so many columns, without a line end at its end."""
    if _REACHES_FAR.search(markdown):
        return whole(markdown, width)
    parts = (_part(part, width) for part in _NEXT_PARAGRAPH.split(markdown))
    return "\n\n".join(part for part in parts if part)


@lru_cache(maxsize=2048)  # most paragraphs are the same in thousands of letters
def _part(markdown: str, width: int) -> str:
    if _WORDS_ALONE.fullmatch(markdown):
        return _written_out("\n".join(wrap(markdown.rstrip(), width)))
    return whole(markdown, width)


def whole(markdown: str, width: int) -> str:
    """The same, read at one go."""
    root = SyntaxTreeNode(_MARKDOWN.parse(markdown))
    return _written_out(_blocks(root.children, width))


def _written_out(text: str) -> str:
    return unshield(text).replace(_NO_BREAK, " ")


def _blocks(nodes: list[SyntaxTreeNode], width: int, between: str = "\n\n") -> str:
    return between.join(text for node in nodes if (text := _block(node, width)))


def _block(node: SyntaxTreeNode, width: int) -> str:
    return _FORMS[node.type](node, width) if node.type in _FORMS else ""


def _paragraph(node: SyntaxTreeNode, width: int) -> str:
    # Shielded text is as long as it will be in the end, so it can be wrapped before it is unshielded.
    return "\n".join("\n".join(wrap(line, width)) for line in _inline(node.children[0]).split("\n"))


def _indented(node: SyntaxTreeNode, width: int) -> str:
    return _hung(node.content.rstrip("\n"), "    ", "    ")


def _as_it_stands(node: SyntaxTreeNode, width: int) -> str:
    return node.content.rstrip("\n")


def _bullets(node: SyntaxTreeNode, width: int) -> str:
    return "\n".join(_entry(one, "  - ", width) for one in node.children)


def _numbered(node: SyntaxTreeNode, width: int) -> str:
    first = int(node.attrs.get("start", 1))
    return "\n".join(_entry(one, f"{n:>3}  ", width) for n, one in enumerate(node.children, first))


def _quotation(node: SyntaxTreeNode, width: int) -> str:
    return _hung(_blocks(node.children, width - 4), "    ", "    ")


_FORMS = {
    "paragraph": _paragraph,
    "heading": _paragraph,
    "code_block": _indented,
    "fence": _as_it_stands,
    "bullet_list": _bullets,
    "ordered_list": _numbered,
    "blockquote": _quotation,
}


def _entry(node: SyntaxTreeNode, mark: str, width: int) -> str:
    return _hung(_blocks(node.children, width - len(mark), "\n"), mark, " " * len(mark))


def _hung(text: str, first: str, later: str) -> str:
    """Each line behind its margin; empty lines stay empty."""
    lines = text.split("\n")
    margins = (first, *[later] * (len(lines) - 1))
    return "\n".join(f"{margin}{line}".rstrip() for margin, line in zip(margins, lines, strict=True))


def _inline(node: SyntaxTreeNode) -> str:
    match node.type:
        case "text" | "code_inline":
            return node.content
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case "link":
            words, target = "".join(map(_inline, node.children)), str(node.attrs.get("href", ""))
            return words if target in (words, f"mailto:{words}") else f"{words} ({target})"
    return "".join(map(_inline, node.children))
