"""The entry point of the web server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "canvass.settings")
application = get_wsgi_application()
# A request leaves hardly any circle of objects behind: looking for some every 700 objects is a twentieth of its time.
gc.set_threshold(10_000)
