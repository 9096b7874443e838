//! Accounts at banks: IBAN, ABA routing numbers, SWIFT codes, sort codes, account numbers.

use super::Detector;

/// The detectors of this family.
pub(super) const DETECTORS: &[Detector] = &[];
