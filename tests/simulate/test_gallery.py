"""The page of a played round, made from a round of five mails written by hand."""

from pathlib import Path

from ilnmail.simulate.gallery import write_gallery
from tests.simulate.handmade import amina_writes, record


def test_the_first_screen_says_in_one_sentence_what_it_is_and_opens_three_doors(tmp_path: Path) -> None:
    made = record()
    page = write_gallery(made, tmp_path).read_text(encoding="utf-8")
    assert "no forms, no login" in page
    assert all(door.title in page for door in made.doors)
    assert len(made.doors) > 0


def test_every_mail_lies_beside_the_page_as_it_was_on_the_wire(tmp_path: Path) -> None:
    made = record()
    write_gallery(made, tmp_path)
    written = sorted((tmp_path / "mails").glob("*.eml"))
    assert [path.read_bytes() for path in written] == [mail.raw for mail in made.mails]


def test_mails_of_an_earlier_round_do_not_stay(tmp_path: Path) -> None:
    (tmp_path / "mails").mkdir()
    (tmp_path / "mails" / "9999.eml").write_bytes(b"old")
    write_gallery(record(), tmp_path)
    assert not (tmp_path / "mails" / "9999.eml").exists()


def test_what_somebody_writes_cannot_become_part_of_the_page(tmp_path: Path) -> None:
    hostile = amina_writes(
        99, text="</script><script>alert(1)</script>", subject="<img src=x onerror=alert(1)>"
    )
    page = write_gallery(record(hostile), tmp_path).read_text(encoding="utf-8")
    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page
