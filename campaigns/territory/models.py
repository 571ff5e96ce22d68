"""The ground everybody shares: communes, polling stations, streets, addresses, past elections, and imports of them.

Open data, readable by all, written by the importers only. Nothing here belongs to a campaign.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Commune(models.Model):
    code = models.CharField(max_length=5, primary_key=True, help_text="INSEE code, e.g. 94033 or 2A004")
    name = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.name


class PollingStation(models.Model):
    """The smallest area with official results. ``code`` is the INSEE code and the station, e.g. ``94033-0001``."""

    code = models.CharField(max_length=16, unique=True)
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="stations")
    number = models.CharField(max_length=8, help_text="Padded to four, e.g. 0001 or 001A")
    name = models.CharField(max_length=200, blank=True, help_text="Where people vote, when known")
    registered = models.PositiveIntegerField(null=True, help_text="People on the roll, from the newest results")
    contour = models.JSONField(null=True, help_text="GeoJSON geometry, WGS 84")
    lon = models.FloatField(null=True, help_text="Centre of the contour or of the addresses, WGS 84")
    lat = models.FloatField(null=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.number.lstrip('0') or '0'} {self.name}".strip()


class Street(models.Model):
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="streets")
    name = models.CharField(max_length=200)
    key = models.CharField(max_length=200, help_text="The name without accents, case or punctuation")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commune", "key"], name="street_key_once")]

    def __str__(self) -> str:
        return self.name


class DwellingsSource(models.TextChoices):
    UNKNOWN = "unknown", _("unknown")
    ROLL = "roll", _("counted from the lines of the address file")
    LETTER_BOXES = "letter_boxes", _("letter boxes counted by INSEE")
    FILE = "file", _("given by the file")
    VISITED = "visited", _("counted on site")


class Address(models.Model):
    """A number on a street, with its entrance. A table of positions alone gives an address without street or number."""

    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="addresses")
    key = models.CharField(
        max_length=240,
        help_text="Identity inside the commune: street key, number and suffix, "
        "or the position where there is no street",
    )
    street = models.ForeignKey(Street, null=True, on_delete=models.PROTECT, related_name="addresses")
    number = models.PositiveIntegerField(null=True)
    suffix = models.CharField(max_length=10, blank=True, help_text="bis, ter, A…")
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    station = models.ForeignKey(PollingStation, null=True, on_delete=models.SET_NULL, related_name="addresses")
    dwellings = models.PositiveIntegerField(null=True)
    dwellings_source = models.CharField(max_length=16, choices=DwellingsSource.choices, default=DwellingsSource.UNKNOWN)
    source = models.CharField(
        max_length=16, help_text="The layout it came from: ban, bal, bano, val_de_marne, reu, demo"
    )
    source_id = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commune", "key"], name="address_key_once")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """« 12 bis rue des Tanneurs »; the position where there is no street."""
        if self.street is None:
            return f"{self.lat:.5f}, {self.lon:.5f}" if self.lat is not None else self.key
        return " ".join(part for part in (self.numbering, self.street.name) if part)

    @property
    def numbering(self) -> str:
        return " ".join(str(part) for part in (self.number, self.suffix) if part)


class Election(models.Model):
    code = models.SlugField(max_length=60, unique=True, help_text="e.g. 2017-presidentielle-1")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, help_text="presidential, legislative, european, municipal…")
    round = models.PositiveSmallIntegerField(default=1)
    date = models.DateField(null=True)

    class Meta:
        ordering = ["-date", "-code"]

    def __str__(self) -> str:
        return self.name


class Bloc(models.TextChoices):
    LEFT = "left", _("left")
    CENTRE = "centre", _("centre")
    RIGHT = "right", _("right")
    FAR_RIGHT = "far_right", _("far right")
    OTHER = "other", _("other")


class ElectionList(models.Model):
    """A list, candidate or nuance that could be voted for, and the bloc it is counted in."""

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="lists")
    code = models.CharField(max_length=120, help_text="The column, or the nuance and name, in the results file")
    name = models.CharField(max_length=200)
    nuance = models.CharField(max_length=10, blank=True)
    bloc = models.CharField(max_length=12, choices=Bloc.choices, default=Bloc.OTHER)
    bloc_is_known = models.BooleanField(default=True, help_text="False: the code was unknown and fell into “other”")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["election", "code"], name="election_list_once")]


class StationResult(models.Model):
    """One station at one election. ``votes`` maps the code of each list to its count."""

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="results")
    station = models.ForeignKey(PollingStation, on_delete=models.CASCADE, related_name="results")
    registered = models.PositiveIntegerField()
    turned_out = models.PositiveIntegerField()
    blank = models.PositiveIntegerField(null=True, help_text="Null where the file does not tell blank from void")
    valid_votes = models.PositiveIntegerField()
    votes = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["election", "station"], name="station_result_once")]


class ImportRun(models.Model):
    """One import: what was asked, how far it is, how it ended. Survives the page and the worker."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        STOPPED = "stopped", _("stopped")

    kind = models.CharField(max_length=20, help_text="addresses, results, contours")
    owner = models.CharField(max_length=80, blank=True, help_text="Who asked, as the face names them")
    file_name = models.CharField(max_length=255)
    path = models.CharField(max_length=500)
    options = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    bytes_read = models.BigIntegerField(default=0)
    bytes_total = models.BigIntegerField(default=0)
    rows_read = models.BigIntegerField(default=0)
    report = models.JSONField(default=dict)
    set_aside_file = models.CharField(max_length=500, blank=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
