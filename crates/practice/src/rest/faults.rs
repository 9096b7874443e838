//! What goes wrong with the service's answers, beside what goes wrong with those of any service.

use crate::faults::{Transit, When};
use crate::switches::{self, Fault, Switched, counting, counting_or, give, put, switch};
use catchment_base::error::{Error, Result};
use std::str::FromStr;

/// What is wrong with one page of a listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slip {
    /// It goes on where it was asked for itself.
    Loop,
    /// It is the first page again, and goes on under a new cursor.
    SamePage,
    /// It holds half of the records that were asked for, and goes on.
    Short,
    /// It holds no records, and goes on under a new cursor.
    Empty,
    /// It goes on at another host.
    Elsewhere,
    /// 200 with an error and no records.
    ErrorInside,
    /// 200 with `"ok": false` and no records.
    NotOk,
    /// The member with the records is missing.
    NoRecords,
    /// The member with the records is null.
    NullRecords,
}

/// What happens to the store after a page of a listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meanwhile {
    /// This customer is edited.
    Edit(u64),
    /// A customer is inserted before all others.
    Shift,
    /// A customer is inserted after all others.
    Add,
    /// This customer is deleted.
    Delete(u64),
}

/// What is wrong with one customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wound {
    /// It has no `id`.
    Nameless,
    /// Its notes have this many MiB.
    Huge(usize),
    /// It holds 100,000 nested arrays.
    Deep,
    /// Its name holds half of a surrogate pair.
    Surrogate,
}

/// The faults that are switched on; none by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    pub(super) transit: Transit,
    /// Requests that are refused with a status.
    pub(super) statuses: Vec<(When, u16)>,
    pub(super) slips: Vec<(When, Slip)>,
    pub(super) meanwhile: Vec<(When, Meanwhile)>,
    pub(super) wounds: Vec<(u64, Wound)>,
    /// Customers whose orders are a 404.
    pub(super) without_orders: Vec<u64>,
    /// Customers whose own id is answered with this status; with 200 it is an error inside of the answer.
    pub(super) own: Vec<(u64, u16)>,
    /// How many days customers may be asked for at once, by when they were made.
    pub(super) widest: Option<u64>,
    /// The ends of times are taken in.
    pub(super) inclusive: bool,
    /// What is said of the time in which customers were made is overlooked.
    pub(super) overlooked: bool,
    pub(super) wrong_total: bool,
    pub(super) duplicates: bool,
    pub(super) unsorted: bool,
    pub(super) overlooks_since: bool,
    pub(super) misreads_since: bool,
}

