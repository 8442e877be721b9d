"""Every language in the forms in which mail programs head a quote: what the person wrote, and nothing else, is read."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from ilnmail.understand.reading import Us
from ilnmail.understand.reply import read_html_reply, read_reply

US = Us(address="iln@example.net", name="International Librarians Network")
NEW = "Yes, Tuesday suits me.\n\nCould we talk at ten?"
OLD = "Dear Binh, shall we speak next week?\nI would like to hear about your library."


class Language(NamedTuple):
    """How programs in one language head what they quote."""

    code: str
    attribution: str
    sender: str
    sent: str
    to: str
    subject: str
    when: str
    separator: str
    mobile: str


Form = Callable[[Language], str]
TABLE = Path(__file__).with_name("languages.csv").read_text(encoding="utf-8").splitlines()
LANGUAGES = [Language(*row) for row in list(csv.reader(TABLE))[1:]]


def marked(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.split("\n"))


def headed(one: Language, before: str = "", after: str = "") -> str:
    return (
        f"{before}{one.sender}:{after} Anna Kovač <anna@example.org>\n{before}{one.sent}:{after} {one.when}\n"
        f"{before}{one.to}:{after} Binh Tran <binh@example.org>\n{before}{one.subject}:{after} Next week"
    )


def gmail(one: Language) -> str:
    return f"{NEW}\n\n{one.attribution}\n\n{marked(OLD)}\n"


def gmail_wrapped(one: Language) -> str:
    broken = one.attribution.replace(" <", "\n<").replace(" (<", "\n(<")
    return f"{NEW}\n\n{broken}\n\n{marked(OLD)}\n"


def unmarked(one: Language) -> str:
    return f"{NEW}\n\n{one.attribution}\n\n{OLD}\n"


def outlook(one: Language) -> str:
    return f"{NEW}\n\n________________________________\n{headed(one)}\n\n{OLD}\n"


def outlook_bold(one: Language) -> str:
    return f"{NEW}\n\n{headed(one, '*', '*')}\n\n{OLD}\n"


def older_outlook(one: Language) -> str:
    return f"{NEW}\n\n-----{one.separator}-----\n{headed(one)}\n\n{OLD}\n"


def blackberry(one: Language) -> str:
    return f"{NEW}\n\n------ {one.separator} ------\n\n{OLD}\n"


def iphone(one: Language) -> str:
    return f"{NEW}\n\n{one.mobile}\n\n> {one.attribution}\n>\n{marked(OLD)}\n"


def footer_alone(one: Language) -> str:
    return f"{NEW}\n\n{one.mobile}\n"


FORMS: tuple[Form, ...] = (
    *(gmail, gmail_wrapped, unmarked, outlook, outlook_bold, older_outlook, blackberry, iphone),
    footer_alone,
)


def escaped(text: str) -> str:
    return text.replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br>")


def gmail_page(one: Language) -> str:
    return (
        f'<div dir="ltr">{escaped(NEW)}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">'
        f'{escaped(one.attribution)}<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex">'
        f"{escaped(OLD)}</blockquote></div>"
    )


def outlook_page(one: Language) -> str:
    return (
        f'<div class="WordSection1"><p class="MsoNormal">{escaped(NEW)}</p>'
        '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal">'
        f"{escaped(headed(one))}</p></div><p>{escaped(OLD)}</p></div>"
    )


def thunderbird_page(one: Language) -> str:
    return (
        f'<p>{escaped(NEW)}</p><div class="moz-cite-prefix">{escaped(one.attribution)}<br></div>'
        f'<blockquote type="cite" cite="mid:a@example.org">{escaped(OLD)}</blockquote>'
    )


def plain_page(one: Language) -> str:
    """A program that marks nothing: only the words tell."""
    return f"<div>{escaped(NEW)}</div><hr><div>{escaped(headed(one))}</div><div>{escaped(OLD)}</div>"


PAGES: tuple[Form, ...] = (gmail_page, outlook_page, thunderbird_page, plain_page)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
@pytest.mark.parametrize("language", LANGUAGES, ids=lambda one: one.code)
def test_a_reply_in_plain_text_is_cut_to_what_was_newly_written(language: Language, form: Form) -> None:
    assert read_reply(form(language), US)[0] == NEW


@pytest.mark.parametrize("form", PAGES, ids=lambda form: form.__name__)
@pytest.mark.parametrize("language", LANGUAGES, ids=lambda one: one.code)
def test_a_reply_in_html_is_cut_to_what_was_newly_written(language: Language, form: Form) -> None:
    assert read_html_reply(form(language), US)[0].split() == NEW.split()
