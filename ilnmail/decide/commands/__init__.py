"""Every word that a participant may write, and who decides what it means.

To add one: a module here, a row in COMMANDS, its words in the tables of `understand`, a letter, a story.
"""

from collections.abc import Callable, Mapping

from ilnmail.decide.commands.answers import private, share, skip
from ilnmail.decide.commands.ask import change_card, help_, rules, status
from ilnmail.decide.commands.certificate import certificate
from ilnmail.decide.commands.delete import delete, not_me
from ilnmail.decide.commands.direct import direct
from ilnmail.decide.commands.export import export
from ilnmail.decide.commands.human import human
from ilnmail.decide.commands.language import language
from ilnmail.decide.commands.leave import leave
from ilnmail.decide.commands.mailings import less, more
from ilnmail.decide.commands.now import now
from ilnmail.decide.commands.pause import pause
from ilnmail.decide.commands.problem import problem
from ilnmail.decide.commands.rematch import rematch
from ilnmail.decide.commands.resend import resend
from ilnmail.decide.commands.resume import resume
from ilnmail.decide.commands.stop import stop
from ilnmail.decide.commands.undo import undo
from ilnmail.decide.commands.yes_no import no, yes
from ilnmail.decide.joining_again import again, join
from ilnmail.decide.meeting import meet
from ilnmail.decide.state import State
from ilnmail.effects import Effect
from ilnmail.events import CommandGiven

COMMANDS: Mapping[str, Callable[[State, CommandGiven], tuple[Effect, ...]]] = {
    "AGAIN": again,
    "CERTIFICATE": certificate,
    "CHANGE": change_card,
    "DELETE": delete,
    "DIRECT": direct,
    "EXPORT": export,
    "HELP": help_,
    "HUMAN": human,
    "JOIN": join,
    "LANGUAGE": language,
    "LEAVE": leave,
    "LESS": less,
    "MEET": meet,
    "MORE": more,
    "NO": no,
    "NOT ME": not_me,
    "NOW": now,
    "PAUSE": pause,
    "PRIVATE": private,
    "PROBLEM": problem,
    "REMATCH": rematch,
    "RESEND": resend,
    "RESUME": resume,
    "RULES": rules,
    "SHARE": share,
    "SKIP": skip,
    "STATUS": status,
    "STOP": stop,
    "UNDO": undo,
    "YES": yes,
}


def decide(state: State, event: CommandGiven) -> tuple[Effect, ...]:
    """What that word leads to."""
    return COMMANDS[event.command](state, event)
