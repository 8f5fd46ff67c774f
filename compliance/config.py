"""Settings from the environment, and the folders that travel beside or inside the package."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from compliance.core.errors import Environment

PACKAGE = Path(__file__).resolve().parent
MEBIBYTE = 1024 * 1024
USUAL_ADDRESS = "http://127.0.0.1:5000"
EVERY_INTERFACE = frozenset({"", "0.0.0.0", "::"})  # noqa: S104  (a name for what others choose)


@dataclass(frozen=True)
class Settings:
    """All that an installation may set; `from_environment` reads it, tests build it directly."""

    instance: Path
    database_url: str
    secret_key: str
    secret_key_previous: str = ""
    base_url: str = USUAL_ADDRESS
    proxies: int = 0
    max_upload: int = 32 * MEBIBYTE
    mail_url: str = ""
    mail_from: str = "daybook@localhost"
    store: Path | None = None
    cheap_hashes: bool = False

    @property
    def uploads(self) -> Path:
        """Return the folder of uploaded documents."""
        return self.store or self.instance / "uploads"

    @property
    def written_mail(self) -> Path:
        """Return the folder that holds mail while no mail server is set."""
        return self.instance / "outbox"


def address_of(host: str, port: int) -> str:
    """Return where pages served on a host and port are found from the same machine."""
    named = "127.0.0.1" if host in EVERY_INTERFACE else host
    return f"http://[{named}]:{port}" if ":" in named else f"http://{named}:{port}"


def asset_folder(name: str) -> Path:
    """Return `templates`, `migrations` or `policies`: packed in the wheel, or beside the source.

    Looks inside the imported package first; an editable install has nothing there and finds the
    folder at the top of the repository.
    """
    for root in (PACKAGE / "_assets", PACKAGE.parent):
        folder = root / name
        if folder.is_dir():
            return folder
    raise Environment(f"The folder {name} is missing beside the package. Install Daybook again.")


def secret(environ: Mapping[str, str], name: str) -> str:
    """Return a secret from `NAME` or from the file that `NAME_FILE` names; empty if unset."""
    path = environ.get(f"{name}_FILE")
    if not path:
        return environ.get(name, "")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise Environment(f"{name}_FILE names {path}, which cannot be read: {error}.") from error


def kept_secret(instance: Path, name: str) -> str:
    """Return the secret kept in the instance under `name`, made on first use."""
    path = instance / "secrets" / name
    try:
        return path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    value = secrets.token_urlsafe(48)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="utf-8").strip()
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(value)
    return value


def from_environment(
    environ: Mapping[str, str] | None = None,
    instance: Path | None = None,
    served_at: str = USUAL_ADDRESS,
) -> Settings:
    """Return the settings of this process; `instance` overrides `DAYBOOK_INSTANCE`.

    Links in mail start with `served_at` unless `DAYBOOK_BASE_URL` names another address.
    """
    env = os.environ if environ is None else environ
    folder = (instance or Path(env.get("DAYBOOK_INSTANCE") or "instance")).resolve()
    store = env.get("DAYBOOK_STORE")
    return Settings(
        instance=folder,
        database_url=secret(env, "DAYBOOK_DATABASE_URL") or f"sqlite:///{folder / 'daybook.db'}",
        secret_key=secret(env, "DAYBOOK_SECRET_KEY") or kept_secret(folder, "secret_key"),
        secret_key_previous=secret(env, "DAYBOOK_SECRET_KEY_PREVIOUS"),
        base_url=(env.get("DAYBOOK_BASE_URL") or served_at).rstrip("/"),
        proxies=_number(env, "DAYBOOK_PROXIES", 0),
        max_upload=_number(env, "DAYBOOK_MAX_UPLOAD", 32 * MEBIBYTE),
        mail_url=secret(env, "DAYBOOK_MAIL_URL"),
        mail_from=env.get("DAYBOOK_MAIL_FROM", "daybook@localhost"),
        store=Path(store).resolve() if store else None,
    )


def _number(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name, "")
    if not text:
        return default
    if not text.isdecimal():
        raise Environment(f"{name} is {text!r}; it must be a whole number.")
    return int(text)
