"""Every word of the command line, on an installation of its own."""

import json
import tomllib
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ilnmail.cli import app, main
from ilnmail.clock import machine_clock

MAILS = Path(__file__).parents[1] / "mail"
DOCS = Path(__file__).parents[2] / "docs" / "operators.md"
WORDS = (
    *(
        "init",
        "migrate",
        "live",
        "run",
        "once",
        "sandbox",
        "order",
        "as",
        "export",
        "people",
        "pairings",
        "invite",
    ),
    *(
        "inbox",
        "outbox",
        "explain",
        "status",
        "match",
        "simulate",
        "doctor",
        "demo",
        "talk",
        "round",
        "quarantine",
    ),
)


NEW = (
    *("--name=x", "--short=x", "--address=a@example.org", "--coordinator=b@example.org"),
    *("--coordinator-name=x", "--imap=x", "--smtp=x", "--password=x"),
)
"""What `init` must be told."""


def call(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("statsu", "No such command 'statsu'. Did you mean 'status'? See `ilnmail --help`.\n"),
        ("demo --peple 3", "No such option: --peple"),
        ("demo --people many", "Invalid value for '--people'"),
        ("explain", "Missing argument 'path'. See `ilnmail explain --help`.\n"),
    ],
)
def test_a_word_that_there_is_not_is_told_in_one_line(
    typed: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["ilnmail", *typed.split()])
    with pytest.raises(SystemExit) as ended:
        main()
    error = capsys.readouterr().err
    assert ended.value.code == 2
    assert error.startswith(said)
    assert len(error.splitlines()) == 1


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    asked = {
        "name": "International Librarians Network",
        "short": "ILN",
        "address": "iln@example.org",
        "coordinator": "maria@example.org",
        "coordinator-name": "Maria",
        "imap": "127.0.0.1",
        "smtp": "127.0.0.1",
        "password": 'quote " and \\',
    }
    made = call("init", *(word for name, value in asked.items() for word in (f"--{name}", value)))
    assert made.exit_code == 0, made.output
    assert call("migrate").exit_code == 0
    return tmp_path


@pytest.mark.parametrize("word", WORDS)
def test_every_word_is_there_and_in_the_operators_page(word: str) -> None:
    assert call(word, "--help").exit_code == 0
    assert f"ilnmail {word}" in DOCS.read_text(encoding="utf-8")


def test_the_settings_are_for_the_operator_alone_and_begin_in_rehearsal(here: Path) -> None:
    written = here / "ilnmail.toml"
    assert written.stat().st_mode & 0o077 == 0
    assert 'mode = "rehearsal"' in written.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("typed", "server"),
    [
        ("imap.example.org", ("imap.example.org", 993, "tls")),
        ("imap.example.org:143", ("imap.example.org", 143, "starttls")),
        ("127.0.0.1:1143", ("127.0.0.1", 1143, "none")),
        ("[::1]:1143", ("::1", 1143, "none")),
    ],
)
def test_a_server_is_named_with_or_without_its_port(
    typed: str, server: tuple[str, int, str], tmp_path: Path
) -> None:
    written = tmp_path / "ilnmail.toml"
    made = call("init", "--config", str(written), *NEW, f"--imap={typed}")
    assert made.exit_code == 0, made.output
    found = tomllib.loads(written.read_text(encoding="utf-8"))["imap"]
    assert (found["host"], found["port"], found["tls"]) == server


@pytest.mark.parametrize(
    ("wrong", "said"),
    [("--imap=imap example", "is no mail server"), ("--timezone=Lisbon", "is no time zone")],
)
def test_what_init_cannot_use_is_told_before_anything_is_written(
    wrong: str, said: str, tmp_path: Path
) -> None:
    written = tmp_path / "ilnmail.toml"
    again = call("init", "--config", str(written), *NEW, wrong)
    assert again.exit_code == 1
    assert said in again.output
    assert not written.exists()


def test_a_second_init_overwrites_nothing(here: Path) -> None:
    again = call("init", *NEW)
    assert again.exit_code == 1
    assert "is there already" in again.output


