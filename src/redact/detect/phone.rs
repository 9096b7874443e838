//! Telephone numbers, by the metadata of libphonenumber.

use super::Detector;

/// The detectors of this family.
pub(super) const DETECTORS: &[Detector] = &[];
