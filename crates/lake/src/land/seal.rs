//! Sealing: zstd, then AES-256-GCM with a fresh nonce, bound to the response's place by associated data.
//!
//! The sealed form is nonce (12 bytes), ciphertext, tag (16 bytes). The associated data of a response is its [`Place`]: connection,
//! stream, scope, kind, number and length, so that it can be moved neither to another place nor to another database. What earlier
//! versions sealed has stream and scope alone, until the database is opened first; so has a refresh token, whose scope is its
//! connection.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::hmac;
use catchment_base::error::{Error, Kind, Result};
use catchment_base::response::{Envelope, Listing, ResponseKind};
use catchment_io::key::{Keys, hex};

const ZSTD_LEVEL: i32 = 1;
const OBJECT_HASH_BYTES: usize = 16;

/// Seals and opens responses with one key.
pub struct Sealer {
    key: LessSafeKey,
    hash: hmac::Key,
    key_id: String,
    connection: String,
}

impl Sealer {
    /// A sealer with the data directory's keys, for what a connection holds.
    pub fn new(keys: &Keys, connection: &str) -> Result<Self> {
        let broken = |_| Error::failed("making the sealing key failed");
        let key = UnboundKey::new(&AES_256_GCM, keys.derive("seal")?.expose()).map_err(broken)?;
        let hash = hmac::Key::new(hmac::HMAC_SHA256, keys.derive("object hash")?.expose());
        let (key_id, connection) = (keys.id().to_owned(), connection.to_owned());
        Ok(Self { key: LessSafeKey::new(key), hash, key_id, connection })
    }

    /// The id of the key that responses are sealed with.
    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    /// The sealed form of a text of a listing that is no response.
    pub fn seal(&self, listing: &Listing, text: &[u8]) -> Result<Vec<u8>> {
        self.sealed(&loose(listing.stream, &listing.scope), pack(text)?)
    }

    /// The text in such a form, which has `most` bytes at most.
    pub fn open(&self, listing: &Listing, sealed: Vec<u8>, most: usize) -> Result<Vec<u8>> {
        let broken = || damaged(format!("what is stored of {} cannot be opened", listing.stream));
        let packed = self.opened(&loose(listing.stream, &listing.scope), sealed).ok_or_else(broken)?;
        zstd::bulk::decompress(&packed, most).map_err(|cause| broken().because(cause))
    }

    /// The sealed form of a packed response at its place.
    pub(super) fn seal_at(&self, place: &Place<'_>, packed: Vec<u8>) -> Result<Vec<u8>> {
        self.sealed(&self.bound(place), packed)
    }

    /// The response in a sealed form that stands at a place; what an earlier version sealed is not bound to it.
    pub(super) fn open_at(&self, place: &Place<'_>, is_bound: bool, sealed: Vec<u8>) -> Result<Vec<u8>> {
        let broken = || {
            let (Place { stream, number, .. }, connection) = (place, &self.connection);
            damaged(format!(
                "the stored response {number} of {stream} in {connection} cannot be opened: it is not the one that was sealed there"
            ))
        };
        let told = if is_bound { self.bound(place) } else { loose(place.stream, place.scope) };
        let packed = self.opened(&told, sealed).ok_or_else(broken)?;
        let body = zstd::bulk::decompress(&packed, place.bytes).map_err(|cause| broken().because(cause))?;
        if body.len() == place.bytes { Ok(body) } else { Err(broken()) }
    }

    fn sealed(&self, told: &[u8], mut packed: Vec<u8>) -> Result<Vec<u8>> {
        let mut nonce = [0; NONCE_LEN];
        getrandom::fill(&mut nonce)
            .map_err(|cause| Error::failed("the system provided no random bytes").because(cause))?;
        let mut sealed = Vec::with_capacity(NONCE_LEN + packed.len() + AES_256_GCM.tag_len());
        sealed.extend_from_slice(&nonce);
        self.key
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(told), &mut packed)
            .map_err(|_| Error::failed("sealing a response failed"))?;
        sealed.extend_from_slice(&packed);
        Ok(sealed)
    }

    fn opened(&self, told: &[u8], mut sealed: Vec<u8>) -> Option<Vec<u8>> {
        if sealed.len() < NONCE_LEN {
            return None;
        }
        let mut rest = sealed.split_off(NONCE_LEN);
        let nonce = Nonce::try_assume_unique_for_key(&sealed).ok()?;
        let len = self.key.open_in_place(nonce, Aad::from(told), &mut rest).ok()?.len();
        rest.truncate(len);
        Some(rest)
    }

    /// What is authenticated with a response: each part with its length before it, so that none reads as two.
    fn bound(&self, place: &Place<'_>) -> Vec<u8> {
        let Place { stream, scope, kind, number, bytes } = place;
        let mut told = BOUND.to_vec();
        for part in [&self.connection, *stream, *scope, kind.as_str()] {
            told.extend_from_slice(&(part.len() as u64).to_le_bytes());
            told.extend_from_slice(part.as_bytes());
        }
        told.extend_from_slice(&number.to_le_bytes());
        told.extend_from_slice(&(*bytes as u64).to_le_bytes());
        told
    }

    /// What an object of this id goes by: a keyed hash of it where it may name a person.
    pub fn name(&self, envelope: &Envelope, id: String) -> String {
        if envelope.is_hashed { hex(&self.object_hash(id.as_bytes())) } else { id }
    }

    /// A keyed hash of an object's bytes: tells whether two answers have the same.
    pub fn object_hash(&self, object: &[u8]) -> [u8; OBJECT_HASH_BYTES] {
        let tag = hmac::sign(&self.hash, object);
        let mut hash = [0; OBJECT_HASH_BYTES];
        hash.copy_from_slice(&tag.as_ref()[..OBJECT_HASH_BYTES]);
        hash
    }
}

