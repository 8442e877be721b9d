"""The short way to a letter's bytes is the package's own way, byte for byte."""

import string

from hypothesis import given
from hypothesis import strategies as st

from ilnmail.compose.wire import as_it_is, in_parts

LINES = st.text(alphabet=string.ascii_letters + string.digits + string.punctuation + " \t", max_size=76)


@given(st.lists(LINES, max_size=8).map("\n".join), st.sampled_from(["", "\n", "\n\n"]))
def test_a_text_that_needs_no_encoding_is_written_as_the_package_writes_it(text: str, end: str) -> None:
    assert as_it_is(text + end, "en") == in_parts(text + end, (), "b", "en")
