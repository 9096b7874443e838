//! Addresses of wallets: Bitcoin and the networks that write theirs alike, XRP, Ethereum, Monero; each by its own checksum.
//! The private keys of Bitcoin's wallets have one as well.

use super::{Detector, Hits, Rank, Reading, Rule};
use crate::redact::gate::Signals;
use crate::redact::kind;
use crate::redact::runs::long_runs;
use aws_lc_rs::digest::{SHA256, digest};
use std::ops::{Range, RangeInclusive};

/// The detectors of this family.
pub(super) const DETECTORS: &[Detector] = &[Detector {
    rules: &[&BITCOIN, &BASE58_CHECK, &SEGWIT, &ETHEREUM, &MONERO, &PRIVATE_KEY],
    needs: Signals::RUN.union(Signals::HEX).union(Signals::CODE),
    find,
}];

static BITCOIN: Rule = rule("wallet.bitcoin", "Base58Check: version byte and double SHA-256");
static BASE58_CHECK: Rule =
    rule("wallet.base58", "Base58Check of another network: its version byte and double SHA-256");
static SEGWIT: Rule = rule("wallet.segwit", "Bech32 or Bech32m checksum, human-readable part bc, tb or ltc");
static ETHEREUM: Rule =
    rule("wallet.ethereum", "forty hexadecimal digits behind 0x, in one case or in the case of EIP-55");
static MONERO: Rule = rule("wallet.monero", "Base58 blocks of a network byte, two keys and a Keccak checksum");

static PRIVATE_KEY: Rule = Rule {
    kind: kind::SECRET,
    name: "secret.wallet_key",
    version: 1,
    rank: Rank::Validated,
    proof: "Base58Check of a private key: its version byte and double SHA-256",
};

const fn rule(name: &'static str, proof: &'static str) -> Rule {
    Rule { kind: kind::CRYPTO, name, version: 1, rank: Rank::Validated, proof }
}

/// The most characters of an address in Base58Check.
const LONGEST_BASE58: usize = 35;
/// What addresses begin with, and their version byte, in the network of Bitcoin and in others (chain parameters of their
/// programs): Litecoin, Dogecoin, Dash and TRON, whose addresses are all of one length.
const BITCOIN_VERSIONS: &[(u8, u8)] = &[(b'1', 0), (b'3', 5)];
const VERSIONS: &[(u8, u8)] =
    &[(b'L', 0x30), (b'M', 0x32), (b'D', 0x1e), (b'A', 0x16), (b'9', 0x16), (b'X', 0x4c), (b'T', 0x41)];
const LENGTH: usize = 34;
const BASE58: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
/// The same digits as XRP orders them (its address encoding); addresses begin with the first one.
const XRP: &[u8; 58] = b"rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz";
/// How long private keys are that are written for import (Bitcoin's WIF), and what they begin with; and their version byte.
const KEY_LENGTHS: RangeInclusive<usize> = 51..=52;
const KEY_BEGINS: &[u8] = b"5KL";
const KEY_VERSION: u8 = 0x80;
const BECH32: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";
/// The shortest address of all.
const SHORTEST: usize = 26;
/// The longest: an integrated address of Monero.
const LONGEST: usize = 106;
/// How far before an address words are looked for, in bytes.
const BESIDE: usize = 64;

/// Names the addresses of a view.
fn find(reading: &Reading<'_>, hits: &mut Hits) {
    let long = long_runs(reading.text(), SHORTEST, |b| b.is_ascii_alphanumeric());
    long.for_each(|span| run(reading, span, hits));
}

/// Names the address that a run of letters and digits is, or the part of it between two seams.
fn run(reading: &Reading<'_>, run: Range<usize>, hits: &mut Hits) {
    if run.len() > 4 * LONGEST {
        return;
    }
    let view = reading.view();
    let starts = || (run.start..=run.end - SHORTEST).filter(|at| view.is_boundary(*at));
    for start in starts().take(8) {
        for end in (start + SHORTEST..=run.end.min(start + LONGEST)).rev().filter(|end| view.is_boundary(*end)).take(8)
        {
            if let Some(rule) = kind_of(&reading.text()[start..end]).filter(|_| !is_of_openpgp(reading.text(), start)) {
                hits.hit(rule, start..end);
                return;
            }
        }
    }
}

