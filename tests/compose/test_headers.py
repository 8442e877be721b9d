"""Headers of each kind of letter, and that no value can add one."""

import email.policy
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.parser import BytesParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ilnmail.compose import ComposeError, House
from ilnmail.compose.wire import serialise
from ilnmail.effects import Send
from ilnmail.letters import LETTERS, Headers
from ilnmail.tokens import TokenError
from tests.compose.samples import AT, HOUSE, KINDS, finished, sample

ALWAYS = ["From", "To", "Subject", "Date", "Message-ID", "Reply-To"]
BODY = ["Content-Type", "Content-Transfer-Encoding", "MIME-Version", "Content-Language"]
BEYOND: Mapping[Headers, list[str]] = {
    Headers.ANSWER: ["Auto-Submitted", "X-Auto-Response-Suppress"],
    Headers.PROGRAMME: ["Auto-Submitted", "List-Unsubscribe", "Feedback-ID"],
    Headers.LIST: [
        "Auto-Submitted",
        "List-Id",
        "List-Unsubscribe",
        "List-Help",
        "List-Owner",
        "Feedback-ID",
    ],
    Headers.RELAY: [],
    Headers.COORDINATOR: ["Auto-Submitted", "List-Id", "Feedback-ID"],
    Headers.OPERATOR: ["Auto-Submitted"],
}
US = "International Librarians Network"
TOKEN_ADDRESS = re.compile(r"iln\+r1[a-z2-7]{24}@example\.org")


def message(order: Send, house: House = HOUSE) -> EmailMessage:
    return BytesParser(policy=email.policy.default).parsebytes(finished(order, house).content)


def head(order: Send, house: House = HOUSE) -> bytes:
    """The raw header lines."""
    return finished(order, house).content.partition(b"\r\n\r\n")[0]


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_has_the_headers_of_its_kind_and_no_others(kind: str) -> None:
    assert message(sample(kind)).keys() == [*ALWAYS, *BEYOND[LETTERS[kind].headers], *BODY]


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_has_one_recipient(kind: str) -> None:
    order = sample(kind)
    assert [one.addr_spec for one in message(order)["To"].addresses] == [order.address]


@pytest.mark.parametrize("kind", KINDS)
def test_every_letter_is_ascii_in_short_lines(kind: str) -> None:
    content = finished(sample(kind)).content
    assert content.isascii()
    assert content.endswith(b"\r\n")
    assert max(len(line) for line in content.split(b"\r\n")) <= 998
    assert b"\n" not in content.replace(b"\r\n", b"")


@pytest.mark.parametrize(
    ("kind", "name", "carries_token", "automatic"),
    [
        ("card", US, False, "auto-replied"),
        ("introduction", US, True, "auto-generated"),
        ("prompt", US, True, "auto-generated"),
        ("digest", US, True, "auto-generated"),
        ("relay", "Jonas via ILN", True, None),
        ("person-answer", "Maria via ILN", True, None),
    ],
)
def test_who_a_letter_comes_from(kind: str, name: str, carries_token: bool, automatic: str | None) -> None:
    read = message(sample(kind))
    sender = read["From"].addresses[0]
    assert sender.display_name == name
    assert bool(TOKEN_ADDRESS.fullmatch(sender.addr_spec)) is carries_token
    assert TOKEN_ADDRESS.fullmatch(str(read["Reply-To"]))
    assert read["Auto-Submitted"] == automatic


def test_an_answer_belongs_to_the_thread_of_what_it_answers() -> None:
    order = replace(sample("card"), in_reply_to="<b@mail.example.org>", references=("<a@mail.example.org>",))
    read = message(order)
    assert read["In-Reply-To"] == "<b@mail.example.org>"
    assert read["References"] == "<a@mail.example.org> <b@mail.example.org>"


def test_of_a_long_thread_the_first_and_the_last_nine_stay() -> None:
    ids = tuple(f"<{n}@mail.example.org>" for n in range(30))
    read = message(replace(sample("relay"), references=ids))
    assert read["References"] == " ".join((ids[0], *ids[-9:]))


