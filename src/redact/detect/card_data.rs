//! What stands beside a card number: security code, expiry, PIN, magnetic stripe.

use super::Detector;

/// The detectors of this family.
pub(super) const DETECTORS: &[Detector] = &[];
