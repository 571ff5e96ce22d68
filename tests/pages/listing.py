"""Every page of the site, with the addresses that show it. test_listing.py compares it with the table of access."""

from __future__ import annotations


def _read(table: str) -> dict[str, list[str]]:
    """``{route: [address with blanks, …]}``"""
    return {route: found for route, *found in map(str.split, table.strip().splitlines())}


def addresses(table: dict[str, list[str]], names: dict[str, object]) -> list[str]:
    """All addresses of the table with their blanks filled in."""
    return [address.format_map(names) for found in table.values() for address in found]


# Route, then the addresses that show what the page may look like.
DESK = _read("""
dashboard    /  /?periode=jour
forecast     /prevision
stations     /bureaux/
station      /bureaux/{station}
targeting    /ciblage/  /ciblage/?vue=liste&ordre=abstention  /ciblage/?bureau={station}&reglages=1&opponents_share=1
why          /ciblage/pourquoi/{station}
assumptions  /ciblage/hypotheses
model-card   /ciblage/fiche
blocs        /ciblage/blocs  /ciblage/blocs?scrutin=2021-presidentielle-1
limits       /ciblage/perimetres
holdouts     /ciblage/temoins/
new-holdout  /ciblage/temoins/nouveau  /ciblage/temoins/nouveau?bureau={undrawn}
holdout      /ciblage/temoins/{plan}
holdout-result  /ciblage/temoins/{plan}/resultat
transfers    /ciblage/reports-de-voix
outings      /sorties/
roll-calls   /appel/
roll-call    /appel/{outing}  /appel/{outing}?chef={call}
roll-call-text  /appel/{outing}/texte
replace-team /appel/{outing}/chefs/{call}/remplacer
answer-link  /a/{answer}
series       /sorties/regulieres
sign-ups     /sorties/{outing}/inscriptions
sign-up      /inscription/{sign_up_page}
my-sign-up   /i/{sign_up}
new-outing   /sorties/nouvelle?bureau={station}
pace         /sorties/durees
cut          /sorties/{outing}/decouper?bureau={station}  /sorties/{outing}/decouper?bureau={station}&minutes=9
dispatch     /sorties/{outing}/repartir  /sorties/{outing}/repartir?partage=1
areas        /sorties/{outing}/secteurs
turf-code    /sorties/{outing}/secteurs/{area}/code
follow       /sorties/{outing}/suivre
sheets       /sorties/{outing}/fiches  /sorties/{outing}/fiches?secteur={area}
paper-entries  /sorties/{outing}/saisie
enter-sheet  /sorties/{outing}/saisie/{area}  /sorties/{outing}/saisie/{area}?fiche=1
teams        /equipes/
members      /membres/
free-days    /reglages/jours-feries
member-number  /membres/{member}/numero
imports      /donnees/
communes     /donnees/communes  /donnees/communes?cherche=zz
quarantine   /quarantaine/
requests     /demandes/  /demandes/?etat=all
texts        /reglages/textes
messages     /messages/  /messages/?etat=lost
console      /messages/console
""")

# Parts of pages, asked for by a page that is listed.
PARTS = _read("""
targeting-board  /ciblage/tableau?bureau={station}&heures=8
code-card    /sorties/{outing}/code
cut-run      /sorties/{outing}/decoupe
import-card  /donnees/{run}
""")

# What is read by programs, or saved as a file.
NO_PAGES = _read("""
comments-csv     /bureaux/commentaires.csv
roll-call-state      /appel/{outing}/etat
sign-up-calendar     /inscription/{sign_up_page}/sorties.ics
my-sign-up-calendar  /i/{sign_up}/sortie.ics
member-calendar      /agenda/{calendar}/sorties.ics
areas-ground     /sorties/{outing}/secteurs/carte.json
progress-csv     /progression.csv
requests-csv     /demandes/demandes.csv
set-aside        /donnees/{run}/ecartees.csv
sheets-pdf       /sorties/{outing}/fiches.pdf
holdout-file     /ciblage/temoins/{plan}/affectation.csv
holdout-counts   /ciblage/temoins/{plan}/resultat/comptages
holdout-pool     /ciblage/temoins/{plan}/resultat/commun
healthz          /healthz
api-schema       /api/v1/schema/
api-join-status  /api/v1/join/j-{join}
api-device       /api/v1/device
api-bundle       /api/v1/turfs/{turf}/bundle
api-relay        /api/v1/turfs/{turf}/relay
api-pull         /api/v1/sync/pull?cursor={cursor}
field-worker     /t/sw.js
field-manifest   /t/manifest.webmanifest
field-words      /t/words/fr.json
""")

# The walk as plain forms, as the phone of the first walk sees it.
SIMPLE = _read("""
simple-walk         /s/{turf}/simple  /s/{turf}/simple?cote=impairs
simple-door         /s/{turf}/simple/porte/{door}  /s/{turf}/simple/porte/{door}?apres={visit}
simple-discussion   /s/{turf}/simple/porte/{door}/discussion
simple-place        /s/{turf}/simple/adresse/{address}
simple-end          /s/{turf}/simple/fin
simple-home         /s/
simple-join         /s/rejoindre/{code}
simple-join-typed   /s/rejoindre/
simple-wait         /s/attente/{join}
""")

# The shell of the phone app: its screens are listed in test_phone.py.
PHONE = _read("""
field         /t/
field-code    /r/
field-join    /r/{code}
field-screen  /t/{turf}/
""")
