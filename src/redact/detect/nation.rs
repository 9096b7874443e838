//! The identity and tax numbers of other nations.

use super::Detector;

/// The detectors of this family.
pub(super) const DETECTORS: &[Detector] = &[];
