"""PostgreSQL refuses to run as root. When we are root, it and Redis run as the user nobody."""

import os
import pwd
import shutil
import stat
from pathlib import Path
from typing import Any

from config.embedded.terminal import CannotStartError, say


def server_user() -> pwd.struct_passwd | None:
    """The user the servers run as: nobody when we are root, otherwise None, which means ourselves."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def popen_options(user: pwd.struct_passwd | None) -> dict[str, Any]:
    """Arguments to Popen that start a program as `user`, from a folder everyone can be in."""
    options: dict[str, Any] = {"cwd": "/", "umask": 0o077}
    if user:
        options |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    return options


def make_private_folder(folder: Path, user: pwd.struct_passwd | None) -> None:
    """Make `folder`, which only `user` can look into. What is in it from before becomes theirs too.

    Raises CannotStartError when somebody else made it, and we are not root.
    """
    folder.mkdir(mode=0o700, exist_ok=True)
    owner = folder.stat().st_uid
    if user is None and owner != os.geteuid():
        raise CannotStartError(f"{folder} ble laget av en annen bruker. Velg en annen datamappe med --data.")
    if user and owner != user.pw_uid:
        for path in [folder, *folder.rglob("*")]:
            shutil.chown(path, user.pw_uid, user.pw_gid)
    folder.chmod(0o700)


def closed_parents(path: Path, user: pwd.struct_passwd) -> list[Path]:
    """The folders above `path` that `user` can't pass through, the outermost first."""

    def is_closed(folder: Path) -> bool:
        status = folder.stat()
        needed = stat.S_IXUSR if status.st_uid == user.pw_uid else stat.S_IXOTH
        return not status.st_mode & needed

    return [folder for folder in reversed(path.resolve().parents) if is_closed(folder)]


def open_way_to(path: Path, user: pwd.struct_passwd | None) -> None:
    """Let `user` pass through the folders above `path`, and say so: it is somebody's choice we change.

    Passing through is not reading: what lies in the folders stays as closed as it was.
    """
    if user is None:
        return
    for folder in closed_parents(path, user):
        say(f"Merk: databasen kjører som brukeren {user.pw_name} og må gjennom {folder} (chmod o+x).")
        folder.chmod(folder.stat().st_mode | stat.S_IXOTH)
