#!/usr/bin/env python
"""Django's commands. On a developer's machine: python3 run.py -- python manage.py …"""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    execute_from_command_line(sys.argv)
