//! Dates: of birth by context, all others where a policy asks for them; ages over 89.

use super::Detector;

/// The detectors of this family.
pub(super) const DETECTORS: &[Detector] = &[];
