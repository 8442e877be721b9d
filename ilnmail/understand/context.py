"""What the database knows about the tokens, ids and sender of a message: from `load`, for `interpret`."""

from dataclasses import dataclass

from ilnmail.model import Ask, Letter, Person


@dataclass(frozen=True, kw_only=True)
class Context:
    """Empty for a mail from somebody unknown that answers nothing of ours."""

    sender: Person | None = None  # whose address From is
    letter: Letter | None = None  # the letter answered
    route: str = ""  # how it was found: token, Message-ID, reference code, only open question
    owner: Person | None = None  # whom that letter went to
    several: bool = False  # tokens of different people: for a person to settle
    ask: Ask | None = None  # the question that letter asked, open or not
    options: tuple[str, ...] = ()  # that it was shown with, as in answers.Asked
    partners: tuple[str, ...] = ()  # called-names of the sender's partners
    topic: str = ""  # of the prompt answered
    confirmed: tuple[int, ...] = ()  # orders of this very mail to which the address on file said YES; 0: all
    confirmed_by: int = 0  # how many people said YES to them