def test_a_round_is_opened_shown_and_closed(here: Path) -> None:
    day = (machine_clock().now() + timedelta(days=100)).date().isoformat()
    assert "round 9A is open" in call("round", "open", "9A", day).output
    assert "there is a round 9A already" in call("round", "open", "9A", day).output
    assert "9A: open" in call("round", "show").output
    assert "applications for 9A are closed" in call("round", "close").output
    assert "the match of 9A runs now" in call("round", "match").output


COLLEAGUES = """name,country,languages,city,address
Amina Yusuf,Kenya,"English, Swahili",Mombasa,amina@example.org
Jonas Berg,Norway,Norwegian,Bergen,jonas@example.org
Jonas Again,Norway,Norwegian,Bergen,JONAS@example.org
Nobody Known,Atlantis,English,,nobody@example.org
Hana Ito,Japan,Japanese,Kyoto,
"""


def test_a_spreadsheet_of_people_is_shown_first_and_nothing_is_kept(here: Path) -> None:
    (here / "them.csv").write_text(COLLEAGUES, encoding="utf-8")
    shown = call("people", "import", "them.csv").output
    assert "2 would be invited; --go does it" in shown
    assert json.loads(call("outbox", "--json").output) == []
    assert [row["name"] for row in json.loads(call("people", "--json").output)] == ["Maria"]


def test_with_go_each_is_asked_once_and_nobody_is_enrolled(here: Path) -> None:
    (here / "them.csv").write_text(COLLEAGUES, encoding="utf-8")
    first = json.loads(call("people", "import", "them.csv", "--go", "--json").output)
    again = json.loads(call("people", "import", "them.csv", "--go", "--json").output)
    assert [row["outcome"] for row in first] == [
        *("invited", "invited", "twice in the sheet", "no address"),
        "row 5, country: 'Atlantis' is no country we know, or more than one",
    ]
    assert [row["outcome"] for row in again][:2] == [f"known already, P-{n}, applying" for n in (2, 3)]
    assert len(json.loads(call("outbox", "--json").output)) == 2
    assert [row["state"] for row in json.loads(call("people", "--json").output)] == [
        *("active", "applying", "applying")
    ]


def test_a_spreadsheet_without_people_is_one_line(here: Path) -> None:
    (here / "none.csv").write_text("who,where\n", encoding="utf-8")
    refused = call("people", "import", "none.csv", "--go")
    assert refused.exit_code == 1
    assert "row 1, name: there is no such column" in refused.output


def test_an_order_that_is_none_is_one_line_and_exit_code_1(here: Path) -> None:
    refused = call("order", "dance")
    assert refused.exit_code == 1
    assert refused.output.strip() == "'dance' is no order; `ilnmail order help` lists them"


def test_facts_are_json_where_asked(here: Path) -> None:
    assert [row["name"] for row in json.loads(call("people", "--json").output)] == ["Maria"]
    assert json.loads(call("pairings", "--json").output) == []
    assert json.loads(call("inbox", "--json").output) == []
    assert json.loads(call("outbox", "--json").output) == []
    assert json.loads(call("quarantine", "list", "--json").output) == []


def test_the_invitation_has_a_link_and_a_page(here: Path) -> None:
    assert "mailto:iln@example.org?subject=" in call("invite").output
    call("invite", "--html", "join.html")
    assert "mailto:iln@example.org" in (here / "join.html").read_text(encoding="utf-8")


def test_status_says_that_no_mail_was_read(here: Path) -> None:
    said = call("status")
    assert said.exit_code == 1
    assert "the mailbox has never been read" in said.output


def explain(*words: str) -> dict[str, object]:
    said = call("explain", *words, "--json")
    assert said.exit_code == 0, said.output
    found = json.loads(said.output)
    assert isinstance(found, dict)
    return found


def test_explain_reads_a_mail_from_a_file() -> None:
    found = explain(str(MAILS / "stranger.own-words.eml"))
    assert (found["class"], found["country"], found["verdict"]) == ("human", "JO", "ask")


