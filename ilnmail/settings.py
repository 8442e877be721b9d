"""The settings: one TOML file and `ILNMAIL_*` environment, read once, all that is wrong reported together."""

import difflib
import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

Tls = Literal["tls", "starttls", "none"]
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class SettingsError(Exception):
    """The settings cannot be used; the message lists every problem, one a line."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Programme(_Section):
    """Who we are."""

    name: str
    short: str
    address: str
    address_mode: Literal["plus", "catch-all", "plain"] = "plus"
    relay_domain: str = ""
    site: str = ""
    postal: str = ""
    timezone: str = "UTC"


class Coordinator(_Section):
    """Somebody who runs the programme by answering its mail."""

    address: str
    name: str
    timezone: str = "UTC"
    lead: bool = False


class Operator(_Section):
    """Who runs the machine, and gets everything in rehearsal."""

    address: str = ""


class _Server(_Section):
    host: str
    port: int
    tls: Tls = "tls"
    username: str = ""
    password: str = ""
    password_file: Path | None = None

    @model_validator(mode="before")
    @classmethod
    def _secret_from_its_file(cls, values: Any) -> Any:
        path = values.get("password_file") if isinstance(values, dict) else None
        if path and not values.get("password") and Path(path).is_file():
            return {**values, "password": Path(path).read_text(encoding="utf-8").strip()}
        return values

    @model_validator(mode="after")
    def _plain_only_at_home(self) -> "_Server":
        if self.tls == "none" and self.host not in _LOOPBACK:
            raise ValueError(f"tls = 'none' would send the password in the clear to {self.host}; use 'tls'")
        return self


class Imap(_Server):
    """The mailbox that mail comes into."""

    port: int = 993
    folder: str = "INBOX"
    poll: int = Field(default=60, ge=5)
    authserv_id: str = ""


class Smtp(_Server):
    """The server that mail goes out through."""

    port: int = 465
    provider: Literal["gmail", "workspace", "microsoft365", "fastmail", "own"] = "own"  # whose limits hold


class Alarm(_Server):
    """A second account, through which the operator hears when the programme's own mail does not work."""

    port: int = 465
    sender: str  # its address
    to: str = ""  # the operator's address unless another is given


class Database(_Section):
    """Where the state is kept: SQLite in the data folder unless a URL says otherwise."""

    url: str = ""


class Secret(_Section):
    """What tokens are derived under. Whoever has it can forge them."""

    version: int = Field(default=1, ge=0, le=9)
    key: str

    @field_validator("key")
    @classmethod
    def _hex_of_some_length(cls, key: str) -> str:
        try:
            long_enough = len(bytes.fromhex(key)) >= 16
        except ValueError:
            long_enough = False
        if not long_enough:
            raise ValueError("should be at least 32 hexadecimal digits; `ilnmail init` makes one")
        return key


class Folders(_Section):
    """Folders: your own words and times, and the data."""

    words: Path | None = None
    data: Path = Path()


class Settings(BaseSettings):
    """Everything that an operator can set."""

    model_config = SettingsConfigDict(
        env_prefix="ILNMAIL_", env_nested_delimiter="__", extra="forbid", frozen=True
    )

    mode: Literal["rehearsal", "live"] = "rehearsal"
    programme: Programme
    coordinators: tuple[Coordinator, ...] = ()
    operator: Operator = Operator()
    imap: Imap
    smtp: Smtp
    alarm: Alarm | None = None
    database: Database = Database()
    secret: Secret
    folders: Folders = Folders()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over the file."""
        return env_settings, init_settings

    @model_validator(mode="after")
    def _rehearsal_needs_an_operator(self) -> "Settings":
        if self.mode == "rehearsal" and not self.operator.address:
            raise ValueError("[operator] address is missing: in rehearsal every letter goes there")
        return self

    @property
    def database_url(self) -> str:
        return self.database.url or f"sqlite:///{self.folders.data / 'ilnmail.db'}"


def notify_socket() -> str:
    """Where systemd listens (sd_notify(3)); empty where it did not start us."""
    return os.environ.get("NOTIFY_SOCKET", "")


def load_settings(path: Path) -> Settings:
    """From the file, and the environment over it. Raises SettingsError that lists every problem."""
    if not path.is_file():
        raise SettingsError(f"there is no {path}; make one with `ilnmail init`, or name it with --config")
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: {error}") from None
    try:
        return Settings(**written)
    except ValidationError as error:
        raise SettingsError("\n".join(f"{path}: {_in_words(one)}" for one in error.errors())) from None


def _in_words(error: ErrorDetails) -> str:
    """One problem: where, and what to do about it."""
    where = ".".join(str(part) for part in error["loc"] if part != "function-after")
    if error["type"] == "missing":
        return f"{where} is missing"
    if error["type"] == "extra_forbidden":
        near = difflib.get_close_matches(str(error["loc"][-1]), sorted(known_names()), n=1)
        return f"{where} is not known" + (f"; did you mean {near[0]}?" if near else "")
    words = error["msg"].removeprefix("Value error, ")
    return f"{where}: {words[0].lower()}{words[1:]}" if where else words


def known_names() -> Iterator[str]:
    """The name of every setting and section."""
    for name, field in Settings.model_fields.items():
        yield name
        section = next((a for a in (field.annotation, *get_args(field.annotation)) if _is_section(a)), None)
        if section is not None:
            yield from section.model_fields


def _is_section(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, _Section)
