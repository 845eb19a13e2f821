"""run.py and test.py: what they refuse, what they say, and what they leave alone."""

import importlib.util
import json
import re
import socket
import subprocess
import sys

import pytest
from django.conf import settings

from config.embedded import assets, environment, system
from config.embedded.datafolder import DataFolder, Running
from config.embedded.options import parse
from config.embedded.run import call
from config.embedded.site import require_free_port
from config.embedded.system import require_packages
from config.embedded.terminal import CannotStartError, StepFailedError
from config.embedded.test import with_processes

ROOT = settings.BASE_DIR


# --- what is locked


@pytest.mark.parametrize("name", ["runtime.txt", "embedded.txt", "dev.txt", "node.txt"])
def test_requirements_are_exact_and_hashed_and_name_no_host(name):
    text = (ROOT / "requirements" / name).read_text()
    packages = re.findall(r"^[a-z0-9].*$", text, re.MULTILINE)

    assert packages
    assert all("==" in package for package in packages)
    assert text.count("--hash=sha256:") >= len(packages)
    assert "://" not in text
    assert not re.search(r"^--", text, re.MULTILINE), "an option, such as an index, would be a host's name"


def test_front_end_packages_have_hashes_and_no_host():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    locked = {name: package for name, package in packages.items() if name}

    assert locked
    assert all(package["integrity"].startswith("sha512-") for package in locked.values())
    assert not any("resolved" in package for package in locked.values())


# --- what the machine lacks


@pytest.fixture
def without_pango(monkeypatch):
    monkeypatch.setattr(system, "LIBRARIES", {"libfinnesikke.so.0": "libfinnesikke-0"})
    monkeypatch.setattr(system.sys, "platform", "linux")


def test_a_missing_library_is_found_by_loading_it(without_pango):
    assert system.missing_libraries() == ["libfinnesikke.so.0"]
    assert system.missing_packages() == ["libfinnesikke-0"]


