from django.apps import AppConfig


class TurfsConfig(AppConfig):
    name = "campaigns.turfs"
