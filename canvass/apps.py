from django.apps import AppConfig


class CanvassConfig(AppConfig):
    name = "canvass"

    def ready(self) -> None:
        # The web process sends tasks too: without this they would go to Celery's default broker, which is not ours.
        from canvass import celery  # noqa: F401
