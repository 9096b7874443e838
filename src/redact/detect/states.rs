//! Numbers of the United States: SSN, ITIN.

use super::Detector;

/// The detectors of this family.
pub(super) const DETECTORS: &[Detector] = &[];
