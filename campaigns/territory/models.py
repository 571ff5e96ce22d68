"""The ground everybody shares: communes, polling stations, streets and their lines, addresses, past elections, and
imports of them.

Open data, readable by all, written by the importers only. Nothing here belongs to a campaign.
"""

from __future__ import annotations

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Func
from django.utils.translation import gettext_lazy as _

from campaigns.runs import Run, RunQuerySet


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
    lon = models.FloatField(null=True, help_text="Middle of the addresses, else inside the contour, WGS 84")
    lat = models.FloatField(null=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.short_number} {self.name}".strip()

    @property
    def short_number(self) -> str:
        """« 107 » for ``0107``."""
        return self.number.lstrip("0") or "0"


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
    REGISTERED = "registered", _("estimated from the people on the roll of the station")
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
    station_by_contour = models.BooleanField(
        default=False, db_default=False, help_text="Concluded from the contour around it, until a file tells"
    )
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


def _ground() -> Func:
    """The box around a line or an outline, as the index holds it."""
    return Func(Func("west", "south", function="point"), Func("east", "north", function="point"), function="box")


class OnTheGround(models.QuerySet[Any]):
    def touching(self, west: float, south: float, east: float, north: float) -> models.QuerySet[Any]:
        """Those whose own box meets this one, all in degrees."""
        return self.extra(
            where=["box(point(west, south), point(east, north)) && box(point(%s, %s), point(%s, %s))"],
            params=[west, south, east, north],
        )


class StreetLine(models.Model):
    """A way that people walk or drive along, as OpenStreetMap draws it, with all that a graph of walks will ask.

    Two lines meet where they share a node. Positions are whole numbers, ten millionths of a degree.
    """

    source = models.CharField(max_length=8, help_text="osm, or demo")
    way = models.BigIntegerField(help_text="Its number there")
    name = models.CharField(max_length=200, blank=True)
    key = models.CharField(max_length=200, blank=True, help_text="The name as streets are told apart: Street.key")
    highway = models.CharField(max_length=40, help_text="Its class: residential, steps, footway…")
    nodes = ArrayField(models.BigIntegerField(), help_text="In their order")
    lons = ArrayField(models.IntegerField(), help_text="One for each node")
    lats = ArrayField(models.IntegerField())
    tags = models.JSONField(default=dict, help_text="access, foot, bridge, tunnel, layer, oneway:foot, area…")
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    objects = OnTheGround.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "way"], name="street_line_once")]
        indexes = [GistIndex(_ground(), name="street_line_ground")]

    def __str__(self) -> str:
        return self.name or f"{self.source} {self.way}"


class Outline(models.Model):
    """Water, a park, a building: what lets people recognise where they are. Only ever drawn."""

    class Kind(models.TextChoices):
        WATER = "water", _("water")
        PARK = "park", _("park")
        BUILDING = "building", _("building")

    source = models.CharField(max_length=8)
    way = models.BigIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    lons = ArrayField(models.IntegerField(), help_text="Its corners, the first one again at the end")
    lats = ArrayField(models.IntegerField())
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    objects = OnTheGround.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "way"], name="outline_once")]
        indexes = [GistIndex(_ground(), name="outline_ground")]


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


class ImportRunQuerySet(RunQuerySet):
    def of(self, owner: str) -> Self:
        return self.filter(owner=owner)


class ImportRun(Run):
    """One import: what was asked, how far it is, how it ended. Survives the page and the worker.

    The file is kept until the import is done or given up; `folder` holds it and the rows set aside.
    """

    class Kind(models.TextChoices):
        ADDRESSES = "addresses", _("addresses")
        RESULTS = "results", _("results")
        CONTOURS = "contours", _("contours of polling stations")
        STREETS = "streets", _("streets")

    kind = models.CharField(max_length=20, choices=Kind.choices)
    owner = models.CharField(max_length=80, blank=True, help_text="Who asked, as the face names them")
    file_name = models.CharField(max_length=255)
    path = models.CharField(max_length=500, blank=True, help_text="Inside MEDIA_ROOT; empty once the file is gone")
    options = models.JSONField(default=dict, help_text="What the importer is told beside the file: election")
    attempt = models.PositiveSmallIntegerField(default=0, help_text="Only the newest attempt may write here")
    bytes_read = models.BigIntegerField(default=0)
    bytes_total = models.BigIntegerField(default=0)
    rows_read = models.BigIntegerField(default=0)
    report = models.JSONField(default=dict)
    set_aside_file = models.CharField(max_length=500, blank=True, help_text="Inside MEDIA_ROOT")
    objects = ImportRunQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["owner", "-created_at"], name="import_by_owner")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def may_begin_again(self) -> bool:
        return bool(self.path) and (self.state == self.State.FAILED or self.is_lost)

    @property
    def share_read(self) -> float:
        """How much of the file was read, from 0 to 1."""
        return min(1.0, self.bytes_read / self.bytes_total) if self.bytes_total else 0.0

    @property
    def seconds_left(self) -> float | None:
        """At the pace so far, until the file is read; None when too little was read to tell."""
        if not self.started_at or not self.beat_at or self.share_read < 0.02:
            return None
        elapsed = (self.beat_at - self.started_at).total_seconds()
        return elapsed * (1 - self.share_read) / self.share_read
