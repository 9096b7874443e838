//! What the column of a member reads of a record, as an expression of SQL, and when that does not fit.

use super::generate::{Holds, Member, OTHERS};
use crate::db::{identifier, literal};
use catchment_base::response::path::{names, pointer, pointer_of, spelled};
use serde_json::json;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The names that lead to a member.
pub(super) type Names<'a> = Vec<Cow<'a, str>>;

impl Member {
    /// The member as a column of the statement; the members `apart` are left out of its JSON, and redaction is `told` this of it.
    pub(super) fn selected(&self, apart: &[Names<'_>], told: &str, wrapped: &str) -> String {
        format!("{} as {}", self.value(apart, told, wrapped), identifier(&self.column))
    }

    pub(super) fn value(&self, apart: &[Names<'_>], told: &str, wrapped: &str) -> String {
        let text = if self.is_id() { self.id(wrapped) } else { text_at(&self.path) };
        match self.holds {
            Holds::Text => format!("redact({text}, {told})"),
            Holds::Json if self.path == OTHERS => {
                format!("redact_json(nullif({}, '{{}}'), {told})", json_without(&self.path, apart))
            }
            Holds::Json => format!("redact_json({}, {told})", json_without(&self.path, apart)),
            Holds::Adf => format!("redact_adf({}, {told})", json_without(&self.path, apart)),
            // An empty text is nobody.
            Holds::Person => format!("pseudonym(nullif({text}, ''), '{}')", kind_of(&self.path)),
            Holds::Account => format!("pseudonym(nullif({text}, ''), 'account_id')"),
            // An empty text is nothing.
            Holds::Time => format!("make_timestamp(epoch_us(try_cast(nullif({text}, '') as timestamptz)))"),
            Holds::EpochSeconds => format!("make_timestamp(try_cast(nullif({text}, '') as bigint) * 1000000)"),
            Holds::EpochMilliseconds => format!("make_timestamp(try_cast(nullif({text}, '') as bigint) * 1000)"),
            Holds::Plain => text,
            Holds::Key => format!("nullif({text}, '')"),
            Holds::Number => format!("try_cast(nullif({text}, '') as double)"),
            Holds::Integer => format!("try_cast(nullif({text}, '') as bigint)"),
            Holds::Decimal => format!("try_cast(nullif({text}, '') as decimal(38, 10))"),
            Holds::Date => format!("try_cast(nullif({text}, '') as date)"),
            Holds::Keys => format!("string_split(nullif({text}, ''), ',')"),
            Holds::Flag => format!("try_cast(nullif({text}, '') as boolean)"),
            Holds::Secret | Holds::Parts => "null".to_owned(),
        }
    }

    /// Whether it holds an id or a name: one value, and neither an object nor a list.
    fn is_id(&self) -> bool {
        matches!(self.holds, Holds::Person | Holds::Account | Holds::Key | Holds::Keys)
    }

    /// The path of the value in the object that wraps it; nothing where a site wraps none.
    fn inside(&self, wrapped: &str) -> Option<String> {
        let mut path = names(&self.path);
        path.push(Cow::Borrowed(wrapped));
        (!wrapped.is_empty()).then(|| spelled(&path))
    }

    /// The text of an id, which an object may wrap; null where something else stands there.
    fn id(&self, wrapped: &str) -> String {
        let own = text_at(&self.path);
        let inside = self.inside(wrapped).map(|inside| format!("when 'OBJECT' then {}", text_at(&inside)));
        let is_other = self.is_no_id(wrapped);
        let own = inside
            .map_or_else(|| own.clone(), |inside| format!("case {} {inside} else {own} end", type_at(&self.path)));
        format!("case when {is_other} then null else {own} end")
    }

    /// When neither an id stands there nor an object that wraps one.
    fn is_no_id(&self, wrapped: &str) -> String {
        let kind = type_at(&self.path);
        let Some(inside) = self.inside(wrapped) else {
            return format!("coalesce({kind} in ('OBJECT', 'ARRAY'), false)");
        };
        let inside = format!("coalesce({}, 'OBJECT') in ('OBJECT', 'ARRAY')", type_at(&inside));
        format!("coalesce({kind} = 'ARRAY' or ({kind} = 'OBJECT' and {inside}), false)")
    }

    /// When its column is null though the record holds something there: it is not what the settings say, or it is a list in
    /// which the members `apart` cannot be told from the others. Nothing where every value fits.
    pub(super) fn is_unfit(&self, apart: &[Names<'_>], wrapped: &str) -> Option<String> {
        match self.holds {
            Holds::Person | Holds::Account | Holds::Key | Holds::Keys => Some(self.is_no_id(wrapped)),
            Holds::Json => has_list(&self.path, apart),
            Holds::Time
            | Holds::EpochSeconds
            | Holds::EpochMilliseconds
            | Holds::Number
            | Holds::Integer
            | Holds::Decimal
            | Holds::Date
            | Holds::Flag => {
                let value = self.value(apart, "''", wrapped);
                Some(format!("(nullif({}, '') is not null and {value} is null)", text_at(&self.path)))
            }
            Holds::Text | Holds::Adf | Holds::Plain | Holds::Secret | Holds::Parts => None,
        }
    }
}

/// The JSON at a path as a text, without some members of it.
pub(super) fn json_without(path: &str, apart: &[Names<'_>]) -> String {
    let json = format!("json_extract(object, {})", literal(&pointer(path)));
    let Some(has_list) = has_list(path, apart) else { return format!("nullif(cast({json} as varchar), 'null')") };
    // Merging a null takes a member out (RFC 7396); what is no object would become one. No path goes into a list: what
    // should be taken out of one would stay.
    let patch = patch(&names(path), apart);
    let kept = format!(
        "case when {has_list} then null when json_type({json}) = 'OBJECT' then json_merge_patch({json}, {patch}) else {json} end"
    );
    format!("nullif(cast({kept} as varchar), 'null')")
}

/// Whether a list stands where some members of a path should be; nothing where there are none.
fn has_list(path: &str, apart: &[Names<'_>]) -> Option<String> {
    let mut above: Vec<String> = Vec::new();
    for name in apart.iter().flat_map(|apart| (0..apart.len()).map(|depth| &apart[..depth])) {
        let place = literal(&format!("{}{}", pointer(path), pointer_of(name)));
        above.extend(Some(format!("json_type(object, {place})")).filter(|one| !above.contains(one)));
    }
    (!above.is_empty()).then(|| format!("list_contains([{}], 'ARRAY')", above.join(", ")))
}

/// What takes the members `apart` out of the object at `base` by a merge, as an expression: only where there are objects on
/// the way, for a text that is merged with an object is lost.
fn patch(base: &[Cow<'_, str>], apart: &[Names<'_>]) -> String {
    let mut by_name: BTreeMap<&str, Vec<Names<'_>>> = BTreeMap::new();
    for names in apart {
        if let Some((first, behind)) = names.split_first() {
            by_name.entry(first).or_default().push(behind.to_vec());
        }
    }
    let part = |(name, behind): (&str, Vec<Names<'_>>)| {
        let key = json!(name).to_string();
        if behind.iter().any(Vec::is_empty) {
            return literal(&format!("{key}:null"));
        }
        let base: Names<'_> = base.iter().cloned().chain([Cow::Borrowed(name)]).collect();
        let is_object = format!("json_type(object, {}) = 'OBJECT'", literal(&pointer_of(&base)));
        format!("case when {is_object} then {} || {} end", literal(&format!("{key}:")), patch(&base, &behind))
    };
    let parts: Vec<String> = by_name.into_iter().map(part).collect();
    format!("('{{' || concat_ws(',', {}) || '}}')", parts.join(", "))
}

/// The kind of pseudonym: an e-mail address has the one that it has in texts.
fn kind_of(path: &str) -> &'static str {
    if path.to_ascii_lowercase().contains("mail") { "email" } else { "display_name" }
}

/// The type of what stands at a path.
pub(super) fn type_at(path: &str) -> String {
    format!("json_type(object, {})", literal(&pointer(path)))
}

/// What stands at a path, as a text.
pub(super) fn text_at(path: &str) -> String {
    format!("json_extract_string(object, {})", literal(&pointer(path)))
}
