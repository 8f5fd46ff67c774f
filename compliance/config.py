"""Settings from the environment, and the folders that travel beside or inside the package."""

import os
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from compliance.core.errors import Environment

PACKAGE = Path(__file__).resolve().parent
MEBIBYTE = 1024 * 1024
USUAL_ADDRESS = "http://127.0.0.1:5000"
EVERY_INTERFACE = frozenset({"", "0.0.0.0", "::"})  # noqa: S104  (a name for what others choose)


def new_key() -> str:
    """Return a key that nobody can guess."""
    return secrets.token_urlsafe(48)


@dataclass(frozen=True)
class Settings:
    """All that an installation may set; `from_environment` reads it, tests build it directly.

    `totp_keys` lock the second factors of sign-in: number -> key, the highest number locks new
    ones. `pseudonym_key` makes the names that stand for patients. Both are made up where a test
    gives none.
    """

    instance: Path
    database_url: str
    secret_key: str = field(repr=False)
    secret_key_previous: str = ""
    totp_keys: Mapping[str, str] = field(default_factory=lambda: {"1": new_key()}, repr=False)
    pseudonym_key: str = field(default_factory=new_key, repr=False)
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


def key_file(instance: Path, name: str) -> Path:
    """Return where a key is kept in the instance, whether or not it is there."""
    return instance / "secrets" / name


def kept_secret(instance: Path, name: str) -> str:
    """Return the secret kept in the instance under `name`, made on first use."""
    if kept := read_key(instance, name):
        return kept
    path = key_file(instance, name)
    beside = _written_beside(path, new_key())
    with suppress(FileExistsError):  # another process was quicker
        path.hardlink_to(beside)
    beside.unlink()
    return read_key(instance, name)


def read_key(instance: Path, name: str) -> str:
    """Return a key kept in the instance; empty where none is kept."""
    try:
        return key_file(instance, name).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""


def keep_key(instance: Path, name: str, value: str) -> None:
    """Keep a key in the instance in place of the one there; its owner alone may read it."""
    path = key_file(instance, name)
    _written_beside(path, value).replace(path)


def _written_beside(path: Path, text: str) -> Path:
    """Write a private file beside its place, so that nobody ever reads half a key."""
    for folder in (path.parent.parent, path.parent):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    return Path(name)


def numbered_keys(text: str) -> dict[str, str]:
    """Return keys by number from "2:new,1:old"; one key alone is number 1.

    Raises:
        Environment: a part without its number or its key.
    """
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 1 and ":" not in text:
        return {"1": text}
    keys = dict(part.split(":", 1) for part in parts if ":" in part)
    if len(keys) < len(parts) or not all(each.isdecimal() and keys[each] for each in keys):
        raise Environment("DAYBOOK_TOTP_KEYS must be one key, or numbered ones: 2:new,1:old.")
    return keys


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
        secret_key_previous=_previous_key(env, folder),
        totp_keys=numbered_keys(
            secret(env, "DAYBOOK_TOTP_KEYS") or kept_secret(folder, "totp_keys")
        ),
        pseudonym_key=secret(env, "DAYBOOK_PSEUDONYM_KEY") or kept_secret(folder, "pseudonym_key"),
        base_url=(env.get("DAYBOOK_BASE_URL") or served_at).rstrip("/"),
        proxies=_number(env, "DAYBOOK_PROXIES", 0),
        max_upload=_number(env, "DAYBOOK_MAX_UPLOAD", 32 * MEBIBYTE),
        mail_url=secret(env, "DAYBOOK_MAIL_URL"),
        mail_from=env.get("DAYBOOK_MAIL_FROM", "daybook@localhost"),
        store=Path(store).resolve() if store else None,
    )


def _previous_key(env: Mapping[str, str], folder: Path) -> str:
    """Return the key before this one; the kept one belongs to a kept key only."""
    given = secret(env, "DAYBOOK_SECRET_KEY_PREVIOUS")
    if given or secret(env, "DAYBOOK_SECRET_KEY"):
        return given
    return read_key(folder, "secret_key_previous")


def _number(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name, "")
    if not text:
        return default
    if not text.isdecimal():
        raise Environment(f"{name} is {text!r}; it must be a whole number.")
    return int(text)
