"""Every setting of an installation, typed, with its environment variable and one line why."""

import secrets
from pathlib import Path
from typing import Literal

from pydantic import AliasChoices, Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

HERE = Path(__file__).resolve().parent


class Settings(BaseSettings):
    """Read from the environment (and a `.env` file beside the code); each name below is prefixed with KUMNIT_."""

    model_config = SettingsConfigDict(
        env_prefix="KUMNIT_", env_file=HERE / ".env", hide_input_in_errors=True, extra="ignore", populate_by_name=True
    )

    instance: Path = Field(
        HERE / "instance", description="Folder for the SQLite file, the index, uploads and the secret key."
    )
    database_url: str = Field(
        "",
        validation_alias=AliasChoices("KUMNIT_DATABASE_URL", "DATABASE_URL"),
        description="SQLAlchemy address of the database; empty means SQLite in the instance folder.",
    )
    redis_url: str = Field(
        "",
        validation_alias=AliasChoices("KUMNIT_REDIS_URL", "REDIS_URL"),
        description="Redis for rate limits and the queue; empty means the database does it.",
    )
    secret_key: str = Field(
        "", description="Signs sessions and forms; empty means a key file made in the instance folder."
    )
    hosts: list[str] = Field(["127.0.0.1", "localhost"], description="Host names this installation answers to.")
    trusted_proxies: int = Field(0, description="How many reverse proxies stand in front and set X-Forwarded headers.")
    secure_cookies: bool = Field(
        False, description="Send cookies over HTTPS only; set it wherever HTTPS ends before us."
    )
    default_language: Literal["km", "en"] = Field(
        "km", description="Language for those who have not chosen one: km or en."
    )
    registration_domains: list[str] = Field(
        [], description="E-mail domains whose people may register themselves; none means nobody."
    )
    upload_limit: int = Field(10_000_000, description="Largest attachment in bytes.")
    request_limit: int = Field(12_000_000, description="Largest request in bytes, attachments included.")
    text_limit: int = Field(2_000_000, description="Largest form in bytes apart from its files.")
    sign_in_limit: str = Field(
        "10 per 10 minutes", description="Tries to sign in, for one account and for one address."
    )
    log_level: str = Field("INFO", description="How much is logged: DEBUG, INFO, WARNING, ERROR.")
    testing: bool = Field(False, description="Set by the tests alone.")

    @field_validator("database_url")
    @classmethod
    def _psycopg(cls, value: str) -> str:
        return value.replace("postgres://", "postgresql+psycopg://", 1).replace(
            "postgresql://", "postgresql+psycopg://", 1
        )

    @property
    def database(self) -> str:
        """The database address to use."""
        return self.database_url or f"sqlite:///{self.instance / 'kumnit.sqlite'}"

    @property
    def index_folder(self) -> Path:
        """Where the search index lies."""
        return self.instance / "index"

    @property
    def upload_folder(self) -> Path:
        """Where attachments lie."""
        return self.instance / "uploads"

    def signing_key(self) -> str:
        """The secret key; made and kept in the instance folder, readable by its owner alone, when none is set."""
        if self.secret_key:
            return self.secret_key
        key_file = self.instance / "secret_key"
        if not key_file.exists():
            self.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
            fresh = self.instance / f"secret_key.{secrets.token_hex(4)}"
            fresh.touch(mode=0o600)
            fresh.write_text(secrets.token_urlsafe(48))
            try:
                # Two processes starting at once must agree: the first name wins.
                key_file.hardlink_to(fresh)
            except FileExistsError:
                key_file.touch()
            finally:
                fresh.unlink()
        return key_file.read_text().strip()
