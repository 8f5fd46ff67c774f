"""The product as others get it: a wheel or an editable install, in a venv of its own.

Nothing is downloaded: the new venv finds the libraries of the running one through a path file that
comes after its own packages. The package itself must come from where it was installed, and the
tests say so.
"""

import json
import os
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.error
import urllib.request
import venv
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.house.tree import ROOT

PATIENCE = 40.0
PASSWORD = "correct horse battery staple"


def run(*words: object, cwd: Path, said: str | None = None) -> str:
    """Return what a command prints; a failure shows both its streams."""
    done = subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        input=said,
        env=clean_environment(),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def clean_environment() -> dict[str, str]:
    """Return this environment without anything that would show Python the checkout."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("DAYBOOK_")}
    return {key: value for key, value in kept.items() if key not in ("PYTHONPATH", "PYTHONHOME")}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    build = (sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
    run(*build, cwd=folder)
    return next(folder.glob("*.whl"))


def new_venv(folder: Path) -> Path:
    """Return the Python of a fresh venv that borrows the libraries, but no package of ours."""
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    own = Path(
        run(
            python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder
        ).strip()
    )
    # Path files inside the borrowed folder are not followed, so it does not lead to the checkout.
    (own / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return python


def install(python: Path, *what: object) -> None:
    run(
        sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps",
        "--no-build-isolation", "--ignore-installed", "--disable-pip-version-check", *what,
        cwd=python.parent,
    )  # fmt: skip


def home_of_package(python: Path) -> Path:
    asked = "import compliance; print(compliance.__file__)"
    return Path(run(python, "-c", asked, cwd=python.parent).strip()).parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(daybook: Path, instance: Path) -> Iterator[str]:
    """Serve an instance on a free port and yield its address."""
    port = free_port()
    words = [daybook, "--instance", instance, "serve", "--port", str(port), "--no-jobs"]
    process = subprocess.Popen(
        words,
        cwd=instance.parent,
        env=clean_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.communicate(timeout=20)


def wait_for(address: str, process: subprocess.Popen[str]) -> str:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            raise AssertionError(f"serve ended: {process.communicate()[0]}")
        with suppress(urllib.error.URLError, ConnectionError):
            return opened(address)
        time.sleep(0.1)
    raise AssertionError(f"{address} did not answer in {PATIENCE:.0f} seconds")


def opened(address: str) -> str:
    with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310  (our own server)
        assert answer.status == 200
        return str(answer.read().decode("utf-8"))


def sets_up_and_serves(python: Path, folder: Path) -> None:
    """Set an instance up with the installed command and look at it over HTTP."""
    daybook, instance = python.with_name("daybook"), folder / "instance"
    start = (daybook, "--instance", instance)
    setup = ("setup", "--plan", "Alder Creek Health Plan", "--admin-email", "ada@example.org")
    run(*start, *setup, "--password-stdin", cwd=folder, said=PASSWORD + "\n")
    explained = run(
        *start, "--json", "clock", "explain", "decision", "--from", "2026-10-05", cwd=folder
    )
    assert json.loads(explained)["due_on"] == "2026-12-04"
    with served(daybook, instance) as address:
        sign_in = opened(f"{address}/login")
        assert "<h1" in sign_in
        assert 'name="password"' in sign_in
        style = next(part for part in sign_in.split('"') if part.startswith("/static/"))
        assert opened(address + style)


def test_the_wheel_sets_up_and_serves(wheel, tmp_path):
    python = new_venv(tmp_path / "venv")
    install(python, wheel)
    home = home_of_package(python)
    assert home.is_relative_to(tmp_path)
    for folder in ("templates", "migrations", "policies"):
        assert any((home / "_assets" / folder).rglob("*.*")), f"{folder} is not in the wheel"
    sets_up_and_serves(python, tmp_path)


def test_the_editable_install_sets_up_and_serves(tmp_path):
    python = new_venv(tmp_path / "venv")
    install(python, "--editable", ROOT)
    assert home_of_package(python) == ROOT / "compliance"
    sets_up_and_serves(python, tmp_path)


def test_the_wheel_carries_no_tests_and_no_instance(wheel):
    import zipfile

    names = zipfile.ZipFile(wheel).namelist()
    assert not [name for name in names if name.startswith(("tests/", "instance/", "bench/"))]
    assert any(name.endswith("licenses/LICENSE") for name in names)
