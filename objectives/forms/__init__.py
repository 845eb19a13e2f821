"""What visitors ask by: days, searches, comparisons, and files to have or to read in."""

from .activity_files import ActivityFileForm
from .exports import ExportForm
from .reading import FIRST_DAY, LAST_DAY, CohortForm, CompareForm, DayField, ObjectiveForm, OnDateForm, RegisterForm

__all__ = [
    "FIRST_DAY",
    "LAST_DAY",
    "ActivityFileForm",
    "CohortForm",
    "CompareForm",
    "DayField",
    "ExportForm",
    "ObjectiveForm",
    "OnDateForm",
    "RegisterForm",
]
