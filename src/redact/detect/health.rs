//! Health: record and member numbers, NPI, DEA, MBI, diagnoses.

use super::Detector;

/// The detectors of this family.
pub(super) const DETECTORS: &[Detector] = &[];
