"""Every story, played against the whole program on both databases."""

from pathlib import Path

import pytest

from ilnmail.settings import Settings
from tests.stories.player import play, read_story, story_files
from tests.world import World


@pytest.mark.parametrize("path", story_files(), ids=lambda path: path.stem)
def test_story(path: Path, database_url: str) -> None:
    story = read_story(path.read_text(encoding="utf-8"))
    world = World(settings(story.coordinators, database_url), story.lines[0].at)

    expected, heard, missing = play(story, world)
    world.close()

    assert heard == expected
    assert missing == []


def settings(coordinators: list[str], database_url: str) -> Settings:
    """An installation for these coordinators."""
    return Settings.model_validate(
        {
            "mode": "live",
            "programme": {
                "name": "International Librarians Network",
                "short": "ILN",
                "address": "iln@example.org",
            },
            "coordinators": [
                {"address": f"{name}@example.org", "name": name.title(), "timezone": "UTC"}
                for name in coordinators
            ],
            "operator": {"address": "operator@example.org"},
            "imap": {"host": "127.0.0.1"},
            "smtp": {"host": "127.0.0.1"},
            "database": {"url": database_url},
            "secret": {"key": "00" * 32},
        }
    )
