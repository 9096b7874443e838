//! Users in the markup of pages: Confluence and Jira show them as links that carry the id.

use regex::Regex;
use std::sync::LazyLock;

/// A link with the id of a user, and what it shows.
static USER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"<a\b[^<>]*\bdata-(?:account-id|username|user-?key|user-?id)\s*=\s*["']([^"'<>]+)["'][^<>]*>([^<>]+)</a>"#,
    )
    .ok()
});

/// The users that a text shows in markup, each with its id and its name.
pub fn users(text: &str) -> impl Iterator<Item = (&str, String)> {
    let regex = USER.as_ref().filter(|_| text.contains("data-"));
    let found = regex.into_iter().flat_map(move |regex| regex.captures_iter(text));
    found.map(|found| found.extract()).map(|(_, [id, name])| (id, name.trim().trim_start_matches('@').to_owned()))
}

#[cfg(test)]
mod tests {
    use super::users;

    #[test]
    fn a_link_with_the_id_of_a_user_shows_its_name() {
        let text = "<p><a class=\"confluence-userlink\" data-account-id=\"7:a\" href=\"/x\">Ann Lee</a>, \
                    <a href='/y' data-username='bob'> @Bob </a> <a data-x=\"1\" href=\"/z\">See this</a></p>";
        let found: Vec<(&str, String)> = users(text).collect();
        assert_eq!(found, [("7:a", "Ann Lee".to_owned()), ("bob", "Bob".to_owned())]);
    }
}
