"""HTML mail as lines: quotes and signatures known by the elements of the programs that made them.

Clients by what they write: Gmail (gmail_quote, gmail_attr), Apple Mail and Thunderbird (blockquote type=cite,
moz-cite-prefix), Outlook (divRplyFwdMsg, appendonsend, OutlookMessageHeader, a border on top), Yahoo, Proton, Zoho, QQ
and Foxmail, 163, mail.ru, Yandex, Zimbra, Notes, Samsung, GMX, Naver, Tuta, Roundcube, Mailspring, Front.
"""

import re
from typing import NamedTuple

from lxml import etree
from lxml import html as lxml_html

from ilnmail.understand.marks import Mark

_QUOTE = re.compile(
    r"(?:^|[\s_-])(?:(?:x_)*(?:gmail_attr|reply-intro|isReplyContent|(?:ydp\w*)?yahoo_quoted\w*|protonmail_quote|moz-cite-prefix|moz-forward-container"
    r"|OutlookMessageHeader|zmail_extra|zmail_extra_hr|tutanota_quote|freebirdFormviewerViewHeaderHeader"
    r"|mailru-blockquote|mail-quote-collapse|mailspring_quote|nylas-quote|front-blockquote|BlackBerry_quote"
    r"|ntes-mailmaster-quote|mail_quote|reply-quote|quoted_message|replyforwardcontainer|fastmail-quote"
    r"|zimbra_quote|hmail_quote|email-quoted-reply|iwcquote|mcntQuote|mail-editor-reference-message-container"
    r"|aolReplacedBody|aolmail_quote|quote-header|gmail_quote_attribution|cite-attribution|edo-quoted\w*|qmbox))(?=$|\s)"
)
_REST = re.compile(
    r"^(?:x_)*(?:divRplyFwdMsg|appendonsend|orgMessage|ms-outlook-mobile-body-separator-line-quoted"
    r"|mail-editor-reference-message-container|isForwardContent|divQuotedMessage|oriMsgHtmlSeperator)$"
)
_SIGNATURE = re.compile(
    r"signature|(?:^|[\s_-])(?:sig\d*|sign|sgn|sent_?from)(?=$|[\s_-])", re.I
)  # Fastmail, Zoho, Airmail, Newton; all others say it
_CAMEL_SIGNATURE = re.compile(r"[a-z]Sig(?=$|[\s\d])")
_QUOTED = re.compile(
    r"(?:^|\s)(?:quote|quoted|quoted-?text|quoted-?reply)(?=$|\s)|(?:^|[\s_-])(?!gmail)[a-z]+[_-](?:quoted?|quote_?(?:body|text|section)|replysection)(?=$|\s)|(?:^|\s)messageReplySection",
    re.I,
)
_HIDDEN = re.compile(r"display\s*:\s*none", re.I)
_NARROW = re.compile(
    r"(?:^|[;\s])width:\s*\d{2,3}px", re.I
)  # QQ and Foxmail draw a short rule above a signature
_BORDER = re.compile(r"border:\s*none;\s*border-top:\s*solid\s*#?\w+\s*1\.0pt", re.I)
_BAR = re.compile(r"border-left:\s*(?:\d\S*\s+solid|solid\s+\S*\s*\d)", re.I)
_INDENT = re.compile(r"margin:\s*0(?:px)?\s+0(?:px)?\s+0(?:px)?\s+40px;\s*border:\s*none", re.I)
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "br",
        "li",
        "tr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "pre",
        "hr",
        "ul",
        "ol",
        "table",
        "center",
        "section",
        "article",
        "address",
        "dd",
        "dt",
        "x-sigsep",
    ]
)
_SILENT = frozenset(["style", "script", "head", "title", "noscript", "template", "o:p"]) - {"o:p"}
_CELLS = frozenset(("td", "th"))
_RULE = "________________________________"
_OF_THE_LOOK = frozenset(
    (
        *("style", "href", "src", "alt", "title", "lang", "dir", "type", "cite"),
        *("width", "height", "align", "valign", "color", "face", "size", "bgcolor", "border"),
    )
)
_LONG = 120  # characters of an attribute that may be a name
Piece = tuple[str, Mark]


class _Page(NamedTuple):
    """What was read so far: finished lines, and the pieces of the one being read."""

    lines: list[Piece]
    words: list[str]


def to_text(markup: str) -> tuple[str, str]:
    """(the text outside quotes, the text of the quotes). Empty where there is nothing to read."""
    lines = to_lines(markup)
    outside = (line for line, mark in lines if mark in (Mark.TEXT, Mark.BLANK))
    quoted = (line for line, mark in lines if mark not in (Mark.TEXT, Mark.BLANK))
    return "\n".join(outside).strip(), "\n".join(quoted).strip()


def to_lines(markup: str) -> list[Piece]:
    """Each line as a reader sees it, with what its elements say it is; none where there is nothing to read."""
    if not markup.strip():
        return []
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        tree = lxml_html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return []
    return _Reader().read(tree)