/// Where a response belongs in the database of its connection.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    /// The stream of its listing.
    pub(super) stream: &'a str,
    /// The scope of its listing.
    pub(super) scope: &'a str,
    /// How it was requested.
    pub(super) kind: ResponseKind,
    /// Its landing sequence.
    pub(super) number: i64,
    /// Its bytes in clear.
    pub(super) bytes: usize,
}

/// What the associated data of a response begins with, and that of nothing else: names of streams have letters.
const BOUND: &[u8] = b"\0response\0";

/// The associated data of what is bound to stream and scope alone.
fn loose(stream: &str, scope: &str) -> Vec<u8> {
    [stream.as_bytes(), &[0], scope.as_bytes()].concat()
}

/// A text, packed.
pub(super) fn pack(text: &[u8]) -> Result<Vec<u8>> {
    zstd::bulk::compress(text, ZSTD_LEVEL)
        .map_err(|cause| Error::failed("compressing a response failed").because(cause))
}

fn damaged(what: String) -> Error {
    Error::new(Kind::Damaged, what)
        .hint("it was changed or copied from elsewhere, or the key file is another one; restore database and key from the same backup")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealer(byte: u8, connection: &str) -> Sealer {
        Sealer::new(&Keys::from_master(vec![byte; 32]).unwrap(), connection).unwrap()
    }

    const PLACE: Place<'_> = Place { stream: "page", scope: "1", kind: ResponseKind::Listing, number: 7, bytes: 4 };

    #[test]
    fn a_sealed_response_opens_to_the_same_bytes_and_shows_none_of_them() {
        let body = b"card 4111 1111 1111 1111 ".repeat(40);
        let place = Place { bytes: body.len(), ..PLACE };
        let sealed = sealer(1, "wiki").seal_at(&place, pack(&body).unwrap()).unwrap();
        assert!(!sealed.windows(4).any(|window| window == b"4111"));
        assert_eq!(sealer(1, "wiki").open_at(&place, true, sealed).unwrap(), body);
    }

    #[test]
    fn another_key_another_place_or_a_changed_byte_do_not_open() {
        let sealed = sealer(1, "wiki").seal_at(&PLACE, pack(b"body").unwrap()).unwrap();
        assert_eq!(sealer(1, "wiki").open_at(&PLACE, true, sealed.clone()).unwrap(), b"body");
        let refused = |key: u8, connection: &str, place: Place<'_>, is_bound: bool, sealed: Vec<u8>| {
            let error = sealer(key, connection).open_at(&place, is_bound, sealed).unwrap_err();
            assert!(error.kind() == Kind::Damaged && error.to_string().contains(&format!("response {}", place.number)));
        };
        refused(2, "wiki", PLACE, true, sealed.clone());
        refused(1, "other", PLACE, true, sealed.clone());
        refused(1, "wiki", PLACE, false, sealed.clone());
        for place in [
            Place { stream: "post", ..PLACE },
            Place { scope: "2", ..PLACE },
            Place { kind: ResponseKind::ById, ..PLACE },
            Place { number: 8, ..PLACE },
            Place { bytes: 5, ..PLACE },
            // Where one part ends and the next begins counts.
            Place { stream: "pag", scope: "e1", ..PLACE },
        ] {
            refused(1, "wiki", place, true, sealed.clone());
        }
        let mut changed = sealed;
        let last = changed.len() - 1;
        changed[last] ^= 1;
        refused(1, "wiki", PLACE, true, changed);
        refused(1, "wiki", PLACE, true, vec![0; 5]);
    }

    #[test]
    fn a_text_that_is_no_response_is_bound_to_its_listing() {
        let listing = |scope: &str| Listing { stream: "token", scope: scope.to_owned() };
        let sealed = sealer(1, "wiki").seal(&listing("wiki"), b"body").unwrap();
        assert_eq!(sealer(1, "wiki").open(&listing("wiki"), sealed.clone(), 9).unwrap(), b"body");
        assert_eq!(sealer(1, "wiki").open(&listing("other"), sealed, 9).unwrap_err().kind(), Kind::Damaged);
    }
}
