"""The public pages: nothing that a person wrote can do anything on them but be read."""

from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from ilnmail import places
from ilnmail.letters import Topic, in_language, read_topics, shelf
from ilnmail.letters.front_matter import LetterError
from ilnmail.pages import House, PageError, Shared, TopicPage, pages

WORDS = {
    name: path.read_text(encoding="utf-8")
    for name, path in places.list_files("templates").items()
    if name.startswith("site/")
}
ILN = House("International Librarians Network", "ILN", "iln@example.org")
ROOMS = Topic(3, "reading-rooms", "en", "The room", "What would you change?", "Some have *seats*.")
LAMPS = Topic(2, "lamps", "en", "Lamps", "By which light do you read?", "")


def shared(text: str, **values: object) -> Shared:
    known = {"name": "Amina Yusuf", "country": "KE", "language": "en", "on": date(2027, 4, 1)}
    return Shared(text=text, **{**known, **values})  # type: ignore[arg-type]


class Seen(HTMLParser):
    """The tags of a page, with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def the_page(*answers: Shared, others: tuple[Topic, ...] = ()) -> Seen:
    made = pages(ILN, (TopicPage(topic=ROOMS, answers=answers, others=others),), WORDS)
    return Seen(made["topics/reading-rooms/index.html"])


def test_an_answer_is_signed_with_called_name_and_country() -> None:
    seen = the_page(shared("We catalogue by lamp."))
    assert "We catalogue by lamp." in seen.text
    assert "Amina, Kenya" in seen.text
    assert "Yusuf" not in seen.text


def test_what_a_person_wrote_is_text_and_nothing_else() -> None:
    hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>\n\njavascript:alert(3) {{ 7 * 7 }}"
    seen = the_page(shared(hostile, name="<b>Amina</b>", links=("https://example.org/a?b=1&c=2",)))
    assert {"script", "img", "b"} & {tag for tag, _ in seen.tags} == set()
    assert "<script>alert(1)</script>" in seen.text
    assert "{{ 7 * 7 }}" in seen.text
    assert all((a["href"] or "").startswith(("https://", "mailto:", "../", "#")) for a in seen.of("a"))


def test_a_link_in_an_answer_can_be_followed_and_stands_in_the_reading_list_once() -> None:
    link = "https://example.org/lamps"
    seen = the_page(shared(f"See {link}.", links=(link,)), shared(f"So say I: {link}", links=(link,)))
    assert [a["href"] for a in seen.of("a")].count(link) == 3
    assert "So say I" in seen.text


def test_a_page_says_its_language_and_that_of_each_answer() -> None:
    german = Topic(3, "reading-rooms", "de", "Der Raum", "Was ist anders?", "")
    arabic = Topic(3, "reading-rooms", "ar", "الغرفة", "ماذا تغير؟", "")
    seen = the_page(shared("Nous lisons.", language="fr"), others=(german, arabic))
    assert seen.of("html") == [{"lang": "en", "dir": "ltr"}]
    assert seen.of("blockquote") == [{"lang": "fr", "dir": "auto"}]
    assert [(d["lang"], d["dir"]) for d in seen.of("dd")] == [("de", "ltr"), ("ar", "rtl")]


def test_every_page_has_its_landmarks_one_heading_and_no_script() -> None:
    made = pages(ILN, (TopicPage(topic=ROOMS), TopicPage(topic=LAMPS)), WORDS)
    assert sorted(made) == ["index.html", "topics/lamps/index.html", "topics/reading-rooms/index.html"]
    for page in made.values():
        seen = Seen(page)
        for tag in ("header", "main", "footer", "h1", "title"):
            assert len(seen.of(tag)) == 1, tag
        assert not seen.of("script")
        assert seen.of("a")[0] == {"class": "skip", "href": "#main"}
        outside = [a["href"] for a in seen.of("link")]
        assert all((href or "").startswith("data:") for href in outside)


def test_lines_that_a_mail_program_broke_are_whole_again() -> None:
    broken = "We have a boat that is a library and it goes from island to island all\nsummer."
    verse = "One lamp,\ntwo readers."
    assert "island all summer." in the_page(shared(broken)).text
    assert len(the_page(shared(verse)).of("br")) == 1


def test_every_pair_of_colours_reads_well() -> None:
    """Contrast of at least 4.5 to 1 (WCAG 2.2, 1.4.3), by day and by night."""
    for block in WORDS["site/style.css"].split(":root {")[1:3]:
        colours = dict(one.strip().split(": ") for one in block.split("}")[0].strip(" ;").split(";"))
        for ground in ("--paper", "--card"):
            for ink in ("--ink", "--soft", "--link", "--mark"):
                assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground, colours)


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_a_missing_template_is_named() -> None:
    without = {name: text for name, text in WORDS.items() if name != "site/topic.html"}
    with pytest.raises(PageError, match=r"site/topic\.html is not there"):
        pages(ILN, (TopicPage(topic=ROOMS),), without)


def test_a_topic_stands_once_on_the_shelf_in_all_its_languages() -> None:
    text = "---\ntitle: T\nquestion: Q?\n---\nBody"
    topics = read_topics(
        {f"topics/{name}.md": text for name in ("2-lamps.en", "2-lamps.de", "10-rooms.en", "3-boats.en")}
    )
    ready = shelf(topics)
    assert [[one.locale for one in versions] for versions in ready] == [["de", "en"], ["en"], ["en"]]
    assert [in_language(ready[0], wanted).locale for wanted in ("de", "de-AT", "fr")] == ["de", "de", "en"]
    with pytest.raises(LetterError, match="share the number and the slug"):
        read_topics({"topics/2-lamps.en.md": text, "topics/2-lampen.de.md": text})


def test_only_pages_of_ours_that_are_no_more_are_removed(tmp_path: Path) -> None:
    from ilnmail.app.site import write_site  # noqa: PLC0415

    (tmp_path / "topics").mkdir()
    (tmp_path / "topics" / "mine.html").write_text("somebody else's")
    assert write_site(tmp_path, {"index.html": "1", "topics/lamps/index.html": "2"}) == (2, 0)
    assert write_site(tmp_path, {"index.html": "1", "topics/boats/index.html": "3"}) == (1, 1)
    left = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.html"))
    assert left == ["index.html", "topics/boats/index.html", "topics/mine.html"]
    assert not (tmp_path / "topics" / "lamps").exists()
