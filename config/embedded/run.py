"""What `python3 run.py` does: everything from an empty folder to a page in the browser, and the way back."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence

from config.embedded.datafolder import DataFolder, Running
from config.embedded.environment import PYTHON, ROOT, command_environment, packages_folder, prepare
from config.embedded.options import Options, parse
from config.embedded.processes import Child, Command, dies_with_us
from config.embedded.servers import Servers, missing_servers
from config.embedded.site import ended, require_free_port, start_web, start_worker, wait_for_first_page
from config.embedded.terminal import CannotStartError, StepFailedError, decimal, say

COMMAND_NOT_FOUND = 127
COMMAND_NOT_EXECUTABLE = 126
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main(arguments: Sequence[str]) -> int:
    """Run the site, or the command after `--`, until it ends or is stopped. Returns the exit code."""
    options = parse(arguments)
    # SIGTERM and a closed terminal are the same wish as Ctrl-C, which a script's shell may have turned off.
    for number in STOP_SIGNALS:
        signal.signal(number, signal.default_int_handler)
    data = DataFolder(options.data)
    try:
        return run_command(data, options.command) if options.command else run_site(data, options)
    except CannotStartError as error:
        say(str(error))
        return 2
    except StepFailedError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        return 0


def run_site(data: DataFolder, options: Options) -> int:
    """Start everything, say where it is, and wait. Returns 0 when stopped by the person."""
    started = time.monotonic()
    data.make()
    if not data.take():
        raise CannotStartError(already_running(data))
    require_free_port(options.port)
    prepare()
    site = f"http://localhost:{options.port}"
    servers = Servers(data.path, packages_folder())
    children: list[Child] = []
    try:
        addresses = servers.start(**missing_servers())
        data.announce(Running(os.getpid(), addresses, str(servers.sockets), site))
        env = command_environment(addresses, site=site)
        logins = prepare_database(env, sample=options.sample)
        children.append(start_web(options.port, env))
        wait_for_first_page(options.port, children)
        # Not beside the web: on two cores the first page would come a second later for it.
        children.append(start_worker(data.path, env))
        say(f"Klar etter {decimal(time.monotonic() - started)} s: {site}/   Stopp med Ctrl-C.")
        print(logins, end="", flush=True)
        watch([*children, *servers.children])
    finally:
        stop(children, servers, data)
    return 0


def already_running(data: DataFolder) -> str:
    """A sentence about the one who has the data folder."""
    running = data.running()
    where = f" på {running.site}/" if running and running.site else ""
    number = f" (prosess {running.pid})" if running else ""
    return f"Systemet kjører allerede{where}{number} med dataene i {data.path}."


def prepare_database(env: Mapping[str, str], *, sample: bool) -> str:
    """Migrate, fill an empty database, and return the demo logins. Raises StepFailedError."""
    command: Command = [PYTHON, "-m", "config.embedded.prepare_database", *([] if sample else ["--no-sample"])]
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        env=env,
        cwd=ROOT,
        encoding="utf-8",
        check=False,
        process_group=0,
        preexec_fn=dies_with_us(signal.SIGTERM),
    )
    if done.returncode:
        raise StepFailedError("Databasen ble ikke klargjort. Se feilmeldingen over.")
    return done.stdout


def watch(children: list[Child]) -> None:
    """Wait for Ctrl-C. Raises StepFailedError when a child ends by itself."""
    while not (sentence := ended(children)):
        time.sleep(0.2)
    raise StepFailedError(sentence)


def stop(children: list[Child], servers: Servers, data: DataFolder) -> None:
    """Stop the site, then the servers it uses. A second Ctrl-C changes nothing: it takes seconds."""
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    if children:
        say("Stopper …")
    data.withdraw()
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.stop()
    servers.stop()


def run_command(data: DataFolder, command: list[str]) -> int:
    """Run one command with the servers of the data folder, running or not. Returns its exit code."""
    if not any(missing_servers().values()):
        prepare()
        return call(command, command_environment({}))
    data.make()
    if not data.take():
        prepare()  # returns when the owner has prepared
        running = data.wait_for_owner()
        with data.as_guest():
            return call(command, command_environment(running.addresses, site=running.site))
    prepare()
    servers = Servers(data.path, packages_folder())
    try:
        addresses = servers.start(**missing_servers())
        data.announce(Running(os.getpid(), addresses, str(servers.sockets)))
        code = call(command, command_environment(addresses))
        data.wait_for_guests()
        return code
    finally:
        stop([], servers, data)


def call(command: list[str], env: Mapping[str, str]) -> int:
    """Run the command as if it had been typed: the terminal is its own, and so is Ctrl-C."""
    try:
        process = subprocess.Popen(command, env=env, preexec_fn=dies_with_us(signal.SIGTERM))  # noqa: PLW1509
    except FileNotFoundError:
        say(f"Fant ikke kommandoen {command[0]}.")
        return COMMAND_NOT_FOUND
    except PermissionError:
        say(f"{command[0]} kan ikke kjøres.")
        return COMMAND_NOT_EXECUTABLE
    before = {
        signal.SIGINT: signal.signal(signal.SIGINT, signal.SIG_IGN),
        **{
            number: signal.signal(number, lambda received, _: process.send_signal(received))
            for number in (signal.SIGTERM, signal.SIGHUP)
        },
    }
    try:
        code = process.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return code if code >= 0 else 128 - code
