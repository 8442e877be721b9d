"""`ilnmail doctor` over the built-in mail server: everything well, and what is said where it is not."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ilnmail.app import doctor
from ilnmail.cli import app
from ilnmail.letters import LetterError, Letters
from ilnmail.sandbox import Sandbox


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(now=lambda: datetime.now(UTC)) as made:  # noqa: TID251 - the machine's clock is what is compared
        yield made


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sandbox: Sandbox) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(doctor, "is_kept", lambda: True)  # what compiling takes is not for every test
    written = tmp_path / "ilnmail.toml"
    written.write_text(
        f"""
mode = "live"
[programme]
name = "International Librarians Network"
short = "ILN"
address = "iln@example.org"
[imap]
host = "127.0.0.1"
port = {sandbox.imap_port}
tls = "none"
username = "iln@example.org"
password = "any"
authserv_id = "{sandbox.name}"
[smtp]
host = "127.0.0.1"
port = {sandbox.smtp_port}
tls = "none"
[secret]
key = "{"00" * 32}"
""",
        encoding="utf-8",
    )
    assert call("migrate").exit_code == 0
    return written


def call(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


@pytest.mark.parametrize("mode", ["live", "rehearsal"])
def test_where_all_is_well_every_check_says_so(here: Path, mode: str) -> None:
    text = here.read_text(encoding="utf-8").replace('"live"', f'"{mode}"')
    here.write_text(f'{text}\n[operator]\naddress = "olga@example.org"\n', encoding="utf-8")
    said = call("doctor", "--json")
    found = json.loads(said.output)
    assert {one["check"]: one["verdict"] for one in found} == dict.fromkeys(
        (
            *("database", "disk", "letters", "matching", "mailbox", "sending", "loop", "address mode"),
            *("envelope sender", "Message-ID", "Authentication-Results", "clock"),
        ),
        "ok",
    )
    assert said.exit_code == 0


def test_a_stamp_that_is_not_believed_is_a_warning_with_its_next_step(here: Path, sandbox: Sandbox) -> None:
    here.write_text(
        here.read_text(encoding="utf-8").replace(f'authserv_id = "{sandbox.name}"\n', ""), encoding="utf-8"
    )
    said = call("doctor")
    assert said.exit_code == 1
    assert f'-> set authserv_id = "{sandbox.name}" under [imap]' in said.output


def test_a_mailbox_that_does_not_answer_is_a_failure_with_its_next_step(here: Path, sandbox: Sandbox) -> None:
    text = here.read_text(encoding="utf-8")
    here.write_text(text.replace(f"port = {sandbox.imap_port}", "port = 9"), encoding="utf-8")
    said = call("doctor")
    assert said.exit_code == 2
    assert "fail mailbox: 127.0.0.1:9" in said.output
    assert "-> look at [imap]" in said.output


def test_letters_that_cannot_be_used_are_a_failure_that_names_the_file(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(letters: Letters, some: object = None) -> None:
        if some is not None:
            return  # the programme's own, at the start
        raise LetterError("en/help.md uses 'partner', which is not listed under 'values:'")

    monkeypatch.setattr(Letters, "check", broken)
    said = call("doctor")
    assert said.exit_code == 2
    assert "fail letters: en/help.md uses 'partner'" in said.output


@pytest.mark.parametrize(
    ("can", "kept", "told"),
    [
        (False, (), "ok   matching: as it stands; rounds of thousands are quicker with `pip install"),
        (True, (True, True), "ok   matching: compiled for large rounds"),
        (
            True,
            (False, True),
            "ok   matching: compiling what large rounds use; once, about half a minute\nok",
        ),
        (True, (False, False), "warn matching: what was compiled cannot be kept beside the program\n     ->"),
    ],
)
def test_what_large_rounds_use_is_compiled_before_a_match_run_waits_for_it(
    here: Path, monkeypatch: pytest.MonkeyPatch, can: bool, kept: tuple[bool, ...], told: str
) -> None:
    answers, compiled = iter(kept), list[str]()
    monkeypatch.setattr(doctor, "can_compile", lambda: can)
    monkeypatch.setattr(doctor, "is_kept", lambda: next(answers))
    monkeypatch.setattr(doctor, "compile_ahead", lambda: compiled.append("once"))
    assert told in call("doctor").output
    assert compiled == (["once"] if kept[:1] == (False,) else [])
