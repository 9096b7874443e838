//! Numbers of rows: fifteen characters whose case matters, and three more that tell the case.

use std::fmt;

/// Characters that matter.
const LENGTH: usize = 15;
/// Every character of a number, in the order in which the database sorts them, which is not that of their bytes.
const ALPHABET: &[u8; 62] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
/// What five characters become: the place is the binary number of their capital letters.
const CHECKS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
/// What stands between the prefix of an object and what counts its rows.
const POD: &str = "5e0";
/// Letters, each small and capital.
const LETTERS: u64 = 26;
/// How many numbers fit into the eight characters before the last one.
const ROOM: u64 = 218_340_105_584_896;
/// Neighbours are so far apart; it shares no divisor with the room.
const STRIDE: u64 = 98_765_432_123_457;

/// The number of a row: for each character its place in the order of the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Id([u8; LENGTH]);

impl Id {
    /// The number of fifteen characters, or of eighteen where the last three fit them.
    pub(super) fn read(text: &str) -> Option<Self> {
        let (own, check) = (text.get(..LENGTH)?, text.get(LENGTH..)?);
        let place = |byte: u8| ALPHABET.iter().position(|known| *known == byte);
        let mut places = [0; LENGTH];
        for (slot, byte) in places.iter_mut().zip(own.bytes()) {
            *slot = u8::try_from(place(byte)?).ok()?;
        }
        let id = Self(places);
        (check.is_empty() || check == id.check()).then_some(id)
    }

    /// The number of a row from the prefix of its object, where the object's numbers begin, and its ordinal.
    ///
    /// Two neighbours differ in the case of one letter alone.
    pub(super) fn of(prefix: &str, begin: u64, ordinal: u64) -> Self {
        let (pair, is_capital) = (ordinal / 2, ordinal % 2 == 1);
        let letter = pair % LETTERS + if is_capital { LETTERS } else { 0 };
        let mut rest = (u128::from(begin % ROOM) + u128::from(pair) * u128::from(STRIDE)) % u128::from(ROOM);
        let mut places = [0; LENGTH];
        let head = prefix.bytes().chain(POD.bytes());
        for (slot, byte) in places.iter_mut().zip(head) {
            *slot = ALPHABET.iter().position(|known| *known == byte).unwrap_or_default() as u8;
        }
        for slot in places[6..LENGTH - 1].iter_mut().rev() {
            *slot = (rest % 62) as u8;
            rest /= 62;
        }
        places[LENGTH - 1] = letter as u8;
        Self(places)
    }

    /// The three characters that tell its object.
    pub(super) fn prefix(self) -> String {
        self.short().chars().take(3).collect()
    }

    fn short(self) -> String {
        self.0.iter().map(|place| char::from(ALPHABET[usize::from(*place)])).collect()
    }

    fn check(self) -> String {
        let is_capital = |place: &u8| ALPHABET[usize::from(*place)].is_ascii_uppercase();
        let five = |places: &[u8]| -> usize {
            places.iter().enumerate().filter(|(_, place)| is_capital(place)).map(|(bit, _)| 1 << bit).sum()
        };
        self.0.chunks(5).map(|places| char::from(CHECKS[five(places)])).collect()
    }
}

impl fmt::Display for Id {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}{}", self.short(), self.check())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn three_characters_tell_the_capital_letters() {
        let known = |short: &str| Id::read(short).unwrap().to_string();
        assert_eq!(known("001A0000006Vm9r"), "001A0000006Vm9rIAC");
        assert_eq!(known("01gD0000002HU6K"), "01gD0000002HU6KIAW");
        assert_eq!(known("aaaaaaaaaaaaaaa"), "aaaaaaaaaaaaaaaAAA");
        assert_eq!(Id::read("001A0000006Vm9rIAC"), Id::read("001A0000006Vm9r"));
        assert!(Id::read("001A0000006Vm9rIAD").is_none() && Id::read("001A0000006Vm9").is_none());
        assert!(Id::read("001A0000006Vm9-").is_none() && Id::read("001A0000006Vm9ré").is_none());
    }

    #[test]
    fn numbers_are_all_different_and_not_in_order_of_their_bytes() {
        let ids: Vec<Id> = (0..10_000).map(|ordinal| Id::of("500", 77, ordinal)).collect();
        let texts: BTreeSet<String> = ids.iter().map(Id::to_string).collect();
        assert_eq!(texts.len(), 10_000);
        let mut sorted = ids;
        sorted.sort();
        let texts_of = |ids: &[Id]| ids.iter().map(Id::to_string).collect::<Vec<_>>();
        assert_ne!(texts_of(&sorted), texts.into_iter().collect::<Vec<_>>());
        assert!(Id::read("001A0000006Vm9a") < Id::read("001A0000006Vm9A"));
        assert!(Id::read("001A0000006Vm9Z") < Id::read("001A0000006Vm90"));
    }

    #[test]
    fn neighbours_differ_in_the_case_of_one_letter() {
        let (one, other) = (Id::of("001", 5, 40).to_string(), Id::of("001", 5, 41).to_string());
        assert!(one[..15] != other[..15] && one[..15].eq_ignore_ascii_case(&other[..15]));
        assert_eq!((Id::of("001", 5, 40).prefix().as_str(), &one[..6]), ("001", "0015e0"));
        assert!(one[15..] != other[15..]);
    }
}
