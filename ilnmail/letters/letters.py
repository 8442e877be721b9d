"""All letters in all languages, read once; filled in one at a time."""

from collections.abc import Mapping
from dataclasses import dataclass

from ilnmail.letters.catalogue import LETTERS, Footer
from ilnmail.letters.front_matter import LetterError
from ilnmail.letters.shield import one_line, unshield
from ilnmail.letters.template import Template, read_template

_FALLBACK = "en"
_SUBJECT_CHARACTERS = 120


@dataclass(frozen=True)
class Written:
    """A letter with its values, in shielded Markdown (`compose` makes it text)."""

    language: str  # the one it is written in: English where it is not translated yet
    subject: str
    body: str
    reason: str  # why the reader gets this: the first sentence of the footer
    words: str  # what the reader may answer: the second


class Letters:
    """`texts` by (language, kind). Raises LetterError naming every file that cannot be used."""

    def __init__(self, texts: Mapping[tuple[str, str], str]) -> None:
        self._templates: dict[tuple[str, str], Template] = {}
        problems: list[str] = []
        for (language, kind), text in texts.items():
            try:
                self._templates[language, kind] = read_template(f"{language}/{kind}.md", language, text)
            except LetterError as error:
                problems.append(str(error))
        kinds = (*LETTERS, *(f"footer-{footer}" for footer in Footer if footer is not Footer.NONE))
        missing = [kind for kind in kinds if (_FALLBACK, kind) not in texts]
        problems += [f"{_FALLBACK}/{kind}.md is not there" for kind in missing]
        if problems:
            raise LetterError("\n".join(problems))

    def language(self, kind: str, wanted: str) -> str:
        """In which language that letter can be had: the wanted one, its parent (pt for pt-BR), or English."""
        offered = (wanted, wanted.partition("-")[0])
        return next((one for one in offered if (one, kind) in self._templates), _FALLBACK)

    def template(self, kind: str, wanted: str = _FALLBACK) -> Template:
        """The letter as it lies in its file, in that language or the one there is."""
        try:
            return self._templates[self.language(kind, wanted), kind]
        except KeyError:
            raise LetterError(f"there is no letter called '{kind}'") from None

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
        return template.fill({name: values[name] for name in template.required if name in values}, always)[1]


def read_letters(files: Mapping[str, str]) -> Letters:
    """From the texts of the files in `templates/`, by name: "en/card.md". Topics are left aside."""
    names = {name: name.removesuffix(".md").split("/") for name in files if name.endswith(".md")}
    return Letters(
        {
            (parts[0], parts[1]): files[name]
            for name, parts in names.items()
            if len(parts) == 2 and parts[0] != "topics"
        }
    )


def _cut(subject: str) -> str:
    fits = len(subject) <= _SUBJECT_CHARACTERS
    return subject if fits else subject[: _SUBJECT_CHARACTERS - 3].rstrip() + "..."
