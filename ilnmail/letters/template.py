"""One letter file as a value: its heading lines, and its words with places for values."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import jinja2
from jinja2 import StrictUndefined, TemplateError, meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ilnmail.letters.filters import Filters
from ilnmail.letters.front_matter import LetterError, split
from ilnmail.letters.shield import Markdown, isolate, one_line, shield

_OF_THE_PROGRAMME = ("programme", "short", "address", "site", "coordinators")
_OF_THE_READER = ("name", "joined", "zone")
_OF_THIS_LETTER = ("wrote", "subject", "ref", "today")
ALWAYS = frozenset((*_OF_THE_PROGRAMME, *_OF_THE_READER, *_OF_THIS_LETTER))
"""Names that every letter may use."""

Part = Callable[[Mapping[str, object]], str]
"""Words with their values in place."""

_KEYS = frozenset({"purpose", "subject", "values", "words"})


@dataclass(frozen=True)
class Template:
    """A letter before its values are known."""

    where: str
    purpose: str
    required: frozenset[str]
    optional: frozenset[str]
    subject: Part
    words: Part
    body: Part

    def fill(self, values: Mapping[str, object], always: Mapping[str, object]) -> tuple[str, str, str]:
        """Subject, body and the words of the footer, as shielded Markdown. Raises LetterError."""
        subject, body, words = self._filled((self.subject, self.body, self.words), values, always)
        return subject, body, words

    def fill_body(self, values: Mapping[str, object], always: Mapping[str, object]) -> str:
        """The body alone."""
        return self._filled((self.body,), values, always)[0]

    def _filled(
        self, parts: Iterable[Part], values: Mapping[str, object], always: Mapping[str, object]
    ) -> tuple[str, ...]:
        known = self.required | self.optional | ALWAYS
        if unknown := sorted(set(values) - known):
            raise LetterError(f"{self.where} has no use for {', '.join(unknown)}; list it under 'values:'")
        if missing := sorted(self.required - set(values)):
            raise LetterError(f"{self.where} needs {', '.join(missing)}")
        given = {**dict.fromkeys(self.optional), **always, **values}
        try:
            return tuple(part(given) for part in parts)
        except (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            raise LetterError(f"{self.where} could not be filled in: {error}") from error


@cache
def read_template(where: str, language: str, text: str) -> Template:
    """From the text of a file; the same text is compiled once in a process. Raises LetterError that names the file and what is wrong in it."""
    head, body = split(where, text)
    if unknown := sorted(set(head) - _KEYS):
        raise LetterError(f"{where}: '{unknown[0]}' is not known; known are {', '.join(sorted(_KEYS))}")
    required, optional = _names(head.get("values", "").splitlines())
    parts = {"subject": head.get("subject", ""), "words": head.get("words", ""), "body": body}
    try:
        compiled = _compiled(where, _environment(language), parts, required | optional | ALWAYS)
    except TemplateError as error:
        raise LetterError(f"{where}: {error.message}") from error
    return Template(where, head.get("purpose", ""), required, optional, **compiled)


def _compiled(
    where: str, environment: jinja2.Environment, parts: Mapping[str, str], known: frozenset[str]
) -> dict[str, Part]:
    """Looked through for what Jinja itself would notice only when a value leads there."""
    trees = {name: environment.parse(part) for name, part in parts.items()}
    filters = {node.name for tree in trees.values() for node in tree.find_all(nodes.Filter)}
    if unknown := sorted(filters - set(environment.filters)):
        raise LetterError(f"{where}: there is no filter '{unknown[0]}'")
    used = {name for tree in trees.values() for name in meta.find_undeclared_variables(tree)}
    if unknown := sorted(used - known):
        raise LetterError(f"{where} uses '{unknown[0]}', which is not listed under 'values:'")
    return {name: _part(environment, tree) for name, tree in trees.items()}


def _part(environment: jinja2.Environment, tree: nodes.Template) -> Part:
    """Words without values, as most footers have, are not put together each time."""
    shown = [node for output in tree.body for node in output.iter_child_nodes()]
    words = [node.data for node in shown if isinstance(node, nodes.TemplateData)]
    if len(words) == len(shown):
        text = "".join(words)
        return lambda given: text
    compiled = environment.from_string(tree)

    def filled(given: Mapping[str, object]) -> str:
        # `render` asks for each of the environment's own names one by one, which takes longer than most letters.
        context = compiled.new_context({**environment.globals, **given}, shared=True)
        return "".join(compiled.root_render_func(context))

    return filled


def _names(listed: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Required and optional; an optional one is listed with a question mark: "ends?: date"."""
    names = [line.partition(":")[0].strip() for line in listed if line.strip()]
    optional = frozenset(name.removesuffix("?") for name in names if name.endswith("?"))
    return frozenset(names) - {f"{name}?" for name in optional}, optional


@cache
def _environment(language: str) -> jinja2.Environment:
    """Sandboxed and strict: a letter can show its values and do nothing else."""
    filters = Filters(language)
    right_to_left = filters.locale.text_direction == "rtl"

    def finished(value: object) -> str:
        """Called for the value of each {{ ... }}."""
        match value:
            case Markdown():
                return value
            case str():
                return shield(isolate(one_line(value), right_to_left))
            case bool() | None:
                raise LetterError(f"a value shows as {value}; ask for it with 'if' first")
            case int():
                return str(value)
            case jinja2.Undefined():
                return str(value)  # raises, saying which name it was
        raise LetterError(f"a value of type {type(value).__name__} needs a filter to be shown")

    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # Markdown, not HTML; values are shielded instead
        finalize=finished,
    )
    environment.filters.update(filters.as_mapping())
    return environment
