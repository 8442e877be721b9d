"""All letters in all languages; each is compiled when it is first written, and filled in one at a time."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ilnmail.letters.catalogue import LETTERS, Footer
from ilnmail.letters.front_matter import LetterError
from ilnmail.letters.shield import one_line, unshield
from ilnmail.letters.template import Template, read_template

_FALLBACK = "en"
_SUBJECT_CHARACTERS = 120
_OPTION = re.compile(r"^\d\. (.+?)(?:{%.*)?$", re.M)
_VALUE = re.compile(r"{{.*?}}")


@dataclass(frozen=True)
class Written:
    """A letter with its values, in shielded Markdown (`compose` makes it text)."""

    language: str  # the one it is written in: English where it is not translated yet
    subject: str
    body: str
    reason: str  # why the reader gets this: the first sentence of the footer
    words: str  # what the reader may answer: the second


class Letters:
    """`texts` by (language, kind). Raises LetterError where an English one is not there."""

    def __init__(self, texts: Mapping[tuple[str, str], str]) -> None:
        self._texts = texts
        kinds = (*LETTERS, *(f"footer-{footer}" for footer in Footer if footer is not Footer.NONE))
        if missing := [kind for kind in kinds if (_FALLBACK, kind) not in texts]:
            raise LetterError("\n".join(f"{_FALLBACK}/{kind}.md is not there" for kind in missing))

    def check(self, some: Iterable[tuple[str, str]] | None = None) -> None:
        """Look at these letters, or at all, before one is needed. Raises LetterError naming every file that cannot be used."""
        problems: list[str] = []
        for language, kind in self._texts if some is None else some:
            try:
                self._compiled(language, kind)
            except LetterError as error:
                problems.append(str(error))
        if problems:
            raise LetterError("\n".join(problems))

    def _compiled(self, language: str, kind: str) -> Template:
        return read_template(f"{language}/{kind}.md", language, self._texts[language, kind])

    def language(self, kind: str, wanted: str) -> str:
        """In which language that letter can be had: the wanted one, its parent (pt for pt-BR), or English."""
        offered = (wanted, wanted.partition("-")[0])
        return next((one for one in offered if (one, kind) in self._texts), _FALLBACK)

    def options(self, kind: str, wanted: str) -> tuple[str, ...]:
        """The numbered options that the letter shows, in their order, with * for every value, up to what only
        some readers see; one that is nothing but values is empty."""
        text = self._texts.get((self.language(kind, wanted), kind), "")
        shown = (_VALUE.sub("*", option) for option in _OPTION.findall(text))
        return tuple(option if re.search(r"\w", option) else "" for option in shown)

    def template(self, kind: str, wanted: str = _FALLBACK) -> Template:
        """The letter as it lies in its file, in that language or the one there is."""
        if (_FALLBACK, kind) not in self._texts and (wanted, kind) not in self._texts:
            raise LetterError(f"there is no letter called '{kind}'")
        return self._compiled(self.language(kind, wanted), kind)

    def write(
        self, kind: str, wanted: str, values: Mapping[str, object], always: Mapping[str, object]
    ) -> Written:
        """The letter with these values. Raises LetterError where they do not fit it."""
        subject, body, words = self.template(kind, wanted).fill(values, always)
        return Written(
            language=self.language(kind, wanted),
            subject=_cut(one_line(unshield(subject))),
            body=body,
            reason=self._reason(kind, wanted, values, always),
            words=words,
        )

    def _reason(
        self, kind: str, wanted: str, values: Mapping[str, object], always: Mapping[str, object]
    ) -> str:
        footer = LETTERS[kind].footer
        if footer is Footer.NONE:
            return ""
        template = self.template(f"footer-{footer}", wanted)
        own = {name: values[name] for name in template.required if name in values}
        return template.fill_body(own, always)


def read_letters(files: Mapping[str, str], own: Iterable[str] = ()) -> Letters:
    """From the texts of the files in `templates/`, by name: "en/card.md". Topics are left aside.

    Those that are the programme's `own` are looked at now: nobody has tested them. To compile all that were shipped
    would take longer than everything else at the start.
    """
    named = {name: found for name in files if (found := _letter_named(name))}
    letters = Letters({letter: files[name] for name, letter in named.items()})
    letters.check(named[name] for name in own if name in named)
    return letters


def _letter_named(name: str) -> tuple[str, str] | None:
    """Language and kind of a file; None for a topic, and for what is no letter."""
    folder, _, file = name.partition("/")
    is_letter = folder != "topics" and file.endswith(".md") and "/" not in file
    return (folder, file.removesuffix(".md")) if is_letter else None


def _cut(subject: str) -> str:
    fits = len(subject) <= _SUBJECT_CHARACTERS
    return subject if fits else subject[: _SUBJECT_CHARACTERS - 3].rstrip() + "..."
