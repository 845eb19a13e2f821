"""Starts the whole product on this machine: python3 run.py --help"""

import os
import sys

if __name__ == "__main__":
    # Said before anything newer than this line's own syntax is read.
    if os.name != "posix":
        sys.exit(print("Dette krever Linux eller macOS (på Windows: WSL).", file=sys.stderr) or 2)
    if sys.version_info < (3, 11):  # noqa: UP036
        version = "%d.%d" % sys.version_info[:2]  # noqa: UP031
        sys.exit(print("Python 3.11 eller nyere trengs; dette er %s." % version, file=sys.stderr) or 2)  # noqa: UP031

    from config.embedded.run import main

    sys.exit(main(sys.argv[1:]))