/// Whether words before it say that hexadecimal digits are the fingerprint of a key of OpenPGP, which is as long as an
/// address of Ethereum and may have the same prefix: `gpg --recv-keys 0x…`, `pks/lookup?op=get&search=0x…`.
fn is_of_openpgp(text: &[u8], at: usize) -> bool {
    const WORDS: [&[u8]; 6] = [b"pgp", b"gpg", b"fingerprint", b"pks/lookup", b"keyserver", b"key id"];
    let before = text[at.saturating_sub(BESIDE)..at].to_ascii_lowercase();
    text[at..].starts_with(b"0x") && WORDS.iter().any(|word| memchr::memmem::find(&before, word).is_some())
}

/// Which address this is.
fn kind_of(text: &[u8]) -> Option<&'static Rule> {
    match text {
        _ if is_base58_check(text, BITCOIN_VERSIONS) => Some(&BITCOIN),
        _ if is_base58_check(text, VERSIONS) || is_xrp(text) => Some(&BASE58_CHECK),
        _ if is_private_key(text) => Some(&PRIVATE_KEY),
        [_, _, b'1', ..] | [_, _, _, b'1', ..] if is_segwit(text) => Some(&SEGWIT),
        [b'0', b'x' | b'X', digits @ ..] if is_ethereum(digits) => Some(&ETHEREUM),
        [b'4' | b'8', ..] if is_monero(text) => Some(&MONERO),
        _ => None,
    }
}

/// Whether letters and digits may be an address in Base58Check: as many of its characters, the first one of those that
/// addresses have.
pub(in crate::redact) fn may_be_base58_check(run: &[u8]) -> bool {
    let begins = |versions: &[(u8, u8)]| versions.iter().any(|(first, _)| *first == run[0]);
    let is_as_long = |lengths: RangeInclusive<usize>| lengths.contains(&run.len());
    let of_key = is_as_long(KEY_LENGTHS) && KEY_BEGINS.contains(&run[0]);
    (is_as_long(SHORTEST..=LONGEST_BASE58) && (begins(BITCOIN_VERSIONS) || run[0] == XRP[0])
        || is_as_long(LENGTH..=LENGTH) && begins(VERSIONS)
        || of_key)
        && run.iter().all(|digit| BASE58.contains(digit))
}

/// Base58Check: 25 bytes, the first of which is the version that the first character tells, and the last four the beginning
/// of the double SHA-256 of the others.
fn is_base58_check(text: &[u8], versions: &[(u8, u8)]) -> bool {
    let Some((_, version)) = versions.iter().find(|(first, _)| text.first() == Some(first)) else { return false };
    let Some(bytes) = (text.len() <= LONGEST_BASE58).then(|| base58::<25>(text)).flatten() else { return false };
    bytes.first() == Some(version) && is_checked(&bytes)
}

/// Whether the last four bytes are the beginning of the double SHA-256 of the others.
fn is_checked(bytes: &[u8]) -> bool {
    let (payload, check) = bytes.split_at(bytes.len() - 4);
    digest(&SHA256, digest(&SHA256, payload).as_ref()).as_ref().starts_with(check)
}

/// The same with the digits in the order of XRP.
fn is_xrp(text: &[u8]) -> bool {
    let place = |digit: &u8| XRP.iter().position(|known| known == digit);
    let translated: Option<Vec<u8>> = text.iter().map(|digit| place(digit).map(|at| BASE58[at])).collect();
    let translated = translated.filter(|_| text.first() == Some(&XRP[0]) && text.len() <= LONGEST_BASE58);
    translated.is_some_and(|text| is_base58_check(&text, BITCOIN_VERSIONS))
}

/// Whether it is a private key as wallets import it: the version, 32 bytes, and one more where its address is compressed.
fn is_private_key(text: &[u8]) -> bool {
    if !KEY_LENGTHS.contains(&text.len()) || !text.first().is_some_and(|first| KEY_BEGINS.contains(first)) {
        return false;
    }
    let is_key = |bytes: &[u8]| bytes.first() == Some(&KEY_VERSION) && is_checked(bytes);
    match text[0] {
        b'5' => base58::<37>(text).is_some_and(|bytes| is_key(&bytes)),
        _ => base58::<38>(text).is_some_and(|bytes| is_key(&bytes)),
    }
}

/// The number that Base58 digits are, as bytes.
fn base58<const N: usize>(text: &[u8]) -> Option<[u8; N]> {
    let mut bytes = [0u8; N];
    for digit in text {
        let mut carry = BASE58.iter().position(|known| known == digit)?;
        for byte in bytes.iter_mut().rev() {
            carry += usize::from(*byte) * 58;
            *byte = (carry % 256) as u8;
            carry /= 256;
        }
        if carry > 0 {
            return None;
        }
    }
    Some(bytes)
}

