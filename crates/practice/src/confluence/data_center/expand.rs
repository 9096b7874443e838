//! Which parts of an object a request wants to see.

/// The paths of an `expand` parameter, for example `body.storage` and `history.lastUpdated`.
#[derive(Clone, Default)]
pub(super) struct Expand<'q>(Vec<&'q str>);

impl<'q> Expand<'q> {
    /// Reads the parameter; a path may have blanks around it.
    pub(super) fn read(text: &'q str) -> Self {
        Self(text.split(',').map(str::trim).filter(|path| !path.is_empty()).collect())
    }

    /// Whether a part is wanted, itself or something within it.
    pub(super) fn wants(&self, part: &str) -> bool {
        self.0.iter().any(|path| behind(path, part).is_some())
    }

    /// What is wanted within a part.
    pub(super) fn within(&self, part: &str) -> Expand<'q> {
        let behind = self.0.iter().filter_map(|path| behind(path, part)).filter(|rest| !rest.is_empty());
        Expand(behind.collect())
    }

    /// Whether nothing is wanted.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What follows a part in a path that begins with it.
fn behind<'q>(path: &&'q str, part: &str) -> Option<&'q str> {
    let rest = path.strip_prefix(part)?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix('.') }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_names_its_parts_and_what_is_within() {
        let expand = Expand::read("body.storage, history.lastUpdated,spaces");
        assert!(expand.wants("body") && expand.wants("body.storage") && !expand.wants("space"));
        assert!(expand.within("history").wants("lastUpdated") && !expand.within("history").wants("by"));
        assert!(expand.within("spaces").is_empty() && !expand.is_empty() && Expand::read("").is_empty());
    }
}
