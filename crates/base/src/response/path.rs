//! Where a member stands in a JSON value, as a text: the names on the way with dots between them, or a JSON pointer.
//!
//! A path that begins with a slash is a JSON pointer (RFC 6901): `/@odata.etag` is one member, `@odata.etag` a member of a
//! member. So every member can be named, and what has both spellings is kept under one of them ([`spelled`]).

use std::borrow::Cow;

/// The names of a path, the outermost first; none where it is the value itself.
pub fn names(path: &str) -> Vec<Cow<'_, str>> {
    match path.strip_prefix('/') {
        None if path.is_empty() => Vec::new(),
        None => path.split('.').map(Cow::Borrowed).collect(),
        Some(pointer) => pointer.split('/').map(unescaped).collect(),
    }
}

/// The one spelling of some names: with dots, or as a pointer where a dot or a slash could be misread.
pub fn spelled<S: AsRef<str>>(names: &[S]) -> String {
    let is_plain = |name: &str| !name.is_empty() && !name.contains('.') && !name.starts_with('/');
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    if names.iter().all(|name| is_plain(name)) { names.join(".") } else { pointer_of(&names) }
}

/// Some names as a JSON pointer.
pub fn pointer_of<S: AsRef<str>>(names: &[S]) -> String {
    names.iter().map(|name| format!("/{}", name.as_ref().replace('~', "~0").replace('/', "~1"))).collect()
}

/// A path as a JSON pointer.
pub fn pointer(path: &str) -> String {
    pointer_of(&names(path))
}

/// The names that lead from one member to another that stands in it; nothing where it does not.
pub fn inside<'p>(outer: &str, inner: &'p str) -> Option<Vec<Cow<'p, str>>> {
    let (outer, mut inner) = (names(outer), names(inner));
    (inner.len() > outer.len() && inner.starts_with(&outer)).then(|| inner.split_off(outer.len()))
}

fn unescaped(name: &str) -> Cow<'_, str> {
    if name.contains('~') { Cow::Owned(name.replace("~1", "/").replace("~0", "~")) } else { Cow::Borrowed(name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_dots_or_is_a_pointer_and_one_of_them_is_its_spelling() {
        for (path, wanted, spelling) in [
            ("", &[][..], ""),
            ("id", &["id"], "id"),
            ("a.b", &["a", "b"], "a.b"),
            ("/a/b", &["a", "b"], "a.b"),
            ("/@odata.etag", &["@odata.etag"], "/@odata.etag"),
            ("a./b", &["a", "/b"], "/a/~1b"),
            ("/a~1b~01/", &["a/b~1", ""], "/a~1b~01/"),
        ] {
            assert_eq!(names(path), wanted, "{path}");
            assert_eq!(spelled(&names(path)), spelling, "{path}");
            assert_eq!(names(spelling), wanted, "{path}: its spelling is another member");
        }
    }

    #[test]
    fn what_stands_inside_is_told_by_names_and_not_by_letters() {
        assert_eq!(inside("a", "/a/b.c").unwrap(), ["b.c"]);
        assert_eq!((inside("a", "ab"), inside("a", "/a.b"), inside("a", "a")), (None, None, None));
    }
}
