//! Addresses of machines: IPv4 and IPv6 (RFC 791, RFC 4291, read by the standard library's parsers), hardware
//! addresses (IEEE 802 MAC-48), and UUIDs (RFC 9562).
//!
//! Addresses of private networks have a rule of their own, and so have those that mean no machine in particular
//! (loopback, unspecified, broadcast, multicast, masks), so that a policy may treat them otherwise.

mod four;
mod hardware;
mod numbered;
mod product;
mod six;
mod version;

use super::{Detector, Rank, Rule};
use crate::redact::gate::Signals;
use crate::redact::kind;
use std::net::IpAddr;

/// The detectors of this family.
pub(super) const DETECTORS: &[Detector] = &[
    Detector { rules: &[&PUBLIC, &PRIVATE, &SPECIAL], needs: Signals::DOTS, find: four::find },
    Detector { rules: &[&PUBLIC, &PRIVATE, &SPECIAL], needs: Signals::COLONS, find: six::find },
    Detector {
        rules: &[&hardware::MAC, &hardware::NAMED],
        needs: Signals::PAIRS.union(Signals::WORD),
        find: hardware::find,
    },
    Detector { rules: &[&hardware::NAMED], needs: Signals::WORD, find: hardware::find_bare },
    Detector { rules: &[&hardware::UUID], needs: Signals::HEX, find: hardware::find_uuids },
];

static PUBLIC: Rule = Rule {
    kind: kind::IP_ADDRESS,
    name: "ip.public",
    version: 1,
    rank: Rank::Validated,
    proof: "an address by the parser, of no private range",
};
static PRIVATE: Rule = Rule {
    kind: kind::IP_ADDRESS,
    name: "ip.private",
    version: 1,
    rank: Rank::Validated,
    proof: "an address by the parser, of a private or link-local range",
};
static SPECIAL: Rule = Rule {
    kind: kind::IP_ADDRESS,
    name: "ip.special",
    version: 1,
    rank: Rank::Validated,
    proof: "an address by the parser that means no machine in particular",
};

/// Words that stand beside addresses.
const ADDRESS_WORDS: &[&str] = &[
    "ip",
    "ipv4",
    "ipv6",
    "ip address",
    "address",
    "host",
    "server",
    "gateway",
    "dns",
    "nameserver",
    "resolver",
    "ping",
    "src",
    "dst",
    "source",
    "destination",
    "client",
    "remote",
    "localhost",
    "peer",
    "subnet",
    "cidr",
    "listen",
    "bind",
    "connect",
    "unspecified",
    "loopback",
    "prefix",
    "route",
    "proxy",
    "from",
];

/// The one spelling of an address: one of version 6 has many.
pub(in crate::redact) fn canonical_address(text: &str) -> Option<String> {
    text.parse().ok().map(|address: IpAddr| address.to_string())
}

/// The rule that an address falls under.
fn rule(address: IpAddr) -> &'static Rule {
    match address {
        IpAddr::V4(v4) if v4.is_loopback() || v4.is_unspecified() || v4.is_broadcast() || is_mask(u32::from(v4)) => {
            &SPECIAL
        }
        IpAddr::V4(v4) if v4.is_private() || v4.is_link_local() => &PRIVATE,
        // The groups of all machines of a network (RFC 5771, section 4).
        IpAddr::V4(v4) if v4.octets()[..3] == [224, 0, 0] => &SPECIAL,
        IpAddr::V6(v6) if v6.is_loopback() || v6.is_unspecified() || is_long_mask(u128::from(v6)) => &SPECIAL,
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => rule(IpAddr::V4(v4)),
            None if v6.is_unique_local() || v6.is_unicast_link_local() => &PRIVATE,
            None => &PUBLIC,
        },
        IpAddr::V4(_) => &PUBLIC,
    }
}

/// Whether these are ones and then zeros: the mask of a network.
fn is_mask(bits: u32) -> bool {
    bits.leading_ones() >= 8 && bits.leading_ones() + bits.trailing_zeros() == 32
}

/// The same of version 6.
fn is_long_mask(bits: u128) -> bool {
    bits.leading_ones() >= 16 && bits.leading_ones() + bits.trailing_zeros() == 128
}

/// Where the length of a network's prefix behind an address ends (`/24`), or the address itself.
fn with_prefix(text: &[u8], end: usize, longest: u32) -> usize {
    let Some(rest) = text[end..].strip_prefix(b"/") else { return end };
    let len = rest.iter().take_while(|b| b.is_ascii_digit()).count();
    let bits = rest[..len.min(3)].iter().fold(0, |bits, b| bits * 10 + u32::from(b - b'0'));
    let whole = !rest.get(len).is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'/'));
    if (1..=3).contains(&len) && bits <= longest && whole { end + 1 + len } else { end }
}
