//! Passports, driving licences, registration plates, vehicle identification numbers.

use super::Detector;

/// The detectors of this family.
pub(super) const DETECTORS: &[Detector] = &[];
