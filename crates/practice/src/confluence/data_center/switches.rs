//! The switches of `--fault` for a site of Data Center.

use super::faults::Remote;
use crate::confluence::faults::Faults;
use crate::switches::{Fault, counting, give, put};

/// The faults of Data Center, in the order the help shows them.
pub(in crate::confluence) const FAULTS: &[Fault<Faults>] = &[
    Fault {
        name: "undercounted-next",
        value: "",
        doc: "next links start in the middle of the page just served",
        set: |faults, _| set(&mut faults.data_center.undercounted),
    },
    Fault {
        name: "next-past-end",
        value: "",
        doc: "the last page of a listing has a next link, to an empty page",
        set: |faults, _| set(&mut faults.data_center.past_the_end),
    },
    Fault {
        name: "endless-next",
        value: "",
        doc: "every page has a next link; past the end the last page is repeated",
        set: |faults, _| set(&mut faults.data_center.endless),
    },
    Fault {
        name: "attachment-search-400",
        value: "N",
        doc: "every Nth search for attachments beyond its first page is a 400",
        set: |faults, value| give(&mut faults.data_center.attachment_search, Some(counting(value)?)),
    },
    Fault {
        name: "lost-space",
        value: "KEY",
        doc: "the account lost its permission for this space: nothing of it is there",
        set: |faults, value| put(&mut faults.data_center.lost, Some(value).filter(|key| !key.is_empty())?.to_owned()),
    },
    Fault {
        name: "archived-space",
        value: "KEY",
        doc: "this space is archived: searches find it only where archived spaces are asked for",
        set: |faults, value| {
            put(&mut faults.data_center.archived, Some(value).filter(|key| !key.is_empty())?.to_owned())
        },
    },
    Fault {
        name: "rate-headers",
        value: "",
        doc: "every response has the X-RateLimit headers of Data Center",
        set: |faults, _| set(&mut faults.data_center.rates),
    },
    Fault {
        name: "remote-off",
        value: "",
        doc: "JSON-RPC is refused with 401",
        set: |faults, _| {
            faults.data_center.remote = Some(Remote::Off);
            Some(())
        },
    },
    Fault {
        name: "web-sudo",
        value: "",
        doc: "JSON-RPC gives 200 and the HTML of a page that asks for the password",
        set: |faults, _| {
            faults.data_center.remote = Some(Remote::Sudo);
            Some(())
        },
    },
];

fn set(flag: &mut bool) -> Option<()> {
    *flag = true;
    Some(())
}
