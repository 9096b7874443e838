//! Countries whose telephone numbers are known.

use rlibphonenumber::PHONE_NUMBER_UTIL;

/// Whether this is the code of a country whose telephone numbers are known, as in ISO 3166.
pub fn is_region(code: &str) -> bool {
    PHONE_NUMBER_UTIL.get_supported_regions().any(|region| region.as_region_str().as_str() == code)
}
