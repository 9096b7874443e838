//! Web addresses.

use super::Detector;

/// The detectors of this family.
pub(super) const DETECTORS: &[Detector] = &[];
