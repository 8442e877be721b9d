"""What librarians write to each other: letters made of the stock, in an order that answers what was said."""

from dataclasses import dataclass, replace

from ilnmail.simulate.chance import pick, share
from ilnmail.simulate.people import Persona
from ilnmail.simulate.stock import EVERYDAY, Story, answers, correspondence, phrases, stories, story_in


@dataclass(frozen=True, kw_only=True)
class Bond:
    """What somebody remembers of writing with a partner."""

    partner: str = ""  # called-name; "" while there is none
    shared: tuple[str, ...] = ()  # interests both named
    letters: int = 0  # written so far
    told: tuple[int, ...] = ()  # stories told, to anybody, ever


def letter_to_partner(writer: Persona, bond: Bond, heard: str, seed: str) -> tuple[str, Bond]:
    """The next letter to the partner; `heard` is the letter it answers, "" where it is the first.

    Returns the text, greeting and name included, and what is remembered afterwards.
    """
    script = correspondence().get(writer.called.lower(), ())
    if bond.partner.lower() in correspondence() and bond.letters < len(script):
        return script[bond.letters], replace(bond, letters=bond.letters + 1)
    if last := story_in(heard):
        bond = replace(bond, told=(*bond.told, last.number))  # nobody tells a friend the friend's own story
    key = (seed, writer.name, bond.partner, bond.letters)
    if heard and writer.has("thanks") and share(*key, "thanks") < 0.5:
        return pick(phrases()["thanks_only"], *key), replace(bond, letters=bond.letters + 1)
    story = _next_story(writer, bond, seed)
    parts = (*_opening(writer, bond, heard, key), _tell(writer, story), *_rest(writer, bond, story, key))
    told = replace(bond, letters=bond.letters + 1, told=(*bond.told, story.number))
    return _filled("\n\n".join(parts), writer, bond.partner), told


def answer_to_topic(writer: Persona, question: str, seed: str) -> str:
    """One or two sentences about the month's question."""
    asked = set(question.casefold().replace("?", " ").replace(",", " ").split())
    close = max(len(asked & set(words)) for words, _ in answers())
    fitting = [text for words, text in answers() if len(asked & set(words)) == close]
    return _filled(pick(fitting, seed, writer.name, question), writer, "")


def _opening(writer: Persona, bond: Bond, heard: str, key: tuple[object, ...]) -> tuple[str, ...]:
    """The greeting, and a word about what the partner wrote or, in the first letter, about oneself."""
    greeting = pick(phrases()["greetings"], *key, "greeting")
    if not heard:
        return greeting, pick(phrases()["first"], *key, "first")
    late = (pick(phrases()["late"], *key, "late"),) if writer.pace == "slow" else ()
    last = story_in(heard)
    reaction = last.reaction if last else pick(phrases()["thanks"], *key, "heard")
    return greeting, *late, reaction


def _rest(writer: Persona, bond: Bond, story: Story, key: tuple[object, ...]) -> tuple[str, ...]:
    """What follows the story: another one, another language, how often to write, a question, the name."""
    more: tuple[str, ...] = ()
    if writer.has("long"):
        again = replace(bond, told=(*bond.told, story.number))
        more = (_tell(writer, _next_story(writer, again, "more")),)
    for language in ("spanish", "french", "arabic"):
        if writer.has(language) and bond.letters % 3 == 1:
            more = (*more, pick(phrases()[language], *key))
    last = "rhythm" if bond.letters == 0 else "questions"
    return *more, pick(phrases()[last], *key, last), pick(phrases()["closings"], *key, "closing")


def _next_story(writer: Persona, bond: Bond, seed: str) -> Story:
    """One not told yet: of a shared interest, of an own one, of every day, in turn."""
    fresh = [story for story in stories() if story.number not in bond.told]
    own = [story for story in fresh if story.interest in (bond.shared or writer.interests)]
    other = [story for story in fresh if story.interest in (EVERYDAY, *writer.interests)]
    mine = own if own and bond.letters % 2 == 0 else other
    return pick(mine or fresh or stories(), seed, writer.name, len(bond.told))


def _tell(writer: Persona, story: Story) -> str:
    return _filled(story.told, writer, "")


def _filled(text: str, writer: Persona, partner: str) -> str:
    """The names put in; a comma instead of a name that one does not know."""
    work = f"I am a {writer.work}" if writer.work else "I work in a library"
    return (
        text.replace("{partner}", partner or "friend")
        .replace("{me}", writer.called)
        .replace("{city}", writer.city)
        .replace("{work}", work)
    )