/// The faults of the service, in the order the help shows them.
const FAULTS: &[Fault<Faults>] = &[
    Fault {
        name: "500",
        value: "N",
        doc: "every Nth request is answered with 500",
        set: |faults, value| put(&mut faults.statuses, (When::Every(counting(value)?), 500)),
    },
    Fault {
        name: "401",
        value: "N",
        doc: "the Nth request, once, is refused with 401",
        set: |faults, value| put(&mut faults.statuses, (When::At(counting(value)?), 401)),
    },
    Fault {
        name: "403",
        value: "N",
        doc: "the Nth request, once, is refused with 403",
        set: |faults, value| put(&mut faults.statuses, (When::At(counting(value)?), 403)),
    },
    Fault {
        name: "no-orders",
        value: "ID",
        doc: "the listing of this customer's orders is a 404",
        set: |faults, value| put(&mut faults.without_orders, counting(value)?),
    },
    Fault {
        name: "loop",
        value: "[N]",
        doc: "from the Nth page (2nd) on, a listing continues with the cursor or link that was just followed",
        set: |faults, value| faults.slip(When::After(counting_or(value, 2)? - 1), Slip::Loop),
    },
    Fault {
        name: "same-page",
        value: "[N]",
        doc: "from the Nth page (2nd) on, a listing returns its first page again, under new cursors",
        set: |faults, value| faults.slip(When::After(counting_or(value, 2)? - 1), Slip::SamePage),
    },
    Fault {
        name: "short-page",
        value: "N",
        doc: "the Nth page of a listing, once, has half of what was requested; cursors and ids lead to the rest",
        set: |faults, value| faults.slip(When::At(counting(value)?), Slip::Short),
    },
    Fault {
        name: "empty-page",
        value: "N",
        doc: "the Nth page of a listing, once, is empty and has a next page; cursors lead to what it omitted",
        set: |faults, value| faults.slip(When::At(counting(value)?), Slip::Empty),
    },
    Fault {
        name: "off-host",
        value: "N",
        doc: "the link to the next page on the Nth page, once, leads to the host evil.example",
        set: |faults, value| faults.slip(When::At(counting(value)?), Slip::Elsewhere),
    },
    Fault {
        name: "error-inside",
        value: "N",
        doc: "the Nth page of a listing, once, is a 200 with an \"error\" instead of records",
        set: |faults, value| faults.slip(When::At(counting(value)?), Slip::ErrorInside),
    },
    Fault {
        name: "error-flag",
        value: "N",
        doc: "the Nth page of a listing, once, is a 200 with \"ok\": false and no records",
        set: |faults, value| faults.slip(When::At(counting(value)?), Slip::NotOk),
    },
    Fault {
        name: "no-records",
        value: "N",
        doc: "the Nth page of a listing, once, has no member with records",
        set: |faults, value| faults.slip(When::At(counting(value)?), Slip::NoRecords),
    },
    Fault {
        name: "null-records",
        value: "N",
        doc: "the Nth page of a listing, once, has null as its records",
        set: |faults, value| faults.slip(When::At(counting(value)?), Slip::NullRecords),
    },
    Fault {
        name: "wrong-total",
        value: "",
        doc: "meta.total is larger than what comes",
        set: |faults, _| switch(&mut faults.wrong_total),
    },
    Fault {
        name: "duplicates",
        value: "",
        doc: "every page of a listing begins with the last record of the page before",
        set: |faults, _| switch(&mut faults.duplicates),
    },
    Fault {
        name: "unsorted",
        value: "",
        doc: "listings ignore the requested order and go by the ids",
        set: |faults, _| switch(&mut faults.unsorted),
    },
    Fault {
        name: "overlooked-since",
        value: "",
        doc: "listings ignore the parameter updated_since",
        set: |faults, _| switch(&mut faults.overlooks_since),
    },
    Fault {
        name: "misread-since",
        value: "",
        doc: "listings return nothing, whatever updated_since is",
        set: |faults, _| switch(&mut faults.misreads_since),
    },
    Fault {
        name: "changed-while-paging",
        value: "N:ID",
        doc: "after the Nth page of a listing, once, this customer is edited",
        set: |faults, value| {
            let (page, id) = value.split_once(':')?;
            put(&mut faults.meanwhile, (When::At(counting(page)?), Meanwhile::Edit(counting(id)?)))
        },
    },
    Fault {
        name: "shift",
        value: "N",
        doc: "after the Nth page of a listing, once, a customer is inserted before all others",
        set: |faults, value| put(&mut faults.meanwhile, (When::At(counting(value)?), Meanwhile::Shift)),
    },
    Fault {
        name: "add-while-paging",
        value: "N",
        doc: "after the Nth page of a listing, once, a customer is made, after all others",
        set: |faults, value| put(&mut faults.meanwhile, (When::At(counting(value)?), Meanwhile::Add)),
    },
    Fault {
        name: "delete-while-paging",
        value: "N:ID",
        doc: "after the Nth page of a listing, once, this customer is deleted",
        set: |faults, value| {
            let (page, id) = value.split_once(':')?;
            put(&mut faults.meanwhile, (When::At(counting(page)?), Meanwhile::Delete(counting(id)?)))
        },
    },
    Fault {
        name: "own",
        value: "ID:STATUS",
        doc: "requests for the id of this customer get this status; with 200 there is an \"error\" inside",
        set: |faults, value| {
            let (id, status) = value.split_once(':')?;
            put(&mut faults.own, (counting(id)?, status.parse().ok()?))
        },
    },
    Fault {
        name: "widest-window",
        value: "DAYS",
        doc: "listings of customers created over more days than these are refused with 400, as are those without \
              bounds",
        set: |faults, value| give(&mut faults.widest, Some(counting(value)?)),
    },
    Fault {
        name: "inclusive-end",
        value: "",
        doc: "created_to and updated_before are inclusive",
        set: |faults, _| switch(&mut faults.inclusive),
    },
    Fault {
        name: "overlooked-window",
        value: "",
        doc: "created_from and created_to are ignored",
        set: |faults, _| switch(&mut faults.overlooked),
    },
    Fault {
        name: "no-id",
        value: "ID",
        doc: "this customer has no id",
        set: |faults, value| put(&mut faults.wounds, (counting(value)?, Wound::Nameless)),
    },
    Fault {
        name: "huge",
        value: "ID:MIB",
        doc: "the notes of this customer have MIB MiB",
        set: |faults, value| {
            let (id, mebibytes) = value.split_once(':')?;
            put(&mut faults.wounds, (counting(id)?, Wound::Huge(mebibytes.parse().ok()?)))
        },
    },
    Fault {
        name: "deep",
        value: "ID",
        doc: "this customer has an extra member with 100,000 nested arrays",
        set: |faults, value| put(&mut faults.wounds, (counting(value)?, Wound::Deep)),
    },
    Fault {
        name: "surrogate",
        value: "ID",
        doc: "the name of this customer contains the lone escape \\ud800",
        set: |faults, value| put(&mut faults.wounds, (counting(value)?, Wound::Surrogate)),
    },
];

impl Switched for Faults {
    const OWN: &'static [&'static [Fault<Self>]] = &[FAULTS];

    fn transit(&mut self) -> &mut Transit {
        &mut self.transit
    }
}

impl Faults {
    /// Reads the values of a repeated `--fault NAME[=VALUE]`.
    ///
    /// An unknown name or a value that does not fit is a usage error that lists the known names.
    pub fn parse(switches: &[String]) -> Result<Self> {
        switches::parse(switches)
    }

    fn slip(&mut self, when: When, slip: Slip) -> Option<()> {
        put(&mut self.slips, (when, slip))
    }

    /// The wounds of one customer.
    pub(super) fn wounds_of(&self, id: u64) -> impl Iterator<Item = Wound> {
        self.wounds.iter().filter(move |(of, _)| *of == id).map(|(_, wound)| *wound)
    }
}

impl FromStr for Faults {
    type Err = Error;

    /// Reads one switch, or several with commas between them.
    fn from_str(text: &str) -> Result<Self> {
        switches::parse(&switches::split(text))
    }
}

/// The faults of this API alone for the help text, one line each.
pub fn fault_help() -> String {
    switches::help(FAULTS)
}
