from .bodies import Organisation, Region, TrainingCouncil
from .memberships import Membership, Role
from .specialties import SetInclusion, Specialty, SpecialtyContact
from .users import User

__all__ = [
    "Membership",
    "Organisation",
    "Region",
    "Role",
    "SetInclusion",
    "Specialty",
    "SpecialtyContact",
    "TrainingCouncil",
    "User",
]