def test_an_ordinary_user_is_told_in_one_line_what_to_type(without_pango, monkeypatch):
    monkeypatch.setattr(system.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(system.shutil, "which", lambda name: f"/usr/bin/{name}")

    with pytest.raises(CannotStartError) as refusal:
        require_packages(system.missing_packages())

    assert str(refusal.value) == "Maskinen mangler libfinnesikke-0. Skriv: sudo apt-get install libfinnesikke-0"


def test_a_system_that_is_not_debian_is_told_what_debian_calls_it(without_pango, monkeypatch):
    monkeypatch.setattr(system.shutil, "which", lambda name: None)

    with pytest.raises(CannotStartError, match="libfinnesikke-0"):
        require_packages(system.missing_packages())


def test_run_exits_with_2_and_one_line_when_a_library_is_missing(without_pango, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(system.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(system.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(environment, "install_requirements", lambda **options: None)
    monkeypatch.setattr(environment, "fetch_assets", lambda: None)

    code = run_in_this_process(["--data", str(tmp_path / "data"), "--", "true"], monkeypatch)

    assert code == 2
    assert capsys.readouterr().err.count("\n") == 1


def run_in_this_process(arguments, monkeypatch):
    """run.main, without its signal handlers and without the servers this test run uses."""
    from config.embedded import run

    monkeypatch.setattr(run, "STOP_SIGNALS", ())
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.delenv("REDIS_URL")
    return run.main(arguments)


def test_root_installs_and_renews_the_list_only_when_it_must(without_pango, monkeypatch, capsys):
    calls = []

    def run_quietly(what, command, **options):
        calls.append(command[:2])
        if len(calls) == 1:
            raise StepFailedError("Unable to locate package")

    monkeypatch.setattr(system, "run_quietly", run_quietly)
    monkeypatch.setattr(system.os, "geteuid", lambda: 0)
    monkeypatch.setattr(system.shutil, "which", lambda name: f"/usr/bin/{name}")

    require_packages(system.missing_packages())

    assert calls == [["apt-get", "install"], ["apt-get", "update"], ["apt-get", "install"]]
    assert "libfinnesikke-0" in capsys.readouterr().err


def test_debians_python_without_venv_is_noticed(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)

    assert f"python3.{sys.version_info.minor}-venv" in system.missing_packages()


@pytest.mark.parametrize("script", ["run.py", "test.py"])
def test_an_older_python_is_refused_before_anything_newer_is_read(script):
    code = f"import runpy, sys; sys.version_info = (3, 10, 0); runpy.run_path({script!r}, run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert done.stderr == "Python 3.11 eller nyere trengs; dette er 3.10.\n"


# --- options


@pytest.mark.parametrize("words", [["--prt", "1"], ["--port", "x"], ["--port", "70000"], ["--"]])
def test_what_is_not_understood_is_one_line_and_2(words, capsys):
    with pytest.raises(SystemExit) as refusal:
        parse(words)

    assert refusal.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_everything_after_two_dashes_is_the_command():
    options = parse(["--port", "8001", "--", "python", "manage.py", "test", "--port", "--", "x"])

    assert options.port == 8001
    assert options.command == ["python", "manage.py", "test", "--port", "--", "x"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], ["-n", "2"]),
        (["-k", "rule"], ["-n", "2", "-k", "rule"]),
        (["-n0"], ["-n0"]),
        (["tests/test_bootstrap_commands.py"], ["tests/test_bootstrap_commands.py"]),
        (["tests/test_bootstrap_commands.py::test_x"], ["tests/test_bootstrap_commands.py::test_x"]),
        (["tests"], ["-n", "2", "tests"]),
    ],
)
def test_many_tests_run_in_two_processes(words, expected, monkeypatch):
    monkeypatch.chdir(ROOT)

    assert with_processes(words) == expected


def test_a_busy_port_is_one_line_with_a_way_out():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(CannotStartError, match=rf"Port {port} er opptatt\. .*--port"):
            require_free_port(port)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (["true"], 0),
        ([sys.executable, "-c", "raise SystemExit(7)"], 7),
        ([sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"], 137),
        (["finnes-ikke-på-noen-maskin"], 127),
    ],
)
def test_the_commands_exit_code_is_ours(command, code):
    assert call(command, {"PATH": "/usr/bin:/bin"}) == code


def test_a_command_finds_the_projects_python_first():
    env = environment.command_environment({"REDIS_URL": "unix:///x"})

    assert env["PATH"].startswith(str(ROOT / ".venv" / "bin"))
    assert env["APP_MODE"] == "development"
    assert env["REDIS_URL"] == "unix:///x"


# --- who has the data


def test_one_owner_at_a_time_and_others_are_told_where(tmp_path):
    owner, guest = DataFolder(tmp_path), DataFolder(tmp_path)
    owner.make()
    assert owner.take()
    owner.announce(Running(17, {"REDIS_URL": "unix:///x"}, None, "http://localhost:8000"))

    assert not guest.take()
    assert guest.wait_for_owner() == Running(17, {"REDIS_URL": "unix:///x"}, None, "http://localhost:8000")


def test_what_a_killed_owner_announced_is_forgotten(tmp_path):
    killed = DataFolder(tmp_path)
    killed.make()
    killed.announce(Running(17))

    assert DataFolder(tmp_path).take()
    assert killed.running() is None


def test_an_announcement_never_has_other_folders_removed(tmp_path):
    precious = tmp_path / "laeringsmal-dyrebar"
    precious.mkdir()
    killed = DataFolder(tmp_path / "data")
    killed.make()
    killed.announce(Running(17, {}, str(precious)))

    DataFolder(tmp_path / "data").take()

    assert precious.exists()


def test_an_owner_that_never_announces_is_not_waited_for_for_ever(tmp_path):
    with pytest.raises(CannotStartError, match="i bruk"):
        DataFolder(tmp_path).wait_for_owner(seconds=0.1)


def test_a_data_folder_that_cannot_be_made_is_one_line(tmp_path):
    (tmp_path / "fil").touch()

    with pytest.raises(CannotStartError, match="--data"):
        DataFolder(tmp_path / "fil" / "data").make()


# --- what is installed


def test_packages_are_installed_again_only_when_the_lock_changes(tmp_path, monkeypatch, capsys):
    installs = []
    monkeypatch.setattr(environment, "VENV", tmp_path)
    monkeypatch.setattr(environment, "REQUIREMENTS", tmp_path)
    monkeypatch.setattr(environment, "pip_install", lambda python, *files: installs.append(files))
    lock = tmp_path / "runtime.txt"

    lock.write_text("django==5.2.19")
    environment.install_if_changed("run", ("runtime.txt",))
    environment.install_if_changed("run", ("runtime.txt",))
    lock.write_text("django==5.2.20")
    environment.install_if_changed("run", ("runtime.txt",))

    assert installs == [(lock,), (lock,)]


def test_an_environment_moved_to_another_place_is_not_ours(tmp_path):
    (tmp_path / "made-for").write_text("another Python")

    assert not environment.is_ours(tmp_path)


def test_the_first_error_of_parallel_steps_is_told_when_all_have_ended():
    done = []

    def fail():
        raise StepFailedError("npm ci gikk galt")

    with pytest.raises(StepFailedError, match="npm ci"):
        environment.at_the_same_time(fail, lambda: done.append(1))

    assert done == [1]


def test_front_end_files_lose_the_reference_to_a_map_that_is_not_there(tmp_path):
    source, target = tmp_path / "node_modules", tmp_path / "assets"
    for origin in assets.FILES.values():
        (source / origin).parent.mkdir(parents=True, exist_ok=True)
        (source / origin).write_text("code();\n//# sourceMappingURL=index.js.map")

    assets.copy_assets(source, target)

    assert assets.missing_assets(target) == []
    assert (target / "designsystemet/index.js").read_text() == "code();\n"


def test_missing_front_end_files_are_named(tmp_path):
    assert assets.missing_assets(tmp_path) == list(assets.FILES)
