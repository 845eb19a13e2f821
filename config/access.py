"""Who may open each address. Every address of the site stands in `ACCESS`; a test fails for one that does not, and
asks each as every kind of visitor.

A visitor who may not know that something exists is answered as if it did not (404); one who may see it but not do
this is told so (403); one who is not logged in is led to the login.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.urls import URLPattern, URLResolver, get_resolver


class Visitor(StrEnum):
    """The kinds of people the addresses are asked by; `SENDER` and `COLLEAGUE` are of the body that proposed."""

    NOBODY = "not logged in"
    NO_ROLE = "logged in without a role"
    SENDER = "innsender of the body that proposed"
    COLLEAGUE = "leser in the body that proposed"
    OTHER_SENDER = "innsender of another body"
    DIRECTORATE_READER = "leser in Helsedirektoratet"
    ADMINISTRATOR = "administrator in Helsedirektoratet"
    DECISION_MAKER = "beslutter in Helsedirektoratet"
    CASEWORKER = "saksbehandler in Helsedirektoratet"


EVERYBODY = frozenset(Visitor)
SIGNED_IN = EVERYBODY - {Visitor.NOBODY}
DIRECTORATE = frozenset({Visitor.DIRECTORATE_READER, Visitor.ADMINISTRATOR, Visitor.DECISION_MAKER, Visitor.CASEWORKER})
SENDING_BODY = frozenset({Visitor.SENDER, Visitor.COLLEAGUE})
DRAFTERS = frozenset({Visitor.CASEWORKER, Visitor.DECISION_MAKER})
NONE: frozenset[Visitor] = frozenset()


@dataclass(frozen=True)
class Audience:
    """For whom something is open, who else may know that it is there, and how all others are answered."""

    name: str
    who: str
    opens_for: frozenset[Visitor]
    known_to: frozenset[Visitor] = NONE
    otherwise: str = "not found"

    def answers(self, visitor: Visitor) -> str:
        """«open», «login», «refused» (403) or «not found» (404)."""
        if visitor in self.opens_for:
            return "open"
        if visitor is Visitor.NOBODY:
            return "login"
        return "refused" if visitor in self.known_to else self.otherwise


PUBLIC = Audience("Public", "Everybody, without logging in.", EVERYBODY)
LOGGED_IN = Audience("Logged in", "Everybody who is logged in; shows what is theirs.", SIGNED_IN)
WRITERS = Audience(
    "Writers",
    "Those who write proposals for a body that may send them; 403 for others.",
    frozenset({Visitor.SENDER, Visitor.OTHER_SENDER, Visitor.CASEWORKER}),
    SIGNED_IN,
)
OWN_DRAFT = Audience(
    "The sender's own draft",
    "Those who write for the sender; 403 for its other people. Unknown to all others, the directorate included.",
    frozenset({Visitor.SENDER}),
    frozenset({Visitor.COLLEAGUE}),
)
PROPOSAL = Audience(
    "A proposal that is sent", "The body that sent it, and the directorate.", SENDING_BODY | DIRECTORATE
)
CASE = Audience("A case", "The directorate, and the bodies whose proposals it holds.", SENDING_BODY | DIRECTORATE)
CASE_INSIDE = Audience(
    "The inside of a case",
    "The directorate; 403 for the bodies whose proposals it holds.",
    DIRECTORATE,
    SENDING_BODY,
)
CASE_WORK = Audience(
    "Work on a case",
    "Caseworkers; 403 for others who may see the case.",
    frozenset({Visitor.CASEWORKER}),
    SENDING_BODY | DIRECTORATE,
)
CASE_STEP = Audience(
    "A step of a case",
    "Whoever the transition table says (docs/case-life.md); asked here for «Vurder fullstendighet», a caseworker's.",
    frozenset({Visitor.CASEWORKER}),
    SENDING_BODY | DIRECTORATE,
)
WORK = Audience("The directorate's work", "The directorate; 403 for others.", DIRECTORATE, SIGNED_IN)
WORK_ON_PRINCIPLES = Audience(
    "Work across cases",
    "Caseworkers; 403 for others.",
    frozenset({Visitor.CASEWORKER}),
    SIGNED_IN,
)
SENT_BY_US = Audience(
    "What the sender does with what is sent",
    "The sender's innsender; 403 for others who may read it.",
    frozenset({Visitor.SENDER}),
    SENDING_BODY | DIRECTORATE,
)
WORKSPACE = Audience(
    "The workspace of endringsforskrifter",
    "Caseworkers and decision makers, and administrators, who only read. Unknown to all others.",
    DRAFTERS | {Visitor.ADMINISTRATOR},
)
WORKSPACE_WRITING = Audience(
    "Writing in the workspace",
    "Caseworkers and decision makers; 403 for administrators. Unknown to all others.",
    DRAFTERS,
    frozenset({Visitor.ADMINISTRATOR}),
)
REQUEST = Audience(
    "A request in an innspillsrunde", "The body that is asked, and the directorate.", SENDING_BODY | DIRECTORATE
)
ANSWER = Audience(
    "The answer to a request",
    "Those who write for the body that is asked; 403 for others who may read the request.",
    frozenset({Visitor.SENDER}),
    SENDING_BODY | DIRECTORATE,
)
ASSESSMENT = Audience(
    "A council's assessment",
    "The council's leader, the RegUt that asked, and the directorate when the RegUt has answered.",
    SENDING_BODY,
)
KEEPERS = Audience(
    "What stands outside any act",
    "Caseworkers; 403 for others.",
    frozenset({Visitor.CASEWORKER}),
    SIGNED_IN,
)
ADMINISTRATORS = Audience(
    "Administrators",
    "Administrators in the directorate; 403 for others.",
    frozenset({Visitor.ADMINISTRATOR}),
    SIGNED_IN,
)
OWN_HEARING_ANSWER = Audience(
    "A body's hearing answer",
    "Those who write the body's one answer. Unknown to all others, the directorate included.",
    frozenset({Visitor.SENDER}),
)
ANSWERING_FOR = Audience(
    "Answering a hearing for a body",
    "Those who write for the body; 403 for others.",
    frozenset({Visitor.SENDER}),
    SIGNED_IN,
)
HEARING_INSIDE = Audience(
    "The inside of a hearing",
    "The directorate. Unknown to all others.",
    DIRECTORATE,
)
STAFF = Audience(
    "Administration pages",
    "Administrators who are marked as staff; cases, acts and the register are only shown. Others get to a login.",
    NONE,
    otherwise="login",
)


@dataclass(frozen=True)
class Access:
    """Whose an address is, and what it gives them."""

    audience: Audience
    what: str


ACCESS: dict[str, Access] = {
    "health": Access(PUBLIC, "Whether the database and Redis answer; nothing else."),
    "api:objectives": Access(PUBLIC, "The register for machines."),
    "api:objective": Access(PUBLIC, "One læringsmål with its history, for machines."),
    "api:cohort": Access(PUBLIC, "Which læringsmål apply to a doctor who began on a day, for machines."),
    "api:changes": Access(PUBLIC, "What has changed in the register since a number in the journal, for machines."),
    "api:annex": Access(PUBLIC, "Vedlegg 2 on a day, for machines."),
    "api:schema": Access(PUBLIC, "What the API offers."),
    "organisations:login": Access(PUBLIC, "The login."),
    "organisations:logout": Access(PUBLIC, "Logs out, by POST alone."),
    "organisations:session": Access(PUBLIC, "Whether one is still logged in, and a new token for one's forms."),
    "organisations:home": Access(LOGGED_IN, "Who one is here, and what comes next."),
    "organisations:contacts": Access(PUBLIC, "Which RegUt answers for which specialty."),
    "organisations:contact_edit": Access(ADMINISTRATORS, "Names another RegUt for a specialty."),
    "hearings:hearings": Access(PUBLIC, "The hearings: open, coming and ended."),
    "hearings:hearing": Access(PUBLIC, "One hearing; one that is not published is unknown to everyone."),
    "hearings:answer_new": Access(PUBLIC, "Answers a hearing without a user; counts when the mailed link is used."),
    "hearings:answer_received": Access(PUBLIC, "What to do after answering; says nothing of who answered."),
    "hearings:answer_link": Access(PUBLIC, "The answer a personal link opens, and nothing else; confirms it by POST."),
    "hearings:answer_link_change": Access(PUBLIC, "Changes the answer a personal link opens, until the deadline."),
    "hearings:answer_link_withdraw": Access(PUBLIC, "Takes back the answer a personal link opens."),
    "hearings:answer_begin": Access(ANSWERING_FOR, "Begins the body's answer, by POST alone."),
    "hearings:own_answer": Access(OWN_HEARING_ANSWER, "Writes the body's answer, or reads it when it is sent."),
    "hearings:answer_send": Access(OWN_HEARING_ANSWER, "Sends the answer; only an innsender's button works."),
    "hearings:answer_change": Access(OWN_HEARING_ANSWER, "Changes a sent answer, until the deadline."),
    "hearings:answer_withdraw": Access(OWN_HEARING_ANSWER, "Takes a sent answer back, until the deadline."),
    "hearings:answer_file_new": Access(OWN_HEARING_ANSWER, "Adds a file to the answer."),
    "hearings:answer_file": Access(OWN_HEARING_ANSWER, "A file of the answer."),
    "hearings:answer_file_delete": Access(OWN_HEARING_ANSWER, "Takes a file away, by POST alone."),
    "revisions:proposals": Access(LOGGED_IN, "The proposals of one's own bodies."),
    "revisions:proposal_new": Access(WRITERS, "Begins a draft."),
    "revisions:proposal": Access(PROPOSAL, "A proposal; a draft only for those who may read the sender's drafts."),
    "revisions:proposal_edit": Access(OWN_DRAFT, "Writes the parts of the template."),
    "revisions:proposal_submit": Access(OWN_DRAFT, "Sends the proposal; only an innsender's button works."),
    "revisions:proposal_delete": Access(OWN_DRAFT, "Throws away a draft that was never sent."),
    "revisions:proposal_status": Access(PROPOSAL, "What happens with a proposal, and the receipts."),
    "revisions:proposal_request_pdf": Access(PROPOSAL, "Asks for a PDF of a proposal, by POST alone."),
    "revisions:proposal_pdf": Access(PROPOSAL, "How far a PDF of a proposal has come."),
    "revisions:proposal_pdf_file": Access(PROPOSAL, "A PDF of a proposal."),
    "revisions:endorsement_new": Access(OWN_DRAFT, "Adds a body that has considered the proposal."),
    "revisions:endorsement_delete": Access(OWN_DRAFT, "Takes such a body out."),
    "revisions:item_new": Access(OWN_DRAFT, "Adds a change item."),
    "revisions:item_edit": Access(OWN_DRAFT, "Changes a change item."),
    "revisions:item_delete": Access(OWN_DRAFT, "Takes out a change item."),
    "revisions:activity_new": Access(OWN_DRAFT, "Adds a course or a procedure."),
    "revisions:activity_edit": Access(OWN_DRAFT, "Changes a course or a procedure that is proposed."),
    "revisions:activity_delete": Access(OWN_DRAFT, "Takes out a course or a procedure."),
    "revisions:word_list": Access(WORK, "The word list of the language control; kept by caseworkers."),
    "revisions:language": Access(WRITERS, "Controls the language of a text; nothing is saved."),
    "revisions:elaboration_new": Access(OWN_DRAFT, "Proposes another utdypende tekst."),
    "revisions:elaboration_edit": Access(OWN_DRAFT, "Changes a proposed utdypende tekst."),
    "revisions:elaboration_delete": Access(OWN_DRAFT, "Takes out a proposed utdypende tekst."),
    "revisions:attachment_new": Access(OWN_DRAFT, "Adds a file."),
    "revisions:attachment": Access(PROPOSAL, "A file, for those who may read its proposal."),
    "revisions:attachment_delete": Access(OWN_DRAFT, "Takes out a file."),
    "revisions:worklist": Access(WORK, "What waits for whom."),
    "revisions:cases": Access(LOGGED_IN, "The cases one may see; none for most people."),
    "revisions:case_open": Access(CASE_WORK, "Makes a case of a proposal, or takes it into one."),
    "revisions:case": Access(CASE, "The case; a sender sees its own part of it, and decisions that are made."),
    "revisions:case_journal": Access(CASE_INSIDE, "Everything that happened in the case."),
    "revisions:case_edit": Access(CASE_WORK, "Title, cycle, urgency and deadline."),
    "revisions:case_watch": Access(CASE_INSIDE, "Follows the case, by POST alone."),
    "revisions:case_notes": Access(CASE_INSIDE, "The notes; written by those who take the case forward."),
    "revisions:case_assessment": Access(CASE_INSIDE, "The assessment of consequences; written by caseworkers."),
    "revisions:case_take_out": Access(CASE_WORK, "Takes a proposal out of the case it was joined to."),
    "revisions:clarifications": Access(WORK, "The questions of principle."),
    "revisions:clarification_new": Access(WORK_ON_PRINCIPLES, "Raises a question of principle."),
    "revisions:clarification": Access(WORK, "A question of principle; settled by decision makers."),
    "revisions:proposal_withdraw": Access(SENT_BY_US, "Withdraws a proposal that is no case yet."),
    "revisions:proposal_version": Access(PROPOSAL, "A version as it was sent, with what changed since the one before."),
    "revisions:case_assign": Access(CASE_WORK, "Gives the case to a caseworker."),
    "revisions:case_step": Access(CASE_STEP, "Takes a step with the case."),
    "revisions:item_outcome": Access(CASE_WORK, "Proposes the outcome of one change item."),
    "revisions:recommendation_outcome": Access(CASE_WORK, "Proposes the outcome of one recommendation."),
    "revisions:as_if_adopted": Access(
        PUBLIC, "Vedlegg 2 as if open cases were adopted: one's own, all for the directorate, for others those heard."
    ),
    "revisions:case_after_hearing": Access(
        CASE_INSIDE, "What changed after the hearing; a caseworker gives the reason."
    ),
    "revisions:language_confirm": Access(CASE_INSIDE, "A second look at a risky «språklig»; confirmed by another."),
    "revisions:follow_ups": Access(LOGGED_IN, "The follow-up of one's own bodies; all of it for the directorate."),
    "revisions:follow_up": Access(
        PROPOSAL, "A task after the decision; done by its owner's innsender or a caseworker."
    ),
    "revisions:letter": Access(CASE, "The letter about a decision, for the directorate and the sender it is to."),
    "revisions:regulation_items": Access(WORKSPACE_WRITING, "Takes decided items into a draft."),
    "revisions:announce": Access(WORKSPACE_WRITING, "Registers the announcement, by POST alone."),
    "revisions:regulation_abandon": Access(WORKSPACE_WRITING, "Puts a draft away, with a reason."),
    "revisions:act_correct": Access(WORKSPACE_WRITING, "Sets right what was registered of an announcement."),
    "hearings:reception": Access(HEARING_INSIDE, "The answers that wait to be looked through."),
    "hearings:reception_answer": Access(HEARING_INSIDE, "An answer as it was written; caseworkers publish it."),
    "hearings:reception_file": Access(HEARING_INSIDE, "A file of an answer, withheld or not."),
    "hearings:comments": Access(HEARING_INSIDE, "The comments, and how many are disposed of; caseworkers dispose."),
    "hearings:comment_next": Access(HEARING_INSIDE, "Leads to the next change item with comments left."),
    "hearings:comment": Access(HEARING_INSIDE, "A comment and what is made of it; caseworkers dispose."),
    "hearings:summary_edit": Access(HEARING_INSIDE, "The introduction to the summary; published by caseworkers."),
    "hearings:published_answers": Access(PUBLIC, "The published answers of a published hearing."),
    "hearings:published_export": Access(PUBLIC, "The published comments as CSV or JSON."),
    "hearings:published_answer": Access(PUBLIC, "One published answer."),
    "hearings:published_file": Access(PUBLIC, "A file of a published answer, when it is not withheld."),
    "hearings:summary": Access(PUBLIC, "The summary, when it is published; the directorate reads the draft."),
    "hearings:summary_file": Access(PUBLIC, "The published summary as PDF or Word; drafts for the directorate."),
    "revisions:case_round": Access(CASE_INSIDE, "Who is asked in an innspillsrunde, and who has answered."),
    "revisions:case_freeze": Access(CASE_WORK, "Sends out a newer version of the items."),
    "revisions:hearing_freeze": Access(CASE_WORK, "Freezes again what a hearing that has not opened asks about."),
    "revisions:case_extend": Access(CASE_WORK, "Gives one body more time."),
    "revisions:case_question": Access(CASE_WORK, "Puts one question more to one body."),
    "revisions:case_positions": Access(CASE_INSIDE, "What those who are asked think, side by side."),
    "hearings:requests": Access(LOGGED_IN, "What one's own bodies and councils are asked about."),
    "hearings:request": Access(REQUEST, "What a body is asked; its answer when it is sent."),
    "hearings:answer": Access(ANSWER, "Writes the answer."),
    "hearings:send": Access(ANSWER, "Sends the answer; only an innsender's button works."),
    "hearings:newer_version": Access(ANSWER, "Moves the answer to a newer version of the items."),
    "hearings:ask_councils": Access(ANSWER, "Passes the questions on to the councils; an innsender's."),
    "hearings:lift": Access(ANSWER, "Tells that a disagreement is lifted; an innsender's."),
    "hearings:follow_up": Access(ANSWER, "Reminds a council, or sends it a new link, by POST alone."),
    "hearings:assessment": Access(ASSESSMENT, "What a council says; written by its leader."),
    "hearings:link": Access(PUBLIC, "A council's assessment, by a personal link; a wrong one opens nothing."),
    "regulations:regulations": Access(WORKSPACE, "The drafts; a new one is made by those who draft."),
    "regulations:regulation": Access(WORKSPACE, "One draft."),
    "regulations:printed": Access(WORKSPACE, "The act of a draft as it is printed."),
    "regulations:heading": Access(WORKSPACE, "Title, hjemmel and overgangsregler; saved by those who draft."),
    "regulations:schedule": Access(WORKSPACE, "The planned announcement; saved by those who draft."),
    "regulations:lock": Access(WORKSPACE_WRITING, "Locks a draft, by POST alone."),
    "regulations:unlock": Access(WORKSPACE_WRITING, "Opens a locked draft, by POST alone."),
    "regulations:clause": Access(WORKSPACE, "The date of one clause; saved by those who draft."),
    "regulations:clause_remove": Access(WORKSPACE_WRITING, "Takes a clause out, by POST alone."),
    "regulations:clause_rebase": Access(WORKSPACE_WRITING, "Builds a clause on what another act has announced."),
    "regulations:clause_reword": Access(WORKSPACE_WRITING, "A lawyer's own wording of a clause, by POST alone."),
    "regulations:preview": Access(WORKSPACE, "Vedlegg 2 before and after a draft, on each of its days."),
    "regulations:rules": Access(WORKSPACE, "The overgangsregler of a draft; saved by those who draft."),
    "regulations:rule_new": Access(WORKSPACE, "A new overgangsregel; saved by those who draft."),
    "regulations:rule": Access(WORKSPACE, "One overgangsregel; saved by those who draft."),
    "regulations:rule_remove": Access(WORKSPACE_WRITING, "Takes an overgangsregel out, by POST alone."),
    "regulations:review": Access(WORKSPACE, "Approval, comments and versions of a draft."),
    "regulations:approve": Access(WORKSPACE_WRITING, "A second person's approval, by POST alone."),
    "regulations:approval_withdraw": Access(WORKSPACE_WRITING, "Takes an approval back, by POST alone."),
    "regulations:comment": Access(WORKSPACE_WRITING, "A comment on a draft or a clause, by POST alone."),
    "regulations:comment_answer": Access(WORKSPACE_WRITING, "An answer to a comment, by POST alone."),
    "regulations:comment_settle": Access(WORKSPACE_WRITING, "Marks a comment as settled, by POST alone."),
    "regulations:versions": Access(WORKSPACE, "What was changed between two versions of a draft."),
    "regulations:dispatch": Access(WORKSPACE, "The package for Lovdata's form; made ready by those who draft."),
    "regulations:checklist": Access(WORKSPACE_WRITING, "Ticks the package off, or tells it is sent; POST alone."),
    "regulations:recall": Access(WORKSPACE_WRITING, "Takes what is sent back from announcement, by POST alone."),
    "regulations:dispatch_package": Access(WORKSPACE, "The package as one file."),
    "regulations:dispatch_manuscript": Access(WORKSPACE, "The Word manuscript for Lovdata."),
    "regulations:determine": Access(WORKSPACE, "When what was announced without a day applies; by those who announce."),
    "regulations:files": Access(WORKSPACE, "Every form a draft or an act can be had in."),
    "regulations:file": Access(WORKSPACE, "A draft as Word, Excel, XHTML, Akoma Ntoso or JSON."),
    "regulations:request_letter": Access(WORKSPACE_WRITING, "Asks for the letter that tells of an act, by POST alone."),
    "regulations:request_pdf": Access(WORKSPACE_WRITING, "Asks for a PDF, by POST alone."),
    "regulations:document": Access(WORKSPACE, "How far a PDF has come."),
    "regulations:download": Access(WORKSPACE, "A PDF of a draft."),
    "regulations:entries": Access(PUBLIC, "The days on which changes have entered into force, and will."),
    "regulations:entry": Access(PUBLIC, "What enters into force on a day."),
    "regulations:feed": Access(PUBLIC, "Announced acts and entries into force, as an Atom feed."),
    "regulations:acts": Access(PUBLIC, "The announced acts."),
    "regulations:act": Access(PUBLIC, "An announced act."),
    "regulations:act_lovdata": Access(WORK, "Whether Lovdata's new consolidation says what the act does."),
    "regulations:act_amend": Access(WORKSPACE_WRITING, "A new draft that amends the act before it enters into force."),
    "regulations:act_pdf": Access(PUBLIC, "An announced act as PDF, when it is made."),
    "regulations:act_file": Access(PUBLIC, "An announced act as Word, Excel, XHTML, Akoma Ntoso or JSON."),
    "objectives:front_page": Access(PUBLIC, "The front page."),
    "objectives:register": Access(PUBLIC, "The register, searched."),
    "objectives:objective": Access(PUBLIC, "A læringsmål with its history."),
    "objectives:objective_on": Access(PUBLIC, "A læringsmål on a day."),
    "objectives:specialty": Access(PUBLIC, "A specialty's læringsmål."),
    "objectives:activities": Access(PUBLIC, "How many learning activities each specialty has."),
    "objectives:specialty_activities": Access(PUBLIC, "A specialty's learning activities."),
    "objectives:activity": Access(PUBLIC, "A learning activity with its history."),
    "objectives:elaboration_edit": Access(KEEPERS, "Writes the utdypende tekst of a læringsmål."),
    "objectives:activity_new": Access(KEEPERS, "Adds a course or a procedure."),
    "objectives:activity_edit": Access(KEEPERS, "Changes a course or a procedure, or takes it out."),
    "objectives:followed": Access(LOGGED_IN, "What one follows, and gets mail about."),
    "objectives:cohort": Access(PUBLIC, "Which læringsmål apply to a doctor who began on a day."),
    "objectives:annex": Access(PUBLIC, "Vedlegg 2 on a day."),
    "objectives:compare": Access(PUBLIC, "Vedlegg 2 on two days, compared."),
    "objectives:part": Access(PUBLIC, "A part of vedlegg 2 on a day."),
    "objectives:reconciliations": Access(WORK, "Where Lovdata's consolidation and the register differ."),
    "objectives:chapter": Access(PUBLIC, "A chapter on a day."),
    "objectives:activities_import": Access(KEEPERS, "Read læringsaktiviteter in from a file, shown first."),
    "objectives:export": Access(PUBLIC, "What can be downloaded; and the file itself, when it is light."),
    "objectives:export_order": Access(PUBLIC, "Has a heavy file made, by POST alone; a few at a time."),
    "objectives:export_job": Access(PUBLIC, "How far a heavy file has come."),
    "objectives:export_file": Access(PUBLIC, "A heavy file, when it is made."),
    "admin": Access(STAFF, "Django's administration pages, all of them."),
}


@dataclass(frozen=True)
class Address:
    """An address of the site: the name it is reversed by, and its pattern."""

    name: str
    pattern: str


def addresses() -> list[Address]:
    """Every address there is, in the resolver's order; the administration pages count as one."""
    return list(_walk(get_resolver(), names="", pattern="/"))


def _walk(resolver: URLResolver, *, names: str, pattern: str) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        path = pattern + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield Address(f"{names}{entry.name or path}", path)
        elif entry.namespace == "admin":
            yield Address("admin", path)
        else:
            yield from _walk(entry, names=f"{names}{entry.namespace}:" if entry.namespace else names, pattern=path)


def unclassified() -> list[str]:
    """Addresses nobody has said who may open; must be empty."""
    return [address.name for address in addresses() if address.name not in ACCESS]


def gone() -> list[str]:
    """Names in the table that are no address any more; must be empty."""
    there = {address.name for address in addresses()}
    return [name for name in ACCESS if name not in there]
