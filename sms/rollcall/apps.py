from django.apps import AppConfig


class RollCallConfig(AppConfig):
    name = "sms.rollcall"
