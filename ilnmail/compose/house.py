"""Who writes: what the settings say about the programme, as far as a finished message needs it."""

from dataclasses import dataclass

from ilnmail.tokens import Mode, Secret, TokenError, reply_address


@dataclass(frozen=True, kw_only=True)
class House:
    """The programme as a sender of mail."""

    programme: str  # International Librarians Network
    short: str  # ILN, as in the subject of list letters
    address: str  # iln@example.org
    secret: Secret
    mode: Mode = "plus"
    relay_domain: str = ""  # catch-all mode: where tokens live, when that is not the address's own domain
    site: str = ""  # https://iln.example.org
    postal: str = ""  # a postal address for the foot of every letter, where the law asks for one
    coordinators: tuple[str, ...] = ()  # their names
    unsubscribe: str = ""  # https address that takes one-click leaves (RFC 8058), with "/" at its end

    def __post_init__(self) -> None:
        if not self.address.isascii() or self.address.count("@") != 1:
            raise TokenError(
                f"'{self.address}' cannot be our address; use an ASCII one, like iln@example.org"
            )
        self.address_for("r0" + "a" * 24)

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]

    def address_for(self, token: str) -> str:
        """Where an answer that carries this token comes in. Raises TokenError when it does not fit."""
        elsewhere = self.mode == "catch-all" and self.relay_domain
        return reply_address(f"iln@{self.relay_domain}" if elsewhere else self.address, token, self.mode)

    def button(self, token: str, subject: str) -> str:
        """A mailto address (RFC 6068) that answers with that subject, and in plain mode with the token."""
        written = f"{subject}%20{token}" if self.mode == "plain" else subject
        return f"mailto:{self.address_for(token)}?subject={written}"
