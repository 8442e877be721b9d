"""`ilnmail site`: the public topic pages, written into a folder that any web host can serve."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from ilnmail.app.inside import Inside
from ilnmail.compose import scrub
from ilnmail.decide.topics import asked_topics
from ilnmail.letters import Topic, in_language
from ilnmail.load import rows
from ilnmail.load.shared import SharedAnswer, all_rounds, shared_answers
from ilnmail.load.state import plain_state
from ilnmail.pages import House, Shared, TopicPage, pages

LIST = ".ilnmail-pages"
"""Names the files that we wrote last time, so that a page that is no more goes, and nothing else does."""


def site_files(
    db: Connection, inside: Inside, words: dict[str, str], at: datetime
) -> tuple[dict[str, str], int]:
    """The files of the site by name, and how many answers stand in them. Raises PageError."""
    state = replace(plain_state(db, inside.fixed), mailed=rows.mailed_topics(db))
    answers = tuple(shared_answers(db))
    topics = tuple(_page(topic, answers) for topic in asked_topics(state, all_rounds(db), at))
    ours = state.programme
    made = pages(House(ours.name, ours.short, ours.address), topics, words)
    return made, sum(len(one.answers) for one in topics)


def _page(versions: tuple[Topic, ...], answers: Iterable[SharedAnswer]) -> TopicPage:
    main = in_language(versions, "en")
    return TopicPage(
        topic=main,
        others=tuple(one for one in versions if one is not main),
        answers=tuple(_shown(one) for one in answers if one.topic == main.slug),
    )


def _shown(one: SharedAnswer) -> Shared:
    return Shared(
        name=one.name,
        country=one.country,
        text=scrub(one.text, one.addresses),
        language=one.language,
        on=one.on,
        links=one.links,
    )


def write_site(folder: Path, made: dict[str, str]) -> tuple[int, int]:
    """How many files are new or different, and how many are gone. What is the same is not touched.

    Raises OSError where the folder cannot be written.
    """
    listed = folder / LIST
    before = set(listed.read_text(encoding="utf-8").split("\n")) - {""} if listed.is_file() else set()
    gone = [folder / name for name in before - set(made) if (folder / name).is_file()]
    changed = [name for name, text in made.items() if _differs(folder / name, text)]
    for name in changed:
        _replace(folder / name, made[name])
    for path in gone:
        path.unlink()
        if not any(path.parent.iterdir()):
            path.parent.rmdir()
    _replace(listed, "\n".join(sorted(made)) + "\n")
    return len(changed), len(gone)


def _differs(path: Path, text: str) -> bool:
    return not path.is_file() or path.read_bytes() != text.encode()


def _replace(path: Path, text: str) -> None:
    """Whole or not at all: a reader never sees half a page."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(text.encode())
    beside.replace(path)
