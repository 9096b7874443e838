//! What differs between the products of Atlassian, as data.

use crate::config::Setting;

/// A product of Atlassian; [`product!`] makes one.
pub struct Product {
    /// What it is called in prose: `Confluence`.
    pub word: &'static str,
    /// What it is called at the gateway, `…/ex/NAME/ID`.
    pub name: &'static str,
    /// Where it lies on the host of a Cloud site: `/wiki`, or nothing where it has no path.
    pub path: &'static str,
    /// How that is said of its address: `ends in /wiki`.
    pub ending: &'static str,
    /// How the paths of its pages and APIs begin below the base: parts with slashes between them. `*` stands for any
    /// characters, and a part `?` for a query.
    pub pages: &'static [&'static str],
    /// Those that are pages on Cloud alone: on a Data Center they may be the context path.
    pub cloud_pages: &'static [&'static str],
    /// The settings of its site and of its doors.
    pub settings: &'static [Setting],
    /// What to do about a site of it.
    pub hints: Hints,
}

/// A hint for Cloud, and one for Data Center.
pub type Either = [&'static str; 2];

/// What to do about a site that does not answer as it should, where that speaks of the product.
pub struct Hints {
    /// The answer is no JSON.
    pub not_json: Either,
    /// It is a page for people, with 404.
    pub no_site: Either,
    /// The request is refused with 400.
    pub bad_request: Either,
    /// What is asked for is not there (404).
    pub not_found: Either,
    /// An account with an API token may not read something.
    pub token_forbidden: &'static str,
    /// An app of Connect may not.
    pub app_forbidden: &'static str,
    /// The account of a personal access token may not.
    pub access_token_forbidden: &'static str,
    /// An account with a password may not.
    pub password_forbidden: &'static str,
    /// The gateway does not accept a token.
    pub at_gateway: &'static str,
}

/// Makes a [`Product`] of its words: `env` begins the environment variables of examples, `center` is an example of a Data
/// Center's address, `scope` is what an account sees or not, `asked` examples of scopes that a person consents to.
macro_rules! product {
    (
        word: $word:literal,
        name: $name:literal,
        env: $env:literal,
        path: $path:literal,
        ending: $ending:literal,
        center: $center:literal,
        scope: $scope:literal,
        asked: $asked:expr,
        pages: $pages:expr,
        cloud_pages: $cloud_pages:expr $(,)?
    ) => {
        $crate::atlassian::Product {
            word: $word,
            name: $name,
            path: $path,
            ending: $ending,
            pages: $pages,
            cloud_pages: $cloud_pages,
            settings: $crate::atlassian::settings::rows!($env, $path, $scope, $asked),
            hints: $crate::atlassian::door::hints!($word, $name, $path, $ending, $center, $scope),
        }
    };
}
pub(crate) use product;
