"""Text out of HTML mail: quotes by their structure, before anything is turned into text."""

from lxml import etree
from lxml import html as lxml_html

_QUOTES = (
    "//*[contains(concat(' ', @class, ' '), ' gmail_quote ')]",
    "//*[contains(concat(' ', @class, ' '), ' gmail_extra ')]",
    "//*[contains(concat(' ', @class, ' '), ' yahoo_quoted ')]",
    "//*[contains(concat(' ', @class, ' '), ' protonmail_quote ')]",
    "//*[contains(concat(' ', @class, ' '), ' moz-cite-prefix ')]",
    "//*[contains(concat(' ', @class, ' '), ' moz-signature ')]",
    "//*[contains(concat(' ', @class, ' '), ' gmail_signature ')]",
    "//*[@id='divRplyFwdMsg']/preceding-sibling::hr[1]",
    "//*[@id='divRplyFwdMsg']/following-sibling::*",
    "//*[@id='divRplyFwdMsg']",
    "//*[@id='appendonsend']/following-sibling::*",
    "//blockquote[@type='cite']",
    "//blockquote",
)
_BLOCKS = frozenset(
    ["p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "blockquote", "pre", "hr", "ul", "ol", "table"]
)
_SILENT = frozenset(["style", "script", "head", "title"])


def to_text(markup: str) -> tuple[str, str]:
    """(the text outside quotes, the text of the quotes). Empty where there is nothing to read."""
    if not markup.strip():
        return "", ""
    try:
        tree = lxml_html.document_fromstring(
            markup.encode("utf-8"), parser=lxml_html.HTMLParser(encoding="utf-8")
        )
    except (etree.LxmlError, ValueError):
        return "", ""
    quoted: list[str] = []
    for path in _QUOTES:
        for element in _found(tree, path):
            if element.getparent() is not None:
                quoted.append(_text(element))
                element.drop_tree()
    return _text(tree), "\n".join(quoted)


def _found(tree: lxml_html.HtmlElement, path: str) -> list[lxml_html.HtmlElement]:
    found = tree.xpath(path)
    return [one for one in found if isinstance(one, lxml_html.HtmlElement)] if isinstance(found, list) else []


def _text(tree: lxml_html.HtmlElement) -> str:
    """Lines as a reader sees them."""
    made: list[str] = []
    for action, element in etree.iterwalk(tree, events=("start", "end")):
        if not isinstance(element.tag, str) or element.tag in _SILENT:
            made.append((element.tail or "") if action == "end" else "")
        elif action == "start":
            made.append(
                ("\n" if element.tag in _BLOCKS else "") + (" ".join((element.text or "").split("\n")))
            )
        else:
            made.append(
                ("\n" if element.tag in _BLOCKS and element.tag != "br" else "")
                + (element.tail or "").replace("\n", " ")
            )
    lines = (" ".join(line.replace("\xa0", " ").split()) for line in "".join(made).split("\n"))
    return "\n".join(lines).strip()
