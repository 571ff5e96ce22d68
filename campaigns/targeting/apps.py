from django.apps import AppConfig


class TargetingConfig(AppConfig):
    name = "campaigns.targeting"
