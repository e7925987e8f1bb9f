"""The facts that a row of a register may state: what each means, how its column is called, what lacking it means."""

from dataclasses import dataclass

TEXT, MONEY, DAY, TERM, CHOICE, COUNT = "text", "money", "day", "term", "choice", "count"
LITERAL = "="
"""A mapping to "=Salford City Council" gives every row that text instead of a column."""
NOT_USED = "none"


@dataclass(frozen=True)
class Fact:
    """One fact: its meaning, its kind, how its column is called, and what it means that no column gives it.

    `names` are in the spelling of `header_words`, best first; one that begins with "=" must be the whole name. A column
    whose name holds a word of `without` is none of this fact's. Where `many`, several columns may give it together.
    """

    meaning: str
    kind: str
    names: tuple[str, ...]
    without: frozenset[str] = frozenset()
    lacking: str = ""
    many: bool = False


def _names(listed: str) -> tuple[str, ...]:
    return tuple(" ".join(name.split()) for name in listed.split(";"))


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Words of a column about a thing that is not the thing itself: the number or address of a supplier is no supplier.
_ABOUT = _words(
    """address category charity city classification code contact count country county date email end id
    identifier kind lead link local manager many nature number officer owner payment phone postcode ppon
    reference region registered sector size sme start status telephone total town turnover type uri url
    value vat vcse website whether"""
)
_NO_DAY = _words(
    """advert award break budget created day length modified month notice number officer option payment
    publication published reason reference remaining review signature signed status taken tender type
    updated uri value warranty"""
)
# Named as in registers under the Local Government Transparency Code, Contracts Finder, and council workbooks.
FACTS: dict[str, Fact] = {
    "title": Fact(
        "what was bought, in a few words",
        TEXT,
        _names(
            """title of agreement; contract title; agreement title; tender title; title of contract; title;
            contract name; name of contract; agreement name; project title; project name; procurement title;
            procurement name; tender name; award title; name of agreement; name of project; =contract;
            =agreement; =project; =subject; subject of contract; =service; service name; name of service;
            service title; service being provided; =contract or agreement; requirement; =procurement; lot
            title; =contract reference title; =reference title; =item; scheme name; =scheme; =activity; =what for;
            =what we buy;
            =what do we buy; =what wa bought; =what is bought; =commodity; commodity service; service commodity;
            =particulars; subject matter; subject matter of contract; =short text; =item text; =header text;
            =what is the contract for; =what is this contract for; =what is the contract called; =what is it for;
            =what is the name of the contract; =what is being bought; =what are you buying; =what doe it cover;
            =what doe the contract cover; =what doe the supplier provide; =what ha been bought;
            =which service; =which service is it; =which contract is it"""
        ),
        _words(
            """buyer category code contractor date department directorate end extension id job length lot manager number
            officer owner provider reference role start status supplier type uri url
            value vendor"""
        ),
        lacking="What is bought is told by the description alone.",
    ),
    "description": Fact(
        "what was bought, in full",
        TEXT,
        _names(
            """description of good and or service being provided; description of good and or service; description
            of good; description of service; contract description; tender description; description of contract;
            full description; short description; brief description; service description; description; detail of
            contract; contract detail; =detail; contract summary; summary; scope of work; scope; purpose of
            contract; =purpose; nature of service; good service or work; what the contract is for; =good and
            service; =service provided; specification; =service; =requirement"""
        ),
        _words(
            """category classification code cpv department extension officer option procedure reason supplier unit"""
        ),
    ),
    "buyer": Fact(
        "the public body",
        TEXT,
        _names(
            """contracting authority; contracting body; contracting organisation; purchasing body; purchasing authority;
            buying organisation; buyer name; buyer organisation; name of buyer; =buyer; procuring entity;
            contracting entity; procuring organisation; procuring authority; procuring body; commissioning
            body; commissioning organisation;
            commissioning authority; purchaser; commissioner; contract authority; awarding body; awarding authority;
            organisation label; organisation name; name of organisation; =organisation; council name; name of
            council; =council; local authority; authority name; name of authority; =authority; public body;
            public authority; =body name; =body; =borough; buyer; =customer; =customer name; =client; client
            organisation; =client name; customer organisation; employer;
            =trust; =trust name; =landlord; =lead force; =force; lead organisation; =association; =board;
            =board name; =entity; =legal entity; =academy; =academy name; =school; =school name; =group member;
            =institution; institution name; =college; =college name; =university; =university name; group entity;
            publishing organisation; publisher name; =publisher; =district; lead authority; lead commissioner;
            =health board; =nhs board; =parish council; =town council; =fire authority; =police force;
            =integrated care board; =icb; =combined authority; =health trust; =nhs trust"""
        ),
        _ABOUT | _words("""associate contractor department directorate job person provider role supplier vendor"""),
        lacking=(
            "Of no contract is it known whether the policy covers its buyer: each is in doubt, and the "
            "answer is a range. Say that all rows are one body, or which column names it."
        ),
    ),
    "buyer_kind": Fact(
        "kind of public body (central, local, nhs, police_fire, education, housing, other)",
        CHOICE,
        _names(
            """buyer type; buyer kind; organisation type; authority type; type of buyer; type of authority; type of
            organisation; commissioner type"""
        ),
        _words("""contractor provider supplier vendor"""),
    ),
    "supplier": Fact(
        "who supplies it; several parted by ';' or a line each",
        TEXT,
        _names(
            """supplier name; name of supplier; supplier name and detail; contractor name; name of contractor;
            awarded supplier; supplier company name; supplier; contractor; provider; vendor name; vendor;
            successful tenderer; successful bidder; successful supplier; winning bidder; winning tenderer;
            winning supplier; awarded to; contract awarded to; contracted party; other party; company name;
            =company; service provider; consultant; =firm; name of firm; operator; delivery partner; grant
            recipient; recipient; beneficiary; third party; awardee; name of company; =partner; =bidder;
            =tenderer; counterparty; supplier number and name; supplier number name; supplier id and name; supplier code
            and name; contractor name and address; supplier name and address; provider name and address; name and
            address of supplier; name and address of contractor; name and address of provider; contractor number and
            name; vendor number and name; vendor number name; contractor name address; supplier name address;
            provider name address; =who from; =from whom; =bought from;
            =who with; economic operator; lead supplier; lead contractor; lead provider;
            supplier and contact; contractor and contact; provider and contact"""
        ),
        (_ABOUT - {"end", "start", "value"})
        | _words("""annual incumbent previous ranked spend sub subcontractor unsuccessful"""),
        lacking=(
            "Who supplies is not known: where the policy exempts public bodies or charities, each contract is in doubt."
        ),
        many=True,
    ),
    "supplier_kind": Fact(
        "kind of supplier (private, charity, mutual, public), or whether it is a voluntary body",
        CHOICE,
        _names(
            """supplier type; type of supplier; vendor type; type of vendor; contractor type; provider type; type
            of provider; type of contractor; supplier kind; supplier category; supplier classification; supplier
            sector; company type; type of company; vcse; voluntary community or social enterprise; sme or vcse;
            sme vcse; supplier status; third sector; voluntary sector; is charity; =charity; legal form;
            supplier legal form; vcs; organisation type"""
        ),
        _words("""buyer date end number registration start"""),
    ),
    "company_number": Fact(
        "the supplier's company number",
        TEXT,
        _names(
            """company registration number; company house number; company house; company number; company reg
            number; supplier registration number; company house reference; company house registration number;
            crn; registered company number; supplier company number; co reg number; co number"""
        ),
        _words("""charity vat"""),
    ),
    "charity_number": Fact(
        "the supplier's charity number",
        TEXT,
        _names(
            """charity number; charity registration number; registered charity number; charity commission number;
            charity reg number; charity registration"""
        ),
    ),
    "reference": Fact(
        "the source's own number of the contract",
        TEXT,
        _names(
            """contract reference; contract reference number; reference number; agreement reference; contract
            number; agreement number; contract id; contract identifier; unique reference; unique identifier;
            unique id; register number; register reference; project reference; tender reference; procurement
            reference; award reference; notice identifier; release id; reference; =id; =identifier; =number;
            contract code; opportunity id; po number; purchase order number; order number; =ocid;
            =call off reference; =call off number;
            =call off contract number; =call off contract reference; =call off id; =call off order number;
            =serial number; =system id; =system number; =row number;
            =number of contract; =placement id; =placement reference; =placement number"""
        ),
        _words(
            """account buyer call category charity company contractor count cpv customer department end extension
            framework ledger lot many officer organisation parent proclass provider start supplier total vat
            vendor"""
        ),
        lacking=(
            "A contract cannot be followed from one file to the next, and two rows that are alike are one contract."
        ),
    ),
    "lot": Fact(
        "the lot, where a row is one lot of an agreement",
        TEXT,
        _names("""lot number; lot name; lot reference; =lot; lot id; lot title"""),
        _words("""many total"""),
    ),
    "value": Fact(
        "pounds over the whole term",
        MONEY,
        (),
        lacking=(
            "No money over the whole term is known but what a yearly figure and the term give; a threshold "
            "leaves the others in doubt."
        ),
    ),
    "value_original": Fact(
        "pounds over the term before any extension",
        MONEY,
        (),
    ),
    "value_of_year": Fact(
        "pounds of one year: added up where the years are those of the term, else, of one year alone, a yearly amount",
        MONEY,
        (),
        many=True,
    ),
    "annual": Fact(
        "pounds a year (or a month or week, as stated)",
        MONEY,
        (),
    ),
    "currency": Fact(
        "currency of the value",
        CHOICE,
        _names("""value currency; currency code; currency; contract currency; award currency"""),
    ),
    "value_period": Fact(
        "what the amount of the row is for (a year, a month, the whole term)",
        CHOICE,
        _names(
            """value type; type of value; value basis; basis of value; value period; period of value; value frequency;
            annual or total; total or annual; annual total; total annual; value annual or total; value per; =basis;
            =per; =unit"""
        ),
        _words("""date end extension supplier start vat"""),
    ),
    "value_unit": Fact(
        "unit of the amounts of its row (£, £k, £m)",
        CHOICE,
        _names("""=unit; value unit; unit of value; currency unit; unit of currency; =multiplier; =scale"""),
    ),
    "vat": Fact(
        "whether the value includes VAT",
        CHOICE,
        _names("""vat"""),
    ),
    "start_date": Fact(
        "first day",
        DAY,
        _names(
            """contract start date; agreement start date; start date; contract period start date; actual start
            date; date of start; service start date; period start; validity period start; contract start; start;
            live date; go live date; go live; date contract begin;
            contract date from; date from; valid from; =from; contract from; effective
            date; start on; effective from; =run from; award start date; contract length start;
            contract length start date;
            length start; length start date; first length start; initial length start; initial length start
            date; date appointed;
            appointment date; date of appointment; appointed; =from date; =start quarter; =began;
            =first day; first day of contract; first day of agreement; in force from;
            length from; contract length from; period from; contract period from;
            contract run from; =live from; =contract live from; =agreement live from; =service live from;
            =operational from; =operational date; =since; =since date; =since when; in place since; contract since;
            =start month; =contract
            start month; =month of start; =start month and year"""
        ),
        _NO_DAY | _words("""end extended extension"""),
        lacking=(
            "The term is not known: a value a year cannot be worked out from the whole, nor the whole from a year."
        ),
    ),
    "end_date": Fact(
        "last day, before extensions not yet taken",
        DAY,
        _names(
            """contract end date; agreement end date; end date; initial end date; original end date; initial
            contract end date; original contract end date; contract period end date; first end date; date of
            end; date end; service end date; period end; validity period end; contract end; contract date to;
            date to; valid to; =to; contract to; end; termination date; completion date; valid until; =until;
            end date of contract; contract completion; end on; renewal date; renewal due; effective to;
            contract length end; contract length end date; length end; length end date; come to an end;
            contract will end; =run to; =run until; =completion;
            practical completion; practical completion date; site completion; =to date; =conclude;
            =cease; =cease on; =terminate; =terminate on; =last day; =end quarter;
            =completion quarter; run out; length to; contract length to; period to; contract period to; end of length;
            end of contract length; fixed length end; contract run to; contract run until; last day of contract;
            last day of agreement; =live to; =contract live to; =live until; =contract live until;
            =agreement live until; =service live until; =operational until; =end month; =contract end month; =month of
            end; =end month and year"""
        ),
        _NO_DAY
        | _words(
            """actual current early extended extension final greatest latest maximum possible
            revised start"""
        ),
        lacking="When contracts end is not known: whether they end while the policy runs is in doubt for each.",
    ),
    "current_end_date": Fact(
        "last day as it now stands, with the extensions already taken",
        DAY,
        _names(
            """current end date; current contract end date; current end; contract current end date; revised end
            date; extended end date; current contract end; revised contract end date; revised end; present end
            date; end date current; actual end date; extended to; extended until; current term end; extended
            contract end date; end date revised; new end date; updated end date; current extension end date; extended
            end"""
        ),
        _words("""latest maximum option possible review start value"""),
    ),
    "latest_end_date": Fact(
        "last day after all extensions",
        DAY,
        _names(
            """maximum end date; maximum contract end date; latest end date; latest possible end date; final end
            date; end date including extension; end date with extension; extension end date; end date including
            all extension; end date after extension; maximum end; maximum extension date; final end; latest end;
            end date inc extension; end date inclusive of extension; maximum possible end date; end of
            extension; extension option end date; end date if extended; end date incl extension; latest contract
            end date; potential end date; extension date; extension end; end including extension; option end
            date; possible extension date; maximum contract end; longest end date; last possible end date; end
            date fully extended; ultimate end date; greatest end date; possible end date; extension to;
            extension until; end date with option; final contract end date; longstop date; long stop date;
            option to extend to; option to extend until; extend to; extendable to;
            extendable until; could run to; could run until; may run to; may run until; can run to; can run until;
            backstop date; =backstop; cannot run beyond; cannot extend beyond;
            cannot be extended beyond; may be extended to; can be extended to; end
            date maximum; end date option; maximum extend date; extend date; maximum to; latest to; to maximum; end if
            extended; end if extension taken; optional end date"""
        ),
        _words("""current excluding notice review start taken value without"""),
        lacking=(
            "Extensions are known only where a cell of the length or of the end states them: elsewhere the first end "
            "stands in for the latest."
        ),
        many=True,
    ),
    "period": Fact(
        "first and last day in one cell",
        DAY,
        _names(
            """contract period; contract date; validity period; contract start and end date; start and end date;
            start end date; period of contract; agreement period; period covered; contract start end date;
            =period; duration of contract date; contract term date; contract start date and end date; start end
            and review date; start end review date; start date end date and review date; start and end and review
            date"""
        ),
        _words("""award extension month notice number option published signed value"""),
    ),
    "term": Fact(
        "how long it runs, before extensions",
        TERM,
        _names(
            """contract length; initial contract length; initial length; length of contract; contract initial
            length; length in month; length month; =period; length of agreement; agreement length; contract period;
            initial period; length; length year; contract period in month; contract period month; base length;
            original length; core length; length plus option; length plus extension; length and option; length and
            extension; length and extension option; contract length plus option; contract length plus extension;
            contract length and option; contract length and extension; contract length and extension option; length
            year plus option; length year plus extension; length month plus option; length month plus extension;
            contract length year plus option; contract length year plus extension; initial length plus option;
            initial length plus extension; number of month; number of year; =month; =year; contract month; total
            length; core period; period month"""
        ),
        _words(
            """additional date end extended extension further lead longest maximum notice option payment
            remaining renewal start title value"""
        ),
    ),
    "longest_term": Fact(
        "how long it may run at most, with all extensions",
        TERM,
        _names(
            """length including extension; length inc extension; length incl extension; length with extension; length
            inclusive of extension; length including any extension; length including all extension; length including
            option; length inc option; length including extension option; maximum contract length; maximum length;
            maximum possible length; maximum period; total potential length; longest length; length after extension;
            length including extension period; length inc extension option; length including possible extension;
            length inc all extension; length incl all extension"""
        ),
        _words("""date end notice start title value without excluding excl exc"""),
    ),
    "extension": Fact(
        "how much longer it may run: length of the option, or of all of them",
        TERM,
        _names(
            """option end extend; option to extend; extension option; extension option month; extension period;
            extension length; length of extension; extension available; possible extension; available extension;
            permitted extension; extension month; extension year; optional extension; maximum extension;
            extension; option period; option length; optional length; optional period; option
            extension; contract extension; renewal length; renewal period; renewal option; option to renew;
            extendable; option month; extension allowed; potential extension; option year; further extension;
            right to extend; extension provision; extend; =option; can it be extended; can this be extended; can
            contract be extended; can the contract be extended; may it be extended; remaining option; option
            remaining; unused option; option left; may be extended; can be extended; length option; period option;
            =further length; =further period; =additional length; =additional period; =optional year; =optional month;
            =further optional year; optional extension year; optional extension month"""
        ),
        _words(
            """agreed annual applied approved count current date decision end executed exercised granted
            invoked many notice number reason start status taken used value"""
        ),
        many=True,
    ),
    "extension_count": Fact(
        "how many such options there are",
        COUNT,
        _names(
            """how many extension; number of extension; extension number; number of option; extension count; number
            of extension option; number of extension available; how many option; number of possible extension;
            maximum number of extension"""
        ),
        _words("""date exercised length month remaining taken used year"""),
    ),
    "extensions_taken": Fact(
        "how many of them were taken, or whether one was",
        COUNT,
        _names(
            """extension taken; extension 1 taken; extension 2 taken; extension 3 taken; extension 1 exercised;
            extension 2 exercised; extension 3 exercised; extension 1 used; extension 2 used; option taken; extension
            used; extension exercised; number of extension taken; extended; has been extended; option exercised;
            option used; been extended; contract extended; extension invoked; extension executed; extension
            granted; extension applied"""
        ),
        _words("""date end length month to until value"""),
        many=True,
    ),
    "version": Fact(
        "which version of the contract a row tells of: the latest counts",
        COUNT,
        _names("""contract version; agreement version; version number; =version; revision number; =revision; =rev"""),
        _words("""code date document form name supplier template title"""),
    ),
    "status": Fact(
        "whether it is planned, in force or ended",
        CHOICE,
        _names(
            """contract status; agreement status; =status; project status; tender status; procurement status; award
            status; notice status; stage; contract stage; procurement stage; project stage; contract state;
            =state; current status; lifecycle; =current position; =position; current stage;
            record status; register status; entry status; =live; is live; =active; active contract; contract live; =is
            active; =live expired; =live or expired; =live ended; =live or ended; =active expired; =current expired;
            =current or expired; =active inactive; =open closed"""
        ),
        _words("""approval date extension payment rag risk sme supplier tupe vcse"""),
    ),
    "remark": Fact(
        "remarks, in which an early end and VAT are looked for",
        TEXT,
        _names(
            """=note; =comment; =remark; contract note; contract comment; additional information; =further
            information; =other information; note and comment; general comment; status note; status comment; clerk note;
            officer note; officer comment; procurement note; procurement comment"""
        ),
        _words("""date number"""),
    ),
    "terminated_date": Fact(
        "day on which it was ended before its term",
        DAY,
        _names(
            """date terminated; terminated date; terminated on; early termination date; actual termination date;
            terminated; early end date; date of early termination; date ended early"""
        ),
        _words("""notice option reason"""),
    ),
    "signed_date": Fact(
        "day it was awarded or signed",
        DAY,
        _names(
            """award date; date of award; date awarded; contract award date; date signed; signature date; signed
            date; date of signature; awarded date; date of contract; contract date; contract signed; date
            contract awarded; conclusion date; date of signing; awarded on; date of agreement; agreement date;
            date let; date contract let; contract let date; date agreed; date contract agreed; =let; =agreed"""
        ),
        _words("""end start value"""),
    ),
    "published_date": Fact(
        "day it was published",
        DAY,
        _names(
            """published date; publication date; date published; date of publication; published on; publish date;
            date of publishing; date first published; first published; =published"""
        ),
        _words("""advert tender"""),
    ),
    "cpv": Fact(
        "procurement codes of eight digits",
        TEXT,
        _names("""cpv code; main cpv; cpv; classification id; common procurement vocabulary; main cpv code"""),
        _words("""description label name title"""),
        lacking="The kind of service rests on the titles alone.",
    ),
    "procedure": Fact(
        "how it was procured",
        TEXT,
        _names(
            """procedure type; procurement route; procurement method; route to market; process type; tender
            process; procurement procedure; procurement process; procurement type; award procedure; tender
            procedure; type of procedure; tender route; procedure; procurement approach; =route; sourcing route;
            award method; tender type; award type; whether or not contract wa the result of an invitation to
            quote or a published invitation to tender"""
        ),
        _words("""date id lead number officer reference stage status title value"""),
    ),
    "form": Fact(
        "form of the agreement (contract, framework, call-off, concession, grant)",
        CHOICE,
        _names(
            """agreement type; type of agreement; contract type; type of contract; contract form; form of
            agreement; contract arrangement; grant or contract; contract or grant; =nature;
            contract category type; arrangement type; framework or contract;
            =type; register type; record type; row type; entry type; =event type; kind of contract; contract
            kind; kind of agreement; agreement kind"""
        ),
        _words("""date organisation supplier vendor"""),
    ),
    "category": Fact(
        "goods, works or services",
        CHOICE,
        _names(
            """main procurement category; procurement category; good service or work; good work or service; work or
            service; category of contract; contract category; service or good; spend category; product category;
            =category; category name; category description; proclass category; service category; service area
            category; category"""
        ),
        _words("""code id manager number officer sme supplier uri vendor"""),
    ),
    "region": Fact(
        "place of delivery",
        TEXT,
        _names(
            """delivery region; delivery location; place of performance; place of delivery; location of delivery;
            =region; =location; =area; service location; contract region; performance location; geographical
            area; delivery area; =postcode; delivery postcode"""
        ),
        _words("""department officer supplier"""),
    ),
    "notice_url": Fact(
        "address of the notice",
        TEXT,
        _names(
            """notice url; contract url; notice link; link to notice; web link; contract link; =url; =link;
            contract notice url; link to contract; contract finder link; published notice; award notice link;
            contract finder url; notice uri"""
        ),
        _words("""buyer organisation supplier"""),
    ),
}
ORDER = ("reference", "title", "description", "supplier", "company_number")
DAYS = (
    "start_date",
    "end_date",
    "current_end_date",
    "latest_end_date",
    "terminated_date",
    "signed_date",
    "published_date",
)
AMOUNTS = ("value", "value_original", "value_of_year", "annual")
DAYS_AND_TERMS = ("start_date", "end_date", "current_end_date", "latest_end_date", "period", "term")
"""By one of these a row tells when its contract runs."""
ENDS = ("end_date", "current_end_date", "latest_end_date", "period", "term", "longest_term")
