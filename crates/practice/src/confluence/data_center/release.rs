//! Which version of Data Center answers: what there is and how links look depends on it.

use catchment_base::error::{Error, Result};

/// A version number of the product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Release([u32; 3]);

impl Release {
    /// Reads a number like `9.2.0`.
    pub(super) fn read(text: &str) -> Result<Self> {
        let parts: Vec<u32> = text.split('.').map_while(|part| part.parse().ok()).collect();
        let whole = parts.len() == text.split('.').count();
        <[u32; 3]>::try_from(parts).ok().filter(|_| whole).map(Self).ok_or_else(|| {
            Error::usage(format!("{text:?} is no version of Confluence Data Center"))
                .hint("write three numbers, for example 9.2.0")
        })
    }

    /// Whether it is this version or a later one.
    pub(super) fn has(self, major: u32, minor: u32) -> bool {
        self >= Self([major, minor, 0])
    }

    /// The number of its build, which grows with the version.
    pub(super) fn build(self) -> u32 {
        let [major, minor, patch] = self.0;
        major * 1000 + minor * 20 + patch
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_their_numbers() {
        let [eight, nine, ten] = ["8.5.4", "9.2.0", "10.0.3"].map(|text| Release::read(text).unwrap());
        assert!(eight < nine && nine < ten && ten.has(9, 1) && nine.has(9, 1) && !eight.has(9, 1));
        assert!(eight.build() < nine.build() && nine.build() < ten.build());
        for wrong in ["", "9", "9.2", "9.2.x", "9.2.0.1", "9.2.0-m01"] {
            assert!(Release::read(wrong).is_err(), "{wrong}");
        }
    }
}
