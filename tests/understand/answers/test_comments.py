"""What is written beside an answer is kept; what nobody can read for sure is not acted on."""

from datetime import date

import pytest

from ilnmail.understand.addressees import greets_one_of
from ilnmail.understand.answers import Asked, read_answer
from ilnmail.understand.commands import Command, mentioned, only_thanks, read_command, without_share
from ilnmail.understand.links import links_in

TODAY = date(2027, 2, 10)


@pytest.mark.parametrize(
    ("kind", "text", "value", "comment"),
    [
        ("choice", "3 - my partner never wrote", "3", "my partner never wrote"),
        ("choice", "2\nI will wait until 5 May.", "2", "I will wait until 5 May."),
        ("choice", "3 because 2 weeks have passed", "3", "because 2 weeks have passed"),
        ("choice", "2. Slowly, and that is fine", "2", "Slowly, and that is fine"),
        ("choice", "2, and maybe 3", "ASK", "2, and maybe 3"),
        ("choice", "2, or wait", "ASK", "2, or wait"),
        ("rating", "⭐⭐⭐⭐ lovely letters", "4", "lovely letters"),
        ("yesno", "Yes, but my city is Mombasa", "YES", "but my city is Mombasa"),
        ("yesno", "No. I am too busy this year.", "NO", "I am too busy this year."),
    ],
)
def test_the_rest_of_an_answer_is_its_comment(kind: str, text: str, value: str, comment: str) -> None:
    answer = read_answer(Asked(kind, 4 if kind == "choice" else 5), text, "en", TODAY)
    assert (answer.value, answer.comment) == (value, comment)


def test_a_pause_carries_its_end_as_argument() -> None:
    assert read_command("Pause bitte bis 3. Mai") == Command("PAUSE", "Pause bitte bis 3. Mai")


def test_a_problem_carries_the_words_behind_a_colon() -> None:
    assert read_command("PROBLEM: the letters are rude") == Command("PROBLEM", "the letters are rude")


def test_the_name_of_a_language_carries_its_locale() -> None:
    assert read_command("中文") == Command("LANGUAGE", "zh")


def test_a_command_below_a_greeting_is_not_the_whole_text() -> None:
    found = read_command("Hello,\n\nhelp")
    assert found is not None
    assert not found.whole


def test_one_slip_of_the_fingers_is_forgiven_where_nothing_is_lost() -> None:
    assert read_command("Statsu") == Command("STATUS")


def test_a_slip_never_ends_a_membership() -> None:
    assert read_command("leavee") is None
    assert mentioned("leavee") == "LEAVE"


def test_a_request_in_a_sentence_is_asked_about() -> None:
    assert mentioned("Could you please pause my mails for some time?") == "PAUSE"
    assert mentioned("Ich möchte gerne aus dem Programm austreten.", "de") == "LEAVE"


def test_prose_with_a_command_word_asks_for_nothing() -> None:
    assert mentioned("I had to pause and think about your question.") == ""


def test_share_alone_on_the_last_line_is_taken_off() -> None:
    assert without_share("We read aloud.\nSHARE") == ("We read aloud.", True)


@pytest.mark.parametrize("text", ["yes " * 250_000, "1 " * 500_000, "no, " * 250_000, "a\n" * 500_000])
@pytest.mark.parametrize("kind", ["yesno", "choice", "rating", "date"])
def test_a_megabyte_of_repetition_has_no_reading(kind: str, text: str) -> None:
    assert read_answer(Asked(kind, 5), text, "en", TODAY).value in ("ASK", "YES", "NO")


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("See https://example.org/a.", ("https://example.org/a",)),
        ("(https://example.org/Library_(building))", ("https://example.org/Library_(building)",)),
        ("Look at www.example.org, please", ("https://www.example.org",)),
        ("https://example.org/a and https://example.org/a!", ("https://example.org/a",)),
        ("写在 https://example.org/a。谢谢", ("https://example.org/a",)),
        ("请看https://例え.テスト/道", ("https://例え.テスト/道",)),
        ("https://example.org/a,https://example.org/b", ("https://example.org/a", "https://example.org/b")),
        (
            "(https://example.org/a)(https://example.org/b)",
            ("https://example.org/a", "https://example.org/b"),
        ),
        ("https://example.org/old/https://example.org/b", ("https://example.org/old/https://example.org/b",)),
        ("شاهدوا https://example.org/a\u200f، شكرا", ("https://example.org/a",)),
        ("https://example.org/reading\u200b/list", ("https://example.org/reading/list",)),
    ],
)
def test_a_link_is_read_without_what_stands_around_it(text: str, links: tuple[str, ...]) -> None:
    assert links_in(text) == links


@pytest.mark.parametrize(
    "text",
    [
        "Thank you, Maria.",
        "Dear Maria,\n\nThank you!\nBest wishes,\nElena Ricci",
        "谢谢",
        "Спасибо, Мария",
        "شكرا جزيلا",
    ],
)
def test_a_thank_you_needs_nobody(text: str) -> None:
    assert only_thanks(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Please",
        "Thank you, can you help?",
        "Thank you. My partner has not written.",
        "Many thanks, very nice.",
    ],
)
def test_more_than_a_thank_you_is_read(text: str) -> None:
    assert not only_thanks(text)


@pytest.mark.parametrize(
    ("text", "fresh", "greets"),
    [
        ("Dear Jonas,\n\nhow are you?", False, True),
        ("Good morning dear Jonas!\nhow are you?", False, True),
        ("Dear Jonas, how are you?", False, True),
        ("Jonas has not written to me.", False, False),
        ("Dear Maria,\nJonas is well.", False, False),
        ("Will you tell Jonas?", True, True),
    ],
)
def test_a_greeting_says_whose_the_words_are(text: str, fresh: bool, greets: bool) -> None:
    assert greets_one_of(("Jonas Berg",), text, fresh) is greets


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Yes. We have a lot of snow here.", "YES"),
        ("Yes.\n\nWe have a lot of snow\nhere in Bergen.", "YES"),  # a wrapped line is no sentence of its own
        ("Yes, sorry for the delay, our internet was down.", "YES"),
        ("No. The library is full of students.", "NO"),
        ("Hello,\n\nit is very cold here.\n\nYes", "YES"),
        ("We have a lot of snow.\nYes, we do, a lot.", "ASK"),
        ("It is cold here. Yes.", "ASK"),  # agrees that it is
        ("Yes, it is cold in the library.", "ASK"),  # the same sentence
        ("Yes. In the library, at the weekend.", "ASK"),  # nothing is told
        ("Yes. The library is closed for good.", "ASK"),  # a word that nobody knows
        ("Yes. Is the library full of students?", "ASK"),
    ],
)
def test_news_beside_an_answer_stands_apart_and_holds_only_harmless_words(text: str, value: str) -> None:
    assert read_answer(Asked("yesno"), text, "en", TODAY).value == value


def test_news_before_a_number_is_passed_over() -> None:
    assert (
        read_answer(Asked("choice", 3), "It has been a hectic month at the library. 2", "en", TODAY).value
        == "2"
    )
