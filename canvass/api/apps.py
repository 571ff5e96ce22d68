from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "canvass.api"

    def ready(self) -> None:
        from canvass.api import schema  # noqa: F401  # registers itself