ASKED_AT_NOON = ("--participant", "amina@example.org", "--today", "2027-01-20")


@pytest.mark.parametrize(
    ("mail", "options", "verdict", "command"),
    [
        ("participant.pause", (), "ask", "PAUSE"),
        ("participant.word-inside", (), "ask", "PAUSE"),
        ("participant.dear-partner", (), "no-action", None),
        ("card.yes-and-a-correction", ("--asked", "card"), "act", "YES"),
        ("day-7.digit-and-comment", ("--asked", "day-7"), "act", "2"),
        ("day-7.forged", ("--asked", "day-7", "--authserv-id", "mx.example.org"), "ask", "1"),
        ("day-7.authentic", ("--asked", "day-7", "--authserv-id", "mx.example.org"), "act", "1"),
        ("introduction.digits-are-the-partners", ("--asked", "introduction"), "no-action", None),
        ("returned.no-such-mailbox", (), "bounce-hard", None),
        ("returned.out-of-office", (), "away", None),
        ("returned.read-receipt", (), "no-answer", None),
        ("stranger.newsletter", (), "no-answer", None),
    ],
)
def test_explain_says_what_would_come_of_it(
    mail: str, options: tuple[str, ...], verdict: str, command: str | None
) -> None:
    found = explain(str(MAILS / f"{mail}.eml"), *ASKED_AT_NOON, *options)
    assert (found["verdict"], found["command"]) == (verdict, command)


def test_explain_knows_the_letter_answered_by_its_message_id(tmp_path: Path) -> None:
    sent = tmp_path / "sent.eml"
    sent.write_bytes(b"Message-ID: <day-7@example.org>\r\nSubject: Have you two met?\r\n\r\n1. Yes\r\n")
    ours = ("--asked", "day-7", "--sent", str(sent))
    assert explain(str(MAILS / "day-7.digit-and-comment.eml"), *ASKED_AT_NOON, *ours)["level"] == 3
    assert explain(str(MAILS / "participant.pause.eml"), *ASKED_AT_NOON, *ours)["level"] == 0


def test_explain_knows_the_words_that_the_letter_shows(tmp_path: Path) -> None:
    mail = tmp_path / "words.eml"
    mail.write_text(
        "From: Amina <amina@example.org>\nTo: iln@example.org\nMessage-ID: <1@example.org>\n\nWe are in touch, thanks\n"
    )
    assert explain(str(mail), *ASKED_AT_NOON, "--asked", "day-7")["command"] == "1"
    assert explain(str(mail), *ASKED_AT_NOON, "--asked", "place")["command"] is None


def test_explain_sums_up_a_folder() -> None:
    rows = json.loads(call("explain", str(MAILS), "--json").output)
    assert len(rows) == len(list(MAILS.glob("*.eml")))
    assert {row["verdict"] for row in rows} >= {"no-answer", "bounce-hard", "away", "ask", "no-action"}


def test_explain_refuses_a_question_nobody_asks() -> None:
    said = call("explain", str(MAILS / "stranger.question.eml"), "--asked", "riddle")
    assert said.exit_code == 1
    assert said.output.startswith("nothing asks 'riddle'")


def test_live_changes_one_line(here: Path) -> None:
    assert call("live", "--yes").exit_code == 0
    assert 'mode = "live"' in (here / "ilnmail.toml").read_text(encoding="utf-8")


def test_a_missing_settings_file_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = call("people")
    assert said.exit_code == 1
    assert (
        said.output.strip()
        == "there is no ilnmail.toml; make one with `ilnmail init`, or name it with --config"
    )


def test_every_wrong_setting_is_named_at_once(here: Path) -> None:
    path = here / "ilnmail.toml"
    text = path.read_text(encoding="utf-8").replace("short =", "shrot =").replace("poll = 60", "poll = 1")
    path.write_text(text, encoding="utf-8")
    said = call("people").output
    assert "programme.shrot is not known; did you mean short?" in said
    assert "imap.poll" in said
