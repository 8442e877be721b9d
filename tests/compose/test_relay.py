"""A person's own words: exactly as they are, but for what is not passed on."""

import email.policy
import io
from dataclasses import replace
from email.message import EmailMessage
from email.parser import BytesParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ilnmail.compose import File, compose, scrub
from ilnmail.effects import Send
from tests.compose.samples import AT, HOUSE, letters, sample

AMINA, JONAS = "amina.yusuf@example.org", "jonas.berg@example.org"
TOKEN = "r1" + "a2b3" * 6


def message(order: Send, *files: File) -> EmailMessage:
    content = compose(order, letters(), HOUSE, AT, files).content
    return BytesParser(policy=email.policy.default).parsebytes(content)


def text(order: Send, *files: File) -> str:
    part = message(order, *files).get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def words(order: Send, *files: File) -> str:
    """What stands above our footer."""
    return text(order, *files).rpartition("\n\n--\n")[0]


WRITTEN = (
    """Dear Amina,

*snow* everywhere!    And a list:

1. one
   - two

> not a quote of ours
<b>bold</b> -- {{ name }} &amp; 李明 أمينة
"""
    + "a very long line " * 70
)


@pytest.mark.parametrize("kind", ["relay", "partner-answer", "person-answer"])
def test_the_words_pass_exactly_as_they_are(kind: str) -> None:
    assert words(sample(kind, text=WRITTEN)) == WRITTEN


def test_empty_lines_around_the_words_are_left_out() -> None:
    assert words(sample("relay", text="\n\nhei\n\n")) == "hei"


def test_what_is_hidden_is_taken_out_of_words_subject_and_file_names() -> None:
    order = replace(
        sample("relay", text=f"Write to {JONAS} or Amina <{AMINA.upper()}>!"), subject=f"Re: {JONAS}"
    )
    assert words(order) == "Write to [...] or Amina <[...]>!"
    assert message(order)["Subject"] == "Re: [...]"
    assert "berg" not in str(message(order, pdf(f"{JONAS}.pdf"))).lower()


def test_a_relay_shows_nothing_of_how_the_words_came() -> None:
    order = replace(sample("relay"), message=812, files=("snow.jpg",))
    assert JONAS.encode() not in compose(order, letters(), HOUSE, AT).content


# scrub


@pytest.mark.parametrize(
    ("written", "passed"),
    [
        (f"My address is {JONAS}.", "My address is [...]."),
        (f"<mailto:{JONAS.upper()}>", "<[...]>"),
        (f"On Monday iln+{TOKEN}@example.org wrote:", "On Monday [...] wrote:"),
        (f"iln+{TOKEN.upper()}@EXAMPLE.ORG", "[...]"),
        (f"Ref k7qf-2m {TOKEN}", "[...] [...]"),
        ("HELP: reply with the word alone. Ref k7qf-2m", "HELP: reply with the word alone. [...]"),
        ("bjonas.berg@example.orgx is kept out too", "b[...]x is kept out too"),
        ("Meet me in room 112-44, or call 555.", "Meet me in room 112-44, or call 555."),
    ],
)
def test_what_is_taken_out(written: str, passed: str) -> None:
    assert scrub(written, (AMINA, JONAS)) == passed


@pytest.mark.parametrize(
    ("signature", "passed"),
    [
        ("-- \nJonas Berg\nTel. +47 22 12 34 56", "-- \nJonas Berg\n[...]"),
        ("--\nMobile: (022) 12 34 56 78", "--\n[...]"),
        ("Jonas Berg\nCity Library\n+47 22 12 34 56", "Jonas Berg\nCity Library\n[...]"),
        ("Jonas\nWhatsApp 0047 22123456", "Jonas\n[...]"),
        ("Jonas\nOpen 9-17, since 1898", "Jonas\nOpen 9-17, since 1898"),
    ],
)
def test_telephone_numbers_are_taken_out_of_signatures(signature: str, passed: str) -> None:
    said = "Our library has the number +47 22 12 34 56 on its door.\n\n"
    assert scrub(said + signature, ()) == said + passed


def test_an_exact_token_is_taken_out_too() -> None:
    assert scrub("see abc123", (), ("abc123",)) == "see [...]"


LOCAL = st.from_regex(r"[a-z][a-z0-9.+_-]{0,20}", fullmatch=True)


@given(before=st.text(), after=st.text(), local=LOCAL, upper=st.booleans())
def test_no_hidden_address_is_left_wherever_it_stands(
    before: str, after: str, local: str, upper: bool
) -> None:
    address = f"{local}@example.org"
    written = before + (address.upper() if upper else address) + after
    assert address not in scrub(written, (address,)).lower()