class _Reader:
    """One walk over the elements; `inside` holds what the open quoted or signed elements are."""

    def __init__(self) -> None:
        self.page = _Page([], [])
        self.inside: list[tuple[lxml_html.HtmlElement, Mark]] = []
        self.rest = False  # a heading was met after which everything is quoted
        self.silent: lxml_html.HtmlElement | None = None

    def read(self, tree: lxml_html.HtmlElement) -> list[Piece]:
        for action, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
            if action == "start":
                self._open(element)
            else:
                self._close(element, action)
        self._break()
        return self.page.lines

    def _open(self, element: lxml_html.HtmlElement) -> None:
        tag = element.tag
        if self.silent is not None:
            return
        if tag in _SILENT or _HIDDEN.search(element.get("style") or ""):
            self.silent = element
            return
        if tag in _BLOCKS:
            self._open_block(element)
        self._enter(element)
        if element.text:
            self._say(element.text, tag == "pre")

    def _open_block(self, element: lxml_html.HtmlElement) -> None:
        """A block begins a line, a paragraph has a blank one above it, and so has a second line break."""
        empty = not self.page.words
        self._break()
        if element.tag in ("p", "table") or (element.tag == "br" and empty):
            self._blank()
        if element.tag == "hr":
            short = _NARROW.search(element.get("style") or "")
            self.page.lines.append(("--" if short else _RULE, self._mark()))
        elif element.tag == "x-sigsep":  # Eudora
            self.page.lines.append(("--", self._mark()))
        elif element.tag == "li":
            self.page.words.append("- ")

    def _enter(self, element: lxml_html.HtmlElement) -> None:
        if not element.attrib and element.tag not in ("blockquote", "signature"):
            return
        found = _element_mark(element)
        if found == "rest":
            self._break()
            self.rest = True
        elif isinstance(found, Mark):
            self._break()
            self.inside.append((element, found))

    def _close(self, element: lxml_html.HtmlElement, action: str) -> None:
        if action == "end" and self.silent is None:
            if element.tag in _BLOCKS and element.tag != "br":
                self._break()
            elif element.tag in _CELLS:
                self.page.words.append(" ")
            if self.inside and self.inside[-1][0] is element:
                self._break()
                self.inside.pop()
            if element.tag in ("p", "table"):
                self._blank()
        if self.silent is element:
            self.silent = None
        if self.silent is None and element.tail:
            self._say(element.tail, _is_verbatim(element))

    def _say(self, words: str, verbatim: bool) -> None:
        if not verbatim:
            self.page.words.append(words)
            return
        for line in words.split("\n"):
            self.page.words.append(line)
            self._break()

    def _mark(self) -> Mark:
        if self.rest:
            return Mark.QUOTED
        return self.inside[-1][1] if self.inside else Mark.TEXT

    def _blank(self) -> None:
        if self.page.lines and self.page.lines[-1][0]:
            self.page.lines.append(("", Mark.BLANK))

    def _break(self) -> None:
        if not self.page.words:
            return
        line = " ".join("".join(self.page.words).replace("\xa0", " ").split())
        self.page.words.clear()
        if line:
            self.page.lines.append((line, self._mark()))


def _is_verbatim(element: lxml_html.HtmlElement) -> bool:
    """Whether what stands behind an element keeps its line ends."""
    parent = element.getparent()
    return parent is not None and parent.tag == "pre"


def _element_mark(element: lxml_html.HtmlElement) -> Mark | str | None:
    """QUOTED, SIGNED, "rest" where all that follows is quoted, or None."""
    names = " ".join(
        f"{key} {told}" if key.startswith("data-") else told
        for key, told in element.items()
        if key not in _OF_THE_LOOK and len(told) < _LONG
    )
    return _by_name(element, names) or _by_look(element, names)


def _by_name(element: lxml_html.HtmlElement, names: str) -> Mark | str | None:
    """By the name that its program gave it."""
    if element.tag == "signature":
        return Mark.SIGNED
    if not names or element.tag == "br":
        return None
    if any(_REST.match(name) for name in names.split()):
        return "rest"
    if _QUOTE.search(names):
        return Mark.QUOTED
    if _SIGNATURE.search(names) or _CAMEL_SIGNATURE.search(names):
        return Mark.SIGNED
    forwarded = "gmail_quote" in names and all(child.tag != "blockquote" for child in element)
    return Mark.QUOTED if forwarded or _QUOTED.search(names) else None


def _by_look(element: lxml_html.HtmlElement, names: str) -> Mark | str | None:
    """By what a reader sees: an indented block, a line drawn on top."""
    style = element.get("style") or ""
    if element.tag == "blockquote":
        bare = not style and not names and element.get("type") is None and element.get("cite") is None
        return None if _INDENT.search(style) else Mark.INDENTED if bare else Mark.QUOTED
    if "border-left" in style and element.tag in ("div", "td") and _BAR.search(style):
        return Mark.INDENTED
    return "rest" if "border-top" in style and _BORDER.search(style) else None
