"""The letters as shipped, and the rules for writing them."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from ilnmail.compose.text import plain
from ilnmail.letters import (
    LETTERS,
    Footer,
    Headers,
    LetterError,
    Letters,
    Priority,
    called,
    read_letters,
    read_topics,
)
from ilnmail.letters.filters import Filters
from ilnmail.letters.front_matter import split
from ilnmail.letters.template import read_template

TEMPLATES = Path(__file__).parents[1] / "templates"
WRITING = (TEMPLATES.parent / "docs" / "writing.md").read_text("utf-8")
FILES = {path.relative_to(TEMPLATES).as_posix(): path.read_text("utf-8") for path in TEMPLATES.rglob("*.md")}
SHIPPED = {
    name.removeprefix("en/").removesuffix(".md"): FILES[name] for name in FILES if name.startswith("en/")
}
FOOTERS = sorted(name for name in SHIPPED if name.startswith("footer-"))
KINDS = sorted(set(SHIPPED) - set(FOOTERS))
ALWAYS: Mapping[str, object] = {
    "programme": "International Librarians Network",
    "short": "ILN",
    "address": "iln@example.org",
    "site": "",
    "coordinators": ("Maria Silva",),
    "name": "Amina Yusuf",
    "wrote": date(2027, 1, 20),
    "today": date(2027, 1, 20),
    "subject": "",
    "ref": "k7qf-2m",
}


def with_help(text: str, *, language: str = "en") -> Letters:
    """The shipped letters with another HELP."""
    texts = {("en", kind): shipped for kind, shipped in SHIPPED.items()}
    return Letters({**texts, (language, "help"): text})


def help_letter(body: str, *, subject: str = "Help", values: str = "") -> str:
    return f"---\nsubject: {subject}\nvalues:\n{values}\n---\n{body}"


def body_of(letter: str, values: str = "", **given: object) -> str:
    filled = read_template("en/help.md", "en", help_letter(letter, values=values)).fill(given, ALWAYS)
    return plain(filled[1])


# the catalogue and the files


@pytest.mark.parametrize("kind", KINDS)
def test_every_file_has_its_row(kind: str) -> None:
    assert kind in LETTERS


@pytest.mark.parametrize("kind", sorted(LETTERS))
def test_every_row_has_its_file(kind: str) -> None:
    assert kind in SHIPPED


def test_every_footer_has_its_file() -> None:
    named = {f"footer-{row.footer}" for row in LETTERS.values() if row.footer is not Footer.NONE}
    assert named == set(FOOTERS)


def test_no_two_rows_have_the_same_number_in_the_catalogue() -> None:
    assert len({row.id for row in LETTERS.values()}) == len(LETTERS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_choice_stands_in_the_letter_as_often_as_in_its_row(kind: str) -> None:
    # Lists with other numbers: the rules, and the letters a mail may have been about.
    listed = {"rules": 0, "not-understood": 0}.get(kind, len(re.findall(r"^\d+\. ", SHIPPED[kind], re.M)))
    assert listed == len(LETTERS[kind].answers)


@pytest.mark.parametrize("kind", KINDS)
def test_every_letter_says_what_it_is_for_and_what_may_be_answered(kind: str) -> None:
    head, _ = split(kind, SHIPPED[kind])
    assert head["purpose"]
    assert head["subject"]
    assert head["words"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_listed_value_is_shown(kind: str) -> None:
    head, body = split(kind, SHIPPED[kind])
    listed = [line.partition(":")[0].rstrip("?") for line in head["values"].splitlines() if line]
    elsewhere = {"text", "hidden"} if LETTERS[kind].headers is Headers.RELAY else set()
    shown = body + head["subject"] + head["words"] + SHIPPED["footer-wrote"] + SHIPPED["footer-relayed"]
    assert [name for name in listed if name not in elsewhere and not re.search(rf"\b{name}\b", shown)] == []


def test_answers_go_before_introductions_and_digests_come_last() -> None:
    kinds = ("card", "relay", "introduction", "prompt", "digest")
    assert [LETTERS[kind].priority for kind in kinds] == list(Priority)


# what may stand in a file


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("{{ partner }}", "uses 'partner', which is not listed"),
        ("{% if %}", "Expected an expression"),
        ("{{ name | shout }}", "no filter 'shout'"),
        ("{% if site %}{{ name | shout }}{% endif %}", "no filter 'shout'"),
    ],
)
def test_a_letter_that_cannot_be_used_is_refused_by_name(body: str, says: str) -> None:
    with pytest.raises(LetterError, match=rf"en/help\.md.*{says}"):
        read_template("en/help.md", "en", help_letter(body))


def test_every_problem_is_told_at_once() -> None:
    texts = {("en", kind): shipped for kind, shipped in SHIPPED.items() if kind not in ("rules", "card")}
    with pytest.raises(LetterError, match=r"en/card\.md is not there\nen/rules\.md is not there"):
        Letters(texts)


def test_all_shipped_letters_can_be_used() -> None:
    read_letters(FILES).check()


def test_a_letter_of_the_programmes_own_is_looked_at_when_it_is_read() -> None:
    broken = {**FILES, "en/help.md": help_letter("{{ partner }}"), "de/card.md": help_letter("{% if %}")}
    with pytest.raises(LetterError, match=r"(?s)de/card\.md.*en/help\.md uses 'partner'"):
        read_letters(broken, own=("de/card.md", "en/help.md", "topics/1-one.en.md"))


def test_a_shipped_letter_is_looked_at_when_it_is_written_or_when_somebody_asks() -> None:
    letters = read_letters({**FILES, "en/help.md": help_letter("{{ partner }}")})
    for ask in (letters.check, lambda: letters.write("help", "en", {}, ALWAYS)):
        with pytest.raises(LetterError, match=r"en/help\.md uses 'partner'"):
            ask()


def test_a_heading_line_we_do_not_know_is_refused() -> None:
    with pytest.raises(LetterError, match="'subjekt' is not known"):
        read_template("en/help.md", "en", "---\nsubjekt: Hilfe\n---\n")


@pytest.mark.parametrize("text", ["no heading lines", "---\nsubject: no end\n", "---\nno colon here\n---\n"])
def test_heading_lines_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(LetterError, match=r"en/help\.md"):
        read_template("en/help.md", "en", text)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"partner": "Jonas", "colour": "red"}, "no use for colour"),
        ({}, "needs partner"),
        ({"partner": None}, "shows as None"),
        ({"partner": date(2027, 1, 1)}, "type date needs a filter"),
    ],
)
def test_values_that_do_not_fit_are_refused(given: Mapping[str, object], says: str) -> None:
    with pytest.raises(LetterError, match=says):
        body_of("{{ partner }}", "  partner: name", **given)


def test_an_optional_value_may_be_left_out() -> None:
    assert body_of("{% if ends %}Ends.{% else %}Open.{% endif %}", "  ends?: date") == "Open."


@pytest.mark.parametrize(
    "body", ["{{ coordinators[5] }}", "{{ name.surname }}", "{% if name.x %}x{% endif %}"]
)
def test_what_is_not_there_is_never_shown_as_nothing(body: str) -> None:
    with pytest.raises(LetterError, match=r"en/help.md could not be filled in"):
        body_of(body)


@pytest.mark.parametrize("body", ["{{ name.__class__.__name__ }}", "{% set x = cards.append('x') %}"])
def test_a_letter_can_show_values_and_do_nothing_else(body: str) -> None:
    with pytest.raises(LetterError, match=r"en/help.md could not be filled in"):
        body_of(body, "  cards: list", cards=[])


# subjects


def subject_of(subject: str, **given: object) -> str:
    letters = with_help(help_letter("", subject=subject, values="  words: str"))
    return letters.write("help", "en", given, ALWAYS).subject


def test_a_subject_is_one_line() -> None:
    assert subject_of("On {{ words }}", words="snow\r\nBcc: x@example.org") == "On snow Bcc: x@example.org"


def test_a_subject_has_at_most_120_characters() -> None:
    subject = subject_of("{{ words }}", words="snow " * 40)
    assert len(subject) <= 120
    assert subject.endswith("snow sn...")


# values stay what they are


@pytest.mark.parametrize(
    "value",
    ["*Li*", "1. yes", "# Anna", "[here](https://example.org)", "<b>", "a_b_c", "`x`", "> y", "{{ z }}"],
)
def test_a_value_is_never_read_as_markdown(value: str) -> None:
    assert body_of("{{ word }}", "  word: str", word=value) == value


def test_a_value_cannot_begin_a_new_paragraph() -> None:
    assert body_of("{{ word }}!", "  word: str", word="one\n\n--\ntwo") == "one -- two!"


def test_a_value_cannot_close_the_block_it_stands_in() -> None:
    assert body_of("```\n{{ word }}\n```", "  word: str", word="```\n*x*") == "``` *x*"


@pytest.mark.parametrize(
    ("value", "shown"),
    [("أمينة", "Dear \u2068أمينة\u2069,"), ("李明", "Dear 李明,"), ("\u202eLi\u202c", "Dear Li,")],
)
def test_a_name_in_the_other_direction_is_set_apart_and_others_are_not(value: str, shown: str) -> None:
    assert body_of("Dear {{ word }},", "  word: str", word=value) == shown


def test_in_a_letter_from_right_to_left_a_latin_name_is_set_apart() -> None:
    letters = with_help(help_letter("{{ name }}"), language="ar")
    assert letters.write("help", "ar", {}, ALWAYS).body == "\u2068Amina Yusuf\u2069"


def test_quoted_words_keep_their_paragraphs_and_their_verses() -> None:
    text = "Dear Jonas,\nhow are you?\n\n" + "the snow is deep here " * 3 + "\nand soft"
    assert body_of("{{ text | quoted }}", "  text: str", text=text).splitlines() == [
        "    Dear Jonas,",
        "    how are you?",
        "",
        "    the snow is deep here the snow is deep here the snow is deep",
        "    here and soft",
    ]


# languages


def test_what_is_not_translated_yet_comes_in_english_and_says_so() -> None:
    letters = with_help(help_letter("Aide"), language="fr")
    assert letters.write("help", "fr", {}, ALWAYS).language == "fr"
    assert letters.write("help", "fr-CA", {}, ALWAYS).language == "fr"
    assert letters.write("rules", "fr", {}, ALWAYS).language == "en"


def test_a_kind_that_nobody_wrote_is_named() -> None:
    with pytest.raises(LetterError, match="no letter called 'postcard'"):
        with_help(help_letter("")).write("postcard", "en", {}, ALWAYS)


# filters


@pytest.mark.parametrize(
    ("written", "value", "shown"),
    [
        ("day", date(2027, 3, 1), "Monday 1 March"),
        ("day", date(2028, 3, 1), "Wednesday 1 March 2028"),
        ("date", date(2027, 6, 30), "30 June"),
        ("dated", date(2027, 1, 21), "21 January 2027"),
        ("month", date(2027, 5, 1), "May"),
        ("names", ("Amina Yusuf", "Jonas Berg", "李明"), "Amina, Jonas and 李明"),
        ("listed", ("oral history", "maps"), "oral history and maps"),
        ("count('hour', 'hours')", 2, "two hours"),
        ("count('hour', 'hours')", 1, "one hour"),
        ("count('hour', 'hours')", 19, "19 hours"),
        ("plural('day', 'days')", 1, "day"),
        ("country", "NL", "Netherlands"),
        ("country", "my island", "my island"),
        ("inside", "NL", "the Netherlands"),
        ("inside", "NO", "Norway"),
        ("language", "sw", "Swahili"),
        ("bar", 91, "#########."),
        ("bar", 400, "##########"),
        ("beginning(20)", "We catalogue by lamp when", "We catalogue by ..."),
    ],
)
def test_filters(written: str, value: object, shown: str) -> None:
    assert body_of(f"{{{{ x | {written} }}}}", "  x: any", x=value) == shown


@pytest.mark.parametrize("name", sorted(Filters("en").as_mapping()))
def test_every_filter_is_explained_to_writers(name: str) -> None:
    assert f"\\| {name}" in WRITING


def test_columns_are_filled_from_either_side() -> None:
    assert body_of("```\n{{ x | pad(4) }}|{{ 5 | pad(-4) }}\n```", "  x: str", x="ab") == "ab  |   5"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Amina Yusuf", "Amina"),
        ("Dr. Jonas Berg", "Jonas"),
        ("Ks. Andrzej", "Andrzej"),
        ("Profa. Dra. Inês Prado", "Inês"),
        ("Yusuf, Amina", "Amina"),
        ("NGUYEN Thi Mai", "NGUYEN Thi Mai"),
        ("J. R. Smith", "J. R. Smith"),
        ("李明", "李明"),
        ("AMINA YUSUF", "AMINA"),
        ("Prof.", "Prof."),
        ("", ""),
    ],
)
def test_what_people_are_called(name: str, shown: str) -> None:
    assert called(name) == shown


# topics


def test_the_shipped_topics_are_read_in_order_and_ask_one_question_each() -> None:
    topics = read_topics(FILES)
    assert [topic.number for topic in topics] == [2, 3, 4, 5, 6, 7]
    assert [topic.title for topic in topics if topic.question.count("?") != 1] == []
    assert topics[1].slug == "the-room-where-readers-sit"
    assert topics[1].body.startswith("Some of us have four hundred seats.")


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("rooms.md", "", "call it number-slug.locale.md"),
        ("2-rooms.en.md", "---\ntitle: Rooms\n---\n", "lacks 'question"),
        ("2-rooms.en.md", "---\nquestion: Which?\n---\n", "lacks 'title"),
    ],
)
def test_a_topic_that_cannot_be_used_says_what_to_change(name: str, text: str, says: str) -> None:
    with pytest.raises(LetterError, match=says):
        read_topics({f"topics/{name}": text})


def test_topics_are_no_letters() -> None:
    assert read_letters(FILES).template("card").purpose


def test_no_letter_says_words_with_white_space_at_their_edge() -> None:
    """Every value is folded into one line: the white space would be lost, and words would run into each other."""
    folder = Path(__file__).parents[1] / "templates"
    lost = re.compile(r"""\{\{\s*(?:"\s[^"]*"|"[^"]*\s")\s*(?:if [^}]*)?\}\}""")
    assert {
        path.name: found for path in folder.rglob("*.md") if (found := lost.findall(path.read_text("utf-8")))
    } == {}
