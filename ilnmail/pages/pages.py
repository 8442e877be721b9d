"""From topics and shared answers to the files of a static site. No script, no cookie, nothing from elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markdown_it import MarkdownIt
from markupsafe import Markup

from ilnmail.letters import Topic, called
from ilnmail.letters.filters import Filters
from ilnmail.pages.words import linked, paragraphs, shown_link

INDEX, TOPIC = "site/index.html", "site/topic.html"
_MARKDOWN = MarkdownIt("commonmark", {"html": False})


class PageError(ValueError):
    """A page cannot be made; the message names the file in templates/ and what is wrong with it."""


@dataclass(frozen=True)
class House:
    """Who publishes these pages, and where one writes to join."""

    programme: str
    short: str
    address: str


@dataclass(frozen=True, kw_only=True)
class Shared:
    """An answer that its author let everybody read."""

    name: str
    country: str  # ISO 3166-1 alpha-2, or the author's words
    text: str
    language: str  # ISO 639, the one the pair writes; what the text is read aloud in
    on: date
    links: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TopicPage:
    """One topic with everything that belongs to it."""

    topic: Topic
    others: tuple[Topic, ...] = ()  # the same in other languages
    answers: tuple[Shared, ...] = ()  # the newest first

    @property
    def links(self) -> tuple[str, ...]:
        """The reading list, each link once."""
        return tuple(dict.fromkeys(link for answer in self.answers for link in answer.links))

    @property
    def countries(self) -> int:
        return len({answer.country for answer in self.answers})


def pages(house: House, topics: tuple[TopicPage, ...], words: Mapping[str, str]) -> dict[str, str]:
    """The files of the site by their names. `topics` come newest first; `words` are the files of templates/.

    Raises PageError where a template is missing or cannot be filled in.
    """
    environment = _environment(words)
    made = {"index.html": _filled(environment, INDEX, house=house, topics=topics, root="")}
    for number, one in enumerate(topics):
        made[f"topics/{one.topic.slug}/index.html"] = _filled(
            environment,
            TOPIC,
            house=house,
            page=one,
            root="../../",
            newer=topics[number - 1] if number else None,
            older=topics[number + 1] if number + 1 < len(topics) else None,
        )
    return made


def _filled(environment: jinja2.Environment, name: str, **values: object) -> str:
    try:
        return environment.get_template(name).render(values)
    except jinja2.TemplateNotFound as error:
        raise PageError(f"templates/{error.name} is not there") from error
    except (jinja2.TemplateError, AttributeError, LookupError, TypeError) as error:
        raise PageError(f"templates/{name} could not be filled in: {error}") from error


def _environment(words: Mapping[str, str]) -> jinja2.Environment:
    """Every value is escaped; the text of a topic is Markdown without HTML."""
    filters = Filters("en")
    environment = ImmutableSandboxedEnvironment(
        loader=jinja2.DictLoader({name: text for name, text in words.items() if name.startswith("site/")}),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "called": called,
        "country": filters.country,
        "dated": filters.dated,
        "plural": filters.plural,
        "numeral": filters.numeral,
        "beginning": filters.beginning,
        "language": lambda code: Filters(code).language_name(code),
        "direction": lambda code: Filters(code).locale.text_direction,
        "markdown": lambda text: Markup(_MARKDOWN.render(text)),  # noqa: S704 - made with html=False
        "paragraphs": paragraphs,
        "linked": linked,
        "shown_link": shown_link,
    }
    return environment