@given(st.text(alphabet="abc .,\n"))
def test_words_without_anything_to_hide_stay_as_they_are(written: str) -> None:
    assert scrub(written, (AMINA, JONAS)) == written


# files


def pdf(name: str = "report.pdf", size: int = 100) -> File:
    return File(name, "application/pdf", b"%PDF-1.7\n" + b"x" * size)


def picture(form: str = "JPEG", mode: str = "RGB", turned: int = 1) -> File:
    """A red and green picture that says where it was taken."""
    image = Image.new("RGB", (40, 20), "red")
    image.paste("green", (0, 0, 20, 20))
    exif = Image.Exif()
    exif[0x0112] = turned  # orientation
    exif[0x010F] = "A camera"
    exif.get_ifd(0x8825)[2] = (4.0, 3.0, 2.0)  # GPS latitude
    out = io.BytesIO()
    # A PNG has no use for the comment.
    image.convert(mode).save(out, form, exif=exif, comment=b"A camera at home")
    ending = {"JPEG": "jpg", "PNG": "png"}[form]
    return File(f"desk.{ending}", f"image/{form.lower()}", out.getvalue())


def passed(*files: File) -> list[EmailMessage]:
    return list(message(sample("relay"), *files).iter_attachments())


@pytest.mark.parametrize(
    ("form", "mode"), [("JPEG", "RGB"), ("JPEG", "L"), ("PNG", "RGB"), ("PNG", "P"), ("PNG", "RGBA")]
)
def test_a_picture_is_made_anew_without_where_it_was_taken(form: str, mode: str) -> None:
    sent = picture(form, mode)
    assert b"A camera" in sent.content
    (file,) = passed(sent)
    received = file.get_payload(decode=True)
    assert isinstance(received, bytes)
    assert b"A camera" not in received
    seen = Image.open(io.BytesIO(received))
    assert (seen.format, seen.size, dict(seen.getexif())) == (form, (40, 20), {})
    expected = Image.open(io.BytesIO(sent.content)).convert("RGB").getpixel((5, 5))
    assert seen.convert("RGB").getpixel((5, 5)) == pytest.approx(expected, abs=6)


def test_a_picture_taken_upright_stays_upright() -> None:
    (file,) = passed(picture(turned=6))
    assert Image.open(io.BytesIO(file.get_payload(decode=True))).size == (20, 40)  # type: ignore[arg-type]


def test_a_pdf_passes_unchanged() -> None:
    (file,) = passed(pdf())
    assert file.get_payload(decode=True) == pdf().content
    assert (file.get_filename(), file.get_content_type()) == ("report.pdf", "application/pdf")


@pytest.mark.parametrize(
    "file",
    [
        File("holiday.mov", "video/quicktime", b"film"),
        File("fake.pdf", "application/pdf", b"MZ"),
        File("broken.jpg", "image/jpeg", b"\xff\xd8\xff"),
        File("wrong.png", "image/png", picture().content),
        File("letter.html", "text/html", b"<script>"),
    ],
)
def test_what_does_not_pass_is_named(file: File) -> None:
    assert passed(file, pdf())[0].get_filename() == "report.pdf"
    assert words(sample("relay", text="hei"), file, pdf()) == f"hei\n\n(Not passed on: {file.name}.)"


def test_files_of_more_than_five_mebibytes_together_stay_here() -> None:
    half = 5 * 1024 * 1024 // 2
    assert passed(pdf("a.pdf", half), pdf("b.pdf", half)) == []
    assert len(passed(pdf("a.pdf", half - 20), pdf("b.pdf", half - 20))) == 2


def test_what_was_left_out_before_is_named_once() -> None:
    order = sample("relay", text="hei", left_out=("a.mov",))
    assert words(order, File("a.mov", "video/quicktime", b"")) == "hei\n\n(Not passed on: a.mov.)"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/snow.pdf", "snow.pdf"),
        ("C:\\photos\\snow.pdf", "snow.pdf"),
        ("snow\r\nX-Evil: 1.pdf", "snow X-Evil: 1.pdf"),
        ("x" * 300 + ".pdf", "x" * 80 + ".pdf"),
        ("雪.pdf", "雪.pdf"),
        ("", "file"),
    ],
)
def test_a_file_name_is_harmless(name: str, shown: str) -> None:
    (file,) = passed(pdf(name))
    assert file.get_filename() == shown


def test_files_make_no_difference_between_two_times() -> None:
    files = (pdf(), picture())
    once, twice = (compose(sample("relay"), letters(), HOUSE, AT, files) for _ in range(2))
    assert once == twice
