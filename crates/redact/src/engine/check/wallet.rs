//! Addresses of wallets: Base58Check, Bech32 (BIP 173, BIP 350), EIP-55, Monero.

use aws_lc_rs::digest::{SHA256, digest};
use std::collections::HashSet;

/// The longest address in Base58Check.
const LONGEST_BASE58: usize = 35;
/// First characters with their version bytes: Bitcoin, and other networks.
const BITCOIN: &[(u8, u8)] = &[(b'1', 0), (b'3', 5)];
const OTHERS: &[(u8, u8)] =
    &[(b'L', 0x30), (b'M', 0x32), (b'D', 0x1e), (b'A', 0x16), (b'9', 0x16), (b'X', 0x4c), (b'T', 0x41)];
const BASE58: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
/// The alphabet of the XRP Ledger.
const XRP: &[u8; 58] = b"rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz";
const BECH32: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/// An address of Bitcoin.
pub(super) fn is_bitcoin(text: &[u8]) -> bool {
    is_base58_check(text, BITCOIN)
}

/// An address of another network that takes Base58Check.
pub(super) fn is_other(text: &[u8]) -> bool {
    text.len() == 34 && is_base58_check(text, OTHERS)
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
pub(super) fn is_xrp(text: &[u8]) -> bool {
    let place = |digit: &u8| XRP.iter().position(|known| known == digit);
    let translated: Option<Vec<u8>> = text.iter().map(|digit| place(digit).map(|at| BASE58[at])).collect();
    let translated = translated.filter(|_| text.first() == Some(&XRP[0]) && text.len() <= LONGEST_BASE58);
    translated.is_some_and(|text| is_base58_check(&text, BITCOIN))
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
pub(super) fn is_segwit(text: &[u8]) -> bool {
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
pub(super) fn is_ethereum(text: &[u8]) -> bool {
    let digits = text.strip_prefix(b"0x").or_else(|| text.strip_prefix(b"0X")).unwrap_or(text);
    if digits.iter().collect::<HashSet<_>>().len() < 8
        || digits.len() != 40
        || !digits.iter().all(u8::is_ascii_hexdigit)
    {
        return false;
    }
    let (upper, lower) = (digits.iter().any(u8::is_ascii_uppercase), digits.iter().any(u8::is_ascii_lowercase));
    if upper != lower {
        return true;
    }
    let hash = keccak256(&digits.to_ascii_lowercase());
    let nibble = |index: usize| hash[index / 2] >> (4 * (1 - index % 2)) & 15;
    let is_capital =
        |(index, b): (usize, &u8)| !b.is_ascii_alphabetic() || b.is_ascii_uppercase() == (nibble(index) >= 8);
    upper && digits.iter().enumerate().all(is_capital)
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
pub(super) fn is_monero(text: &[u8]) -> bool {
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