@pytest.mark.parametrize("bad", ["no brackets", "<a b@x>", "<a\r\nBcc: x@example.org>", "<=?utf-8?q?a?=@x>"])
def test_what_is_no_message_id_is_left_out(bad: str) -> None:
    read = message(replace(sample("card"), in_reply_to=bad, references=(bad,)))
    assert read["In-Reply-To"] is None
    assert read["References"] is None


def test_a_long_token_is_never_turned_into_an_encoded_word() -> None:
    long = f"<{'a' * 200}@mail.example.org>"
    order = replace(sample("prompt"), in_reply_to=long, references=(f"<{'b' * 240}@x>", long))
    raw = head(order, replace(HOUSE, unsubscribe=f"https://iln.example.org/{'path/' * 30}"))
    assert b"\r\nIn-Reply-To: " + long.encode() + b"\r\n" in raw
    assert b"\r\nReferences: <" + b"b" * 240 + b"@x> " + long.encode() + b"\r\n" in raw
    assert re.search(rb"\r\nList-Unsubscribe: <https://[^>]{180,}>, <mailto:[^>]+>\r\n", raw)
    assert b"=?" not in raw


def test_one_click_is_offered_only_where_something_listens() -> None:
    with_endpoint = message(sample("prompt"), replace(HOUSE, unsubscribe="https://iln.example.org/leave/"))
    leave = finished(sample("prompt")).leave_token
    assert with_endpoint["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert with_endpoint["List-Unsubscribe"].startswith(f"<https://iln.example.org/leave/{leave}>, <mailto:")
    assert message(sample("prompt"))["List-Unsubscribe-Post"] is None


def test_the_name_of_a_list_is_the_same_in_every_letter_of_it() -> None:
    assert message(sample("prompt"))["List-Id"] == "ILN topics <topics.iln.example.org>"
    assert message(sample("again"))["List-Id"] == "ILN topics <topics.iln.example.org>"
    assert message(sample("digest"))["List-Id"] == "ILN coordinators <coordinators.iln.example.org>"


def test_nobodys_name_is_in_what_complaints_are_grouped_by() -> None:
    assert message(sample("prompt"))["Feedback-ID"] == "prompt:7:ilnmail:example.org"


def test_a_bounce_comes_back_to_a_token_of_its_own() -> None:
    made = finished(sample("card"))
    assert made.envelope_from == f"iln+{made.bounce_token}@example.org"
    assert len({made.token, made.bounce_token, made.leave_token}) == 3


def test_the_date_is_the_moment_given_in_utc() -> None:
    nairobi = datetime(2027, 1, 20, 11, 30, tzinfo=timezone(timedelta(hours=3)))
    assert b"\r\nDate: Wed, 20 Jan 2027 08:30:00 +0000\r\n" in finished(sample("card"), at=nairobi).content
    assert finished(sample("card"), at=nairobi) == finished(sample("card"), at=AT)


def test_a_day_is_the_readers_day_where_their_zone_is_given() -> None:
    late = datetime(2027, 1, 20, 22, 30, tzinfo=UTC)
    assert b"on 20 January 2027." in finished(sample("card"), at=late).content
    assert b"on 21 January 2027." in finished(sample("card", zone="Africa/Nairobi"), at=late).content


def test_in_plain_mode_the_token_stands_in_buttons_and_footer() -> None:
    house = replace(HOUSE, mode="plain")
    made, read = finished(sample("prompt"), house), message(sample("prompt"), house)
    assert read["From"].addresses[0].addr_spec == "iln@example.org"
    assert read["Reply-To"] == "iln@example.org"
    assert made.envelope_from == "iln@example.org"
    assert read["List-Unsubscribe"] == f"<mailto:iln@example.org?subject=unsubscribe%20{made.leave_token}>"
    assert str(read.get_content()).splitlines()[-1] == f"Ref {made.ref} {made.token}"


def test_in_catch_all_mode_the_token_is_the_address() -> None:
    house = replace(HOUSE, mode="catch-all", relay_domain="iln.example.org")
    made = finished(sample("introduction"), house)
    assert made.envelope_from == f"{made.bounce_token}@iln.example.org"
    assert message(sample("introduction"), house)["Reply-To"] == f"{made.token}@iln.example.org"


@pytest.mark.parametrize("address", ["iln", "ïln@example.org", "a@b@example.org", "i" * 38 + "@example.org"])
def test_an_address_of_ours_that_cannot_work_is_refused_at_once(address: str) -> None:
    with pytest.raises(TokenError):
        replace(HOUSE, address=address)


@pytest.mark.parametrize(
    "address", ["", "amina", "a@b, c@d.org", "a@b.org\r\nBcc: c@d.org", "Amina <a@b.org>", "ä@b.org"]
)
def test_a_letter_to_what_is_no_single_address_is_refused(address: str) -> None:
    with pytest.raises(ComposeError, match="is no address"):
        finished(replace(sample("card"), address=address))


LONG_WORDS = "Письмо о снеге и книгах, которые путешествуют по северу страны на лодках и поездах"


@pytest.mark.parametrize("words", [LONG_WORDS, "snow " * 20 + "é" + " snow" * 3, "李" * 119, "a" * 120])
def test_a_subject_in_any_script_is_folded_as_rfc_2047_asks(words: str) -> None:
    order = replace(sample("relay"), subject=words)
    assert message(order)["Subject"] == words
    assert all(len(word) <= 75 for word in re.findall(rb"=\?\S+\?=", head(order)))


def test_no_line_of_a_subject_is_long_where_it_can_be_folded() -> None:
    raw = head(replace(sample("relay"), subject=LONG_WORDS))
    assert max(len(line) for line in raw.split(b"\r\n")) <= 78


def test_a_programme_with_a_name_in_any_script_keeps_it() -> None:
    house = replace(HOUSE, programme="Международная сеть библиотекарей")
    raw = head(sample("introduction"), house)
    # Not by the parser of addresses: Python's puts a blank between two encoded words.
    lines = raw.partition(b"\r\nTo:")[0].removeprefix(b"From: ").decode()
    decoded = str(make_header(decode_header(lines)))
    assert re.fullmatch(rf"Международная сеть библиотекарей\s+<{TOKEN_ADDRESS.pattern}>", decoded)
    assert all(len(word) <= 75 for word in re.findall(rb"=\?\S+\?=", raw))


@given(st.text(st.sampled_from("ab éИ李"), min_size=1, max_size=120))
@settings(max_examples=100, deadline=None)
def test_a_subject_arrives_as_it_was_written(words: str) -> None:
    shown = " ".join(words.split()) or "A word from Jonas"
    assert message(replace(sample("relay"), subject=words))["Subject"] == shown


NASTY = st.text(alphabet=st.sampled_from("aB:\r\n\t\0 ,;<>@\"'()=?_-\u2028\x85\u202eé李")) | st.text()


@given(name=NASTY, subject=NASTY, words=NASTY, thread=NASTY)
@settings(max_examples=150, deadline=None)
def test_no_value_can_add_a_header(name: str, subject: str, words: str, thread: str) -> None:
    relayed = replace(
        sample("relay", text=words, partner=name),
        author=name,
        subject=subject,
        in_reply_to=thread,
        references=(thread,),
    )
    answered = sample("card", name=name, card=((words, subject),), coordinators=(thread,))
    for order in (relayed, answered):
        read = message(order)
        names = [header for header in read if header not in ("In-Reply-To", "References")]
        assert names == [*ALWAYS, *BEYOND[LETTERS[order.kind].headers], *BODY]
        assert len(read["From"].addresses) == 1
        assert read["From"].addresses[0].addr_spec.endswith("@example.org")
        assert not read.defects


def test_whatever_comes_to_the_last_step_stays_on_one_line() -> None:
    raw = serialise((("X-Words", "one\r\nBcc: x@example.org"),), "", (), "", "en\r\nBcc: y@example.org")
    assert b"X-Words: one Bcc: x@example.org\r\n" in raw
    assert b"\r\nBcc" not in raw


@pytest.mark.parametrize(
    "author",
    ["Maria <maria@example.org>", 'Amina", "Bob', "a@b.org", "=?utf-8?q?a=40b?=", "x\r\nBcc: y@z.org"],
)
def test_the_name_of_a_relay_never_looks_like_an_address(author: str) -> None:
    sender = message(replace(sample("relay"), author=author))["From"].addresses
    assert len(sender) == 1
    assert TOKEN_ADDRESS.fullmatch(sender[0].addr_spec)
    assert not set(sender[0].display_name) & set('<>@,"')
