"""Brings the database up to date and fills an empty one, in one process: starting Django takes a second.

Run by run.py with the Python in .venv. Prints the demo logins on stdout, and how it goes on stderr.
"""

import sys

import django
from django.apps import apps
from django.core.management import call_command, get_commands
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from config.embedded.terminal import say


def migrate() -> None:
    """Run the migrations that have not been run."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        say("Lager databasen …" if len(plan) == len(executor.loader.graph.nodes) else "Oppdaterer databasen …")
        call_command("migrate", interactive=False, verbosity=0, stdout=sys.stderr)


def database_is_empty() -> bool:
    """True when the register has no objectives: nobody has begun."""
    return not apps.get_model("objectives", "Objective")._base_manager.exists()


def load(*, sample: bool) -> None:
    """Fill an empty database. All of it or nothing, so that a failed load is tried anew next time."""
    if not database_is_empty():
        return
    commands = ["load_reference_data", *(["load_sample"] if sample else [])]
    say("Legger inn grunndata og eksempler …" if sample else "Legger inn grunndata …")
    with transaction.atomic():
        for command in commands:
            call_command(command, stdout=sys.stderr)


def main() -> None:
    django.setup()
    migrate()
    sample = "--no-sample" not in sys.argv
    load(sample=sample)
    if sample and "demo_logins" in get_commands():
        call_command("demo_logins", stdout=sys.stdout)


if __name__ == "__main__":
    main()
