"""What every export says of the forskrift the annex belongs to."""

from __future__ import annotations

import datetime as dt

DECIDED_ON = dt.date(2016, 12, 8)
NUMBER = 1482
LEGACY_ID = "FOR-2016-12-08-1482"
REF_ID = "forskrift/2016-12-08-1482"
DOCUMENT_ID = "SF/forskrift/2016-12-08-1482"
TITLE = "Forskrift om spesialistutdanning og spesialistgodkjenning for leger og tannleger (spesialistforskriften)"
SHORT_TITLE = "Spesialistforskriften"
ANNEX_HEADING = "Vedlegg 2. Læringsmål for spesialistutdanningen av leger"
IN_FORCE_FROM = "2017-03-01, 2019-03-01"
ANNEX_ID = "kapittel-9"

PUBLISHER = "Helsedirektoratet"
GENERATOR = "Læringsmål – revisjon"
DISCLAIMER = "Laget av registeret over læringsmål. Den offisielle teksten er den som er kunngjort i Norsk Lovtidend."
