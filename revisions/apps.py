from django.apps import AppConfig


class RevisionsConfig(AppConfig):
    """The case: proposals, change items, the workflow and the decisions."""

    name = "revisions"
    verbose_name = "Saker"

    def ready(self) -> None:
        """Tell of open cases beside the register, why each clause of an act is there, and whose case an act came of.

        The tasks after a decision are put on the page of those who have them.
        """
        from objectives.beside import put_beside
        from organisations.waiting import tells_of_what_waits
        from regulations.grounds import find_grounds_with
        from regulations.hooks import also_tell, when_in_force
        from regulations.left_out import tell_what_is_left_out

        from .beside_objective import OpenCasesBeside
        from .clause_grounds import grounds_of_items
        from .entering import follow_up_on_entry
        from .not_included import left_out_of
        from .pages.waiting import follow_ups_waiting
        from .told_of_acts import people_of_the_cases

        put_beside(OpenCasesBeside())
        find_grounds_with(grounds_of_items)
        also_tell(people_of_the_cases)
        tell_what_is_left_out(left_out_of)
        when_in_force(follow_up_on_entry)
        tells_of_what_waits(follow_ups_waiting)