/// BIP 173 and BIP 350: the checksum of Bech32 for version 0, of Bech32m for the others, in one case.
fn is_segwit(text: &[u8]) -> bool {
    let mixed = text.iter().any(u8::is_ascii_uppercase) && text.iter().any(u8::is_ascii_lowercase);
    let lower = text.to_ascii_lowercase();
    let prefix = [&b"bc"[..], b"tb", b"ltc"]
        .into_iter()
        .find(|prefix| lower.strip_prefix(*prefix).is_some_and(|rest| rest.first() == Some(&b'1')));
    let Some(prefix) = prefix.filter(|_| !mixed) else { return false };
    let data = &lower[prefix.len() + 1..];
    let values: Option<Vec<u32>> =
        data.iter().map(|b| BECH32.iter().position(|known| known == b).map(|value| value as u32)).collect();
    let Some(values) = values.filter(|values| (14..=74).contains(&text.len()) && values.len() > 6) else {
        return false;
    };
    let high = prefix.iter().map(|b| u32::from(b >> 5));
    let low = prefix.iter().map(|b| u32::from(b & 31));
    let sum = polymod(high.chain([0]).chain(low).chain(values.iter().copied()));
    sum == if values[0] == 0 { 1 } else { 0x2bc8_30a3 }
}

/// The checksum of BIP 173.
fn polymod(values: impl Iterator<Item = u32>) -> u32 {
    const GENERATOR: [u32; 5] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];
    values.fold(1, |sum, value| {
        let top = sum >> 25;
        let shifted = (sum & 0x1ff_ffff) << 5 ^ value;
        GENERATOR.iter().enumerate().filter(|(bit, _)| top >> bit & 1 == 1).fold(shifted, |sum, (_, g)| sum ^ g)
    })
}

/// Forty hexadecimal digits in one case, or with the capitals that EIP-55 derives from the Keccak hash of the lower case.
fn is_ethereum(digits: &[u8]) -> bool {
    if digits.len() != 40 || !digits.iter().all(u8::is_ascii_hexdigit) {
        return false;
    }
    let (upper, lower) = (digits.iter().any(u8::is_ascii_uppercase), digits.iter().any(u8::is_ascii_lowercase));
    if upper != lower {
        return true;
    }
    let hash = keccak256(&digits.to_ascii_lowercase());
    let nibble = |index: usize| hash[index / 2] >> (4 * (1 - index % 2)) & 15;
    upper
        && digits
            .iter()
            .enumerate()
            .all(|(index, b)| !b.is_ascii_alphabetic() || b.is_ascii_uppercase() == (nibble(index) >= 8))
}

/// Keccak-256 with the padding that came before SHA-3, of less than one block (136 bytes).
fn keccak256(input: &[u8]) -> [u8; 32] {
    const RATE: usize = 136;
    let mut block = [0u8; RATE];
    let len = input.len().min(RATE - 1);
    block[..len].copy_from_slice(&input[..len]);
    block[len] |= 0x01;
    block[RATE - 1] |= 0x80;
    let mut state = [0u64; 25];
    for (lane, bytes) in state.iter_mut().zip(block.chunks_exact(8)) {
        *lane = bytes.iter().rev().fold(0, |lane, byte| lane << 8 | u64::from(*byte));
    }
    keccak::f1600(&mut state);
    let mut hash = [0u8; 32];
    for (out, lane) in hash.chunks_exact_mut(8).zip(state) {
        out.copy_from_slice(&lane.to_le_bytes());
    }
    hash
}

/// Blocks of eleven Base58 digits for eight bytes, at the end seven for five; the last four bytes are the beginning
/// of the Keccak hash of the others.
fn is_monero(text: &[u8]) -> bool {
    if !matches!(text.len(), 95 | 106) {
        return false;
    }
    let mut bytes = Vec::with_capacity(80);
    for block in text.chunks(11) {
        let Some(value) = base58::<8>(block) else { return false };
        let len = if block.len() == 11 { 8 } else { 5 };
        bytes.extend_from_slice(&value[8 - len..]);
    }
    let Some((payload, check)) = bytes.split_at_checked(bytes.len().saturating_sub(4)) else { return false };
    matches!(payload.first(), Some(18 | 19 | 42)) && keccak256(payload).starts_with(check)
}

