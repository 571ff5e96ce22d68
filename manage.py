#!/usr/bin/env python
"""Django's command line, with the private PostgreSQL and Redis up for as long as the command runs."""

import os
import signal
import sys

from canvass import embedded
from canvass.environment import SettingError
from canvass.service_user import ServiceUserError

WITHOUT_REDIS = [["send_outbox"]]  # texts leave though it is frozen, or cannot start


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "canvass.settings")
    signal.signal(
        signal.SIGTERM, lambda *_: sys.exit(143)
    )  # ends like Ctrl-C does: the servers stop with their last user
    try:
        with embedded.services(broker=sys.argv[1:2] not in WITHOUT_REDIS):
            from django.core.management import execute_from_command_line

            execute_from_command_line(sys.argv)
    except (embedded.EmbeddedError, ServiceUserError, SettingError) as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
