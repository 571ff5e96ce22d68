from django.apps import AppConfig


class RollCallConfig(AppConfig):
    name = "sms.rollcall"

    def ready(self) -> None:
        from sms import inbound
        from sms.rollcall import hearing

        inbound.register(hearing.read)
