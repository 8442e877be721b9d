"""What only looks like a quote, a signature or a footer is kept: a sentence lost is worse than a quote kept."""

import pytest

from ilnmail.understand.reading import Us
from ilnmail.understand.reply import read_reply

US = Us(
    address="iln@example.net", name="International Librarians Network", relay_domains=("relay.example.net",)
)

KEPT_WHOLE = {
    "prose that says who wrote": "On Monday Anna wrote:\n\nRoses are red,\nviolets are blue.\n\nThat was her poem.",
    "prose with a year": "In 2019 my grandmother wrote:\n\nNever stop reading.\n\nI live by it.",
    "sent from in a sentence": "It was sent from my office.\n\nSent from my heart, with love and thanks.",
    "sent from a desk": "Here it is.\n\nSent from my desk, which is easier than a telephone.",
    "a form": "Name: Binh\nCountry: Viet Nam\nEmail: binh@example.org\nFrom: Hanoi\nInterests: archives",
    "an appointment": "Date: Tuesday 4 March\nTime: 10:00\nPlace: Library\n\nSee you there.",
    "a journey": "From: Hanoi\nTo: Hue\nDate: 3 March\n\nThat is my journey.",
    "rules": "My list:\n- one\n- two\n\n----\n\nBelow the rule I go on.\n\n***\n\nThe end.",
    "an address before a colon": "I am free on 2025-03-03.\n\nCall at 10:30 or write to x@example.org:\n\nI am at home.",
    "a mail about itself": "This message is just to say hello.\n\nThis email is my first to you.",
    "two dashes before points": "I write because of:\n-- the first point\n-- the second point\n\nThanks!",
    "a dash within a line": "Here is a thought -- this is no signature.\n\nMore of it.",
    "code between fences": "My script:\n\n```\n--\n# Sent from my mailer\n> not a quote\n```\n\nIs it fine?",
    "a Python prompt": "I use Python:\n\n>>> print(1)\n\nNice?",
    "words that labels use": "The data comes from: our library, to: our readers.\n\nSubject: to change.",
    "a numbered answer": "1. Yes\n2. No\n3. On 5 May 2025 at 10:00 Anna said:\nI will come",
    "a day with times": "My day:\n10:00: library\n11:30: a call with Anna <anna@example.org>:\nshe is nice",
    "a short caution": "Caution: I am late.\n\nImportant: I cannot come on Friday.\n\nSee you on Monday.",
    "a face": "Ok :-)\n\n>_<\n\nBe careful out there.",
    "words of a program": "Outlook for the week: rain.\n\nSee you when it is dry.",
    "a line ending in on": "I work on\nweekdays only.\n\nOn the other hand, I read on Sundays.",
    "a long text below two dashes": "One.\n--\n"
    + "\n".join(f"Line {number} of the poem." for number in range(20)),
    "Arabic prose": "مرحبا،\n\nكتب جدي كتابا:\n\nكان جميلا.",
    "Russian prose": "Мой дед писал:\n\nЧитай каждый день.\n\nТак я и живу.",
    "Japanese prose": "祖母はこう書きました：\n\n毎日読みなさい。\n\n私はそうしています。",
}

CUT = {
    "answers between quoted lines": (
        "> When?\nOn Tuesday.\n> Where?\nAt the library.",
        "On Tuesday.\nAt the library.",
    ),
    "an answer below the quote": (
        "On Mon, 3 Mar 2025 at 10:42, Anna <anna@example.org> wrote:\n> When?\n\nOn Tuesday.\n\n-- \nBinh",
        "On Tuesday.",
    ),
    "text above and below": ("Hello!\n\nAnna wrote:\n> When?\n\nOn Tuesday.", "Hello!\n\nOn Tuesday."),
    "a quoted line that was wrapped": (
        "Yes.\n\n> I would like to know more about how you lend books to schools in the\ncountry side.\n> Thanks",
        "Yes.",
    ),
    "right-to-left marks": (
        "نعم\n\n\u202bفي 3 مارس 2025 10:42، كتب \u202aAnna\u202c \u200f<anna@example.org>:\u202c\n\n> old",
        "نعم",
    ),
    "our own address in an unknown language": (
        "Ya.\n\nMaz 12 quo iln+abc@example.net zorb 3/3/2025:\n> old",
        "Ya.",
    ),
    "our own name before a quote": (
        "Ya.\n\n3/3/2025 10:42 International Librarians Network zorb:\n\n> old",
        "Ya.",
    ),
    "a header block in an unknown language": (
        "Ya.\n\nZorb: Anna <anna@example.org>\nQuo: 3/3/2025 10:42\nMaz: binh@example.org\nPlim: hello\n\nold",
        "Ya.",
    ),
    "a list footer": (
        "Hello all\n\n_______________________________________________\nreaders mailing list\nreaders@example.org\n"
        "https://lists.example.org/readers",
        "Hello all",
    ),
    "a disclaimer": (
        "Yes.\n\nThis e-mail and any attachments are confidential and intended solely for the addressee.",
        "Yes.",
    ),
    "a warning on top": ("CAUTION: This email originated from outside the organisation.\n\nYes.", "Yes."),
    "nothing but a quote": ("On Mon, 3 Mar 2025 at 10:42, Anna <anna@example.org> wrote:\n> old", ""),
    "HTML in a text part": ('<html><body>Yes.<blockquote type="cite">old</blockquote></body></html>', "Yes."),
}


@pytest.mark.parametrize("text", KEPT_WHOLE.values(), ids=KEPT_WHOLE)
def test_what_a_person_wrote_is_kept_whole(text: str) -> None:
    assert read_reply(text, US) == (text, ())


@pytest.mark.parametrize(("text", "kept"), CUT.values(), ids=CUT)
def test_quotes_and_footers_are_cut_and_what_stands_between_them_is_kept(text: str, kept: str) -> None:
    assert read_reply(text, US)[0] == kept


def test_each_cut_names_the_rule_that_made_it() -> None:
    cut = read_reply("Yes.\n\nAnna Kovac <anna@example.org> wrote:\n> old\n\n-- \nBinh", US)[1]
    assert [piece.rule for piece in cut] == ["attribution", "quote mark", "signature"]
