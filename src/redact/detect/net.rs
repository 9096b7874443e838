//! Addresses of machines: IPv4, IPv6, MAC, UUID.

use super::Detector;

/// The detectors of this family.
pub(super) const DETECTORS: &[Detector] = &[];
