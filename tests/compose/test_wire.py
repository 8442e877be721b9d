"""The short way to a letter's bytes is the package's own way: byte for byte without an encoding, word for word with one."""

import email.policy
import string
from email.parser import BytesParser

from hypothesis import given
from hypothesis import strategies as st

from ilnmail.compose.wire import alone, in_parts

LINES = st.text(alphabet=string.ascii_letters + string.digits + string.punctuation + " \t", max_size=76)
WRITTEN = st.text(alphabet=st.one_of(st.sampled_from("aé日ب=._ \t\n"), st.characters(codec="utf-8")))
_READ = BytesParser(policy=email.policy.SMTP)


@given(st.lists(LINES, max_size=8).map("\n".join), st.sampled_from(["", "\n", "\n\n"]))
def test_a_text_that_needs_no_encoding_is_written_as_the_package_writes_it(text: str, end: str) -> None:
    assert alone(text + end, "en") == in_parts(text + end, (), "b", "en")


@given(WRITTEN)
def test_a_text_that_needs_one_is_read_as_what_the_package_writes(text: str) -> None:
    ours, theirs = alone(text, "en"), in_parts(text, (), "b", "en")

    assert _READ.parsebytes(ours).get_content() == _READ.parsebytes(theirs).get_content()
    assert ours.isascii()
    assert max(map(len, ours.split(b"\r\n"))) <= 76
    assert b"\n" not in ours.replace(b"\r\n", b"")
    assert b"\r" not in ours.replace(b"\r\n", b"")


def test_the_shorter_encoding_is_taken() -> None:
    assert b"quoted-printable" in alone("Estimada señora:\n", "es")
    assert b"base64" in alone("亲爱的同事\n", "zh")
