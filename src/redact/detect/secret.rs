//! Secrets: keys and tokens of services, private keys, passwords.

use super::Detector;

/// The detectors of this family.
pub(super) const DETECTORS: &[Detector] = &[];
