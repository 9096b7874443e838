//! Numbers of the United Kingdom: NHS, NINO, UTR.

use super::Detector;

/// The detectors of this family.
pub(super) const DETECTORS: &[Detector] = &[];
