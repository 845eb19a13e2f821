from .activities import Elaboration, LearningActivity
from .acts import LegalAct
from .annex import AnnexChapter, AnnexPart, Theme, ThemeVersion
from .codes import CodeSeries, Objective
from .exports import ExportJob
from .follows import Follow
from .reconciliations import ReconciliationReport
from .rendered import RenderedFile
from .searchable import SearchableVersion
from .successions import Succession
from .transitional import TransitionalRule
from .undetermined import UndeterminedChange
from .versions import ObjectiveVersion, Stage
from .words import ListedWord

__all__ = [
    "AnnexChapter",
    "AnnexPart",
    "CodeSeries",
    "Elaboration",
    "ExportJob",
    "Follow",
    "LearningActivity",
    "LegalAct",
    "ListedWord",
    "Objective",
    "ObjectiveVersion",
    "ReconciliationReport",
    "RenderedFile",
    "SearchableVersion",
    "Stage",
    "Succession",
    "Theme",
    "ThemeVersion",
    "TransitionalRule",
    "UndeterminedChange",
]
