//! Sealing: zstd, then AES-256-GCM with a fresh nonce, bound to the response's place by associated data.
//!
//! The sealed form is nonce (12 bytes), ciphertext, tag (16 bytes). The associated data is stream and scope, so that a response
//! cannot be moved to another listing.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::hmac;
use catchment_base::error::{Error, Kind, Result};
use catchment_base::response::{Envelope, Listing};
use catchment_io::key::{Keys, hex};

const ZSTD_LEVEL: i32 = 1;
const OBJECT_HASH_BYTES: usize = 16;

/// Seals and opens responses with one key.
pub struct Sealer {
    key: LessSafeKey,
    hash: hmac::Key,
    key_id: String,
}

impl Sealer {
    /// A sealer with the data directory's keys.
    pub fn new(keys: &Keys) -> Result<Self> {
        let broken = |_| Error::failed("making the sealing key failed");
        let key = UnboundKey::new(&AES_256_GCM, keys.derive("seal")?.expose()).map_err(broken)?;
        let hash = hmac::Key::new(hmac::HMAC_SHA256, keys.derive("object hash")?.expose());
        Ok(Self { key: LessSafeKey::new(key), hash, key_id: keys.id().to_owned() })
    }

    /// The id of the key that responses are sealed with.
    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    /// The sealed form of a response.
    pub fn seal(&self, listing: &Listing, body: &[u8]) -> Result<Vec<u8>> {
        self.seal_at(Place::of(listing), body)
    }

    /// The sealed form of a response whose source is not known.
    pub(super) fn seal_at(&self, place: Place<'_>, body: &[u8]) -> Result<Vec<u8>> {
        let packed = zstd::bulk::compress(body, ZSTD_LEVEL)
            .map_err(|cause| Error::failed("compressing a response failed").because(cause))?;
        let mut nonce = [0; NONCE_LEN];
        getrandom::fill(&mut nonce)
            .map_err(|cause| Error::failed("the system provided no random bytes").because(cause))?;
        let mut sealed = Vec::with_capacity(NONCE_LEN + packed.len() + AES_256_GCM.tag_len());
        sealed.extend_from_slice(&nonce);
        let mut body = packed;
        self.key
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(place.to_bytes()), &mut body)
            .map_err(|_| Error::failed("sealing a response failed"))?;
        sealed.extend_from_slice(&body);
        Ok(sealed)
    }

    /// The response in a sealed form, which has `bytes` bytes in clear.
    pub fn open(&self, listing: &Listing, sealed: Vec<u8>, bytes: usize) -> Result<Vec<u8>> {
        self.open_at(Place::of(listing), sealed, bytes)
    }

    /// The response in a sealed form whose source is not known.
    pub(super) fn open_at(&self, place: Place<'_>, mut sealed: Vec<u8>, bytes: usize) -> Result<Vec<u8>> {
        let broken = || {
            Error::new(Kind::Damaged, format!("a stored response of {} cannot be opened", place.stream))
                .hint("the database or the key file was changed; restore both from the same backup")
        };
        if sealed.len() < NONCE_LEN {
            return Err(broken());
        }
        let mut rest = sealed.split_off(NONCE_LEN);
        let nonce = Nonce::try_assume_unique_for_key(&sealed).map_err(|_| broken())?;
        let packed = self.key.open_in_place(nonce, Aad::from(place.to_bytes()), &mut rest).map_err(|_| broken())?;
        zstd::bulk::decompress(packed, bytes).map_err(|cause| broken().because(cause))
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

/// Where a response belongs.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    /// The stream of its listing.
    pub(super) stream: &'a str,
    /// The scope of its listing.
    pub(super) scope: &'a str,
}

impl<'a> Place<'a> {
    fn of(listing: &'a Listing) -> Self {
        Self { stream: listing.stream, scope: &listing.scope }
    }

    fn to_bytes(self) -> Vec<u8> {
        [self.stream.as_bytes(), &[0], self.scope.as_bytes()].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealer(byte: u8) -> Sealer {
        Sealer::new(&Keys::from_master(vec![byte; 32]).unwrap()).unwrap()
    }

    fn listing(scope: &str) -> Listing {
        Listing { stream: "page", scope: scope.to_owned() }
    }

    #[test]
    fn a_sealed_response_opens_to_the_same_bytes_and_shows_none_of_them() {
        let body = b"card 4111 1111 1111 1111 ".repeat(40);
        let sealed = sealer(1).seal(&listing("1"), &body).unwrap();
        assert!(!sealed.windows(4).any(|window| window == b"4111"));
        assert_eq!(sealer(1).open(&listing("1"), sealed, body.len()).unwrap(), body);
    }

    #[test]
    fn another_key_another_place_or_a_changed_byte_do_not_open() {
        let sealed = sealer(1).seal(&listing("1"), b"body").unwrap();
        assert_eq!(sealer(2).open(&listing("1"), sealed.clone(), 4).unwrap_err().kind(), Kind::Damaged);
        assert_eq!(sealer(1).open(&listing("2"), sealed.clone(), 4).unwrap_err().kind(), Kind::Damaged);
        let mut changed = sealed;
        let last = changed.len() - 1;
        changed[last] ^= 1;
        assert_eq!(sealer(1).open(&listing("1"), changed, 4).unwrap_err().kind(), Kind::Damaged);
        assert_eq!(sealer(1).open(&listing("1"), vec![0; 5], 4).unwrap_err().kind(), Kind::Damaged);
    }
}
