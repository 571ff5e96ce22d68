"""The addresses of the pages for leaders and headquarters."""

from __future__ import annotations

from django.urls import path

from canvass.desk.pages import (
    choosing,
    closed_doors,
    communes,
    cutting,
    dashboard,
    dispatch,
    imports,
    language,
    members,
    outings,
    progress_csv,
    quarantine,
    sheets,
    stations,
    teams,
    turf_code,
)

urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("progression.csv", progress_csv.progress_csv, name="progress-csv"),
    path("bureaux/", stations.stations, name="stations"),
    path("bureaux/<str:code>", stations.station, name="station"),
    path("bureaux/<str:code>/rouvrir", closed_doors.open_again, name="open-again"),
    path("sorties/", outings.outings, name="outings"),
    path("sorties/nouvelle", outings.new_outing, name="new-outing"),
    path("sorties/<int:pk>/decouper", cutting.cut, name="cut"),
    path("sorties/<int:pk>/repartir", dispatch.dispatch, name="dispatch"),
    path("sorties/<int:pk>/code", dispatch.code_card, name="code-card"),
    path("sorties/<int:pk>/suivre", dispatch.follow, name="follow"),
    path("sorties/<int:pk>/fiches", sheets.sheets, name="sheets"),
    path("sorties/<int:pk>/fermer", outings.close_outing, name="close-outing"),
    path("sorties/<int:pk>/secteurs/<int:turf>", dispatch.assign, name="assign"),
    path("sorties/<int:pk>/secteurs/<int:turf>/code", turf_code.turf_code, name="turf-code"),
    path("sorties/<int:pk>/demandes/<uuid:join>", dispatch.decide, name="decide"),
    path("sorties/<int:pk>/telephones/<uuid:device>/placer", dispatch.place, name="place"),
    path("sorties/<int:pk>/telephones/<uuid:device>/perdu", dispatch.lose, name="lose"),
    path("equipes/", teams.teams, name="teams"),
    path("membres/", members.members, name="members"),
    path("membres/<int:pk>", members.change_roles, name="change-roles"),
    path("campagne", choosing.choose, name="choose-campaign"),
    path("donnees/communes", communes.communes, name="communes"),
    path("donnees/", imports.imports, name="imports"),
    path("donnees/<int:pk>", imports.import_card, name="import-card"),
    path("donnees/<int:pk>/arreter", imports.stop_import, name="stop-import"),
    path("donnees/<int:pk>/reprendre", imports.restart_import, name="restart-import"),
    path("donnees/<int:pk>/retirer", imports.forget_import, name="forget-import"),
    path("donnees/<int:pk>/ecartees.csv", imports.set_aside, name="set-aside"),
    path("quarantaine/", quarantine.quarantine, name="quarantine"),
    path("quarantaine/juger", quarantine.judge, name="judge"),
    path("langue", language.language, name="language"),
]