#[cfg(test)]
mod tests {
    use super::super::check::{finds, finds_nothing};
    use super::*;

    #[test]
    fn addresses_with_a_right_checksum_are_found() {
        finds(
            find,
            &[
                // The first block's address, the examples of BIP 173, BIP 350 and EIP-55.
                ("to 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa.", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"),
                // Of other networks.
                ("1.2 LTC to LQNEwqND2Fy9Fv6GqB67P3ReeDoVuUCp28", "LQNEwqND2Fy9Fv6GqB67P3ReeDoVuUCp28"),
                ("or MD3Sv3xnSctttnNSt1kkMHyDuEKPQaLsx4,", "MD3Sv3xnSctttnNSt1kkMHyDuEKPQaLsx4"),
                ("tips DAHPDt12F1dNY7aiPd6NenXVK9AX6Cgb5Y thanks", "DAHPDt12F1dNY7aiPd6NenXVK9AX6Cgb5Y"),
                ("doge 9waZM1ciZZvMzeU2CGRpmnMCH76yVurfsZ", "9waZM1ciZZvMzeU2CGRpmnMCH76yVurfsZ"),
                ("dash Xfq8WsiGuJwgA3zhWvR2xZ3gGM1usSQbz5", "Xfq8WsiGuJwgA3zhWvR2xZ3gGM1usSQbz5"),
                ("usdt trc20\nTF7VggS76Kr3AHTkFJkXdB42LoBY3Swj9Q", "TF7VggS76Kr3AHTkFJkXdB42LoBY3Swj9Q"),
                // The example of XRP's documentation of its encoding of addresses, and that of Bitcoin's of its keys.
                ("xrp rrrrrrrrrrrrrrrrrrrrBZbvji in", "rrrrrrrrrrrrrrrrrrrrBZbvji"),
                (
                    "wif 5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ",
                    "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ",
                ),
                ("ltc1q79kstmrt9yjg6trp4kc7jf3l0rj00wkw2xujs2", "ltc1q79kstmrt9yjg6trp4kc7jf3l0rj00wkw2xujs2"),
                ("BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4"),
                (
                    "x bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0 y",
                    "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
                ),
                ("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"),
                ("pay 0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED", "0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED"),
                ("eth:0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"),
            ],
        );
    }

    #[test]
    fn addresses_with_a_wrong_checksum_are_left() {
        finds_nothing(
            find,
            &[
                "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb",
                "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfN0",
                "xrp rrrrrrrrrrrrrrrrrrrrBZbvjj in",
                "wif 5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTK",
                "LQNEwqND2Fy9Fv6GqB67P3ReeDoVuUCp29",
                "DQNEwqND2Fy9Fv6GqB67P3ReeDoVuUCp28",
                "ltc1q79kstmrt9yjg6trp4kc7jf3l0rj00wkw2xujs3",
                "x1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
                "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5",
                "bc1Qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD",
                "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beae",
                "0x1234567890123456789012345678901234567890",
                "gpg --recv-keys 0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED",
                "https://keys.example/pks/lookup?op=get&search=0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED",
                "5aaeb6053f3e94c9b9a09f33669435e7ef1beaed",
                "4",
                "",
            ],
        );
    }

    #[test]
    fn hashes_are_those_of_keccak() {
        let hex: String = keccak256(b"").iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(hex, "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
        assert_eq!(base58::<4>(b"2g"), Some([0, 0, 0, 0x61]));
        assert_eq!(base58::<1>(b"zz"), None);
    }

    #[test]
    fn addresses_of_monero_are_made_of_blocks() {
        let mut bytes = vec![18u8];
        bytes.extend((0..64u8).map(|i| i.wrapping_mul(37)));
        let check = keccak256(&bytes);
        bytes.extend_from_slice(&check[..4]);
        let address: String = bytes.chunks(8).map(encoded).collect();
        assert_eq!(address.len(), 95);
        finds(find, &[(&format!("xmr {address}."), &address)]);
        finds_nothing(find, &[&address.replacen(&address[20..22], "11", 1)]);
    }

    fn encoded(block: &[u8]) -> String {
        let mut value = block.iter().fold(0u64, |value, byte| value << 8 | u64::from(*byte));
        let len = if block.len() == 8 { 11 } else { 7 };
        let mut digits = vec![b'1'; len];
        for digit in digits.iter_mut().rev() {
            *digit = BASE58[(value % 58) as usize];
            value /= 58;
        }
        digits.into_iter().map(char::from).collect()
    }
}
