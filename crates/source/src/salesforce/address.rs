//! Addresses of an org's API.

use catchment_base::error::Result;
use catchment_io::http::below;
use url::Url;

/// The version of the API that is asked: every org has the versions of some years.
const VERSION: &str = "v67.0";

/// The address below which an org's data is asked for.
pub fn data_url(base: &Url, parts: &[&str]) -> Result<Url> {
    below(base, ["services", "data", VERSION].into_iter().chain(parts.iter().copied()))
}
