//! Where the objects of an answer stand, and what tells one of them from another.
//!
//! The walk that reads an answer and the staging that cuts it later ask the same [`Envelope`], so that both find the same
//! objects under the same ids. A [path](super::path) that is empty is the value itself. No member stands twice in an object: such
//! answers are refused (see [`equivocal`](super::equivocal)).

use super::path;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

/// What stands between the parts of an id that has several.
const BETWEEN: &str = ":";

/// How the answers of a stream are built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// The path of the list of objects; where [`Envelope::is_one`], of the only object.
    pub objects: &'static str,
    /// The paths of further lists that an answer has. Which list an object stands in is its place.
    pub also: &'static [&'static str],
    /// The path, within what stands in a list, of the object that it wraps, or of the list of objects. Where nothing is there,
    /// it is the object itself; empty: nothing is wrapped.
    pub wrapped: &'static str,
    /// Whether a listing is one object and no list.
    pub is_one: bool,
    /// The path of the object in the answer to its own id.
    pub own: &'static str,
    /// The paths, within an object, of what is its id together.
    pub id: &'static [&'static str],
    /// The paths of what stands for the id where an object has none: the first that is there, of an address its last part.
    pub instead: &'static [&'static str],
    /// Whether it is told from others only together with the parent that it is listed for.
    pub is_within: bool,
    /// Whether what tells it from others may name a person: then it goes by a keyed hash of that, of whatever form its parts
    /// are, and of those that are there.
    pub is_hashed: bool,
}

impl Envelope {
    /// An envelope of one list at this path, whose objects have an `id`.
    pub const fn list(objects: &'static str) -> Self {
        Self {
            objects,
            also: &[],
            wrapped: "",
            is_one: false,
            own: "",
            id: &["id"],
            instead: &[],
            is_within: false,
            is_hashed: false,
        }
    }

    /// The objects of an answer, which is read to its end; nothing where a list is not there or null. Those of several lists come
    /// in the order of the paths.
    pub fn objects<'a>(&self, body: &'a [u8]) -> serde_json::Result<Option<Vec<&'a RawValue>>> {
        let placed = self.placed(body)?;
        Ok(placed.map(|placed| placed.into_iter().map(|(_, object)| object).collect()))
    }

    /// The objects of an answer, each with its place.
    pub fn placed<'a>(&self, body: &'a [u8]) -> serde_json::Result<Option<Vec<(&'static str, &'a RawValue)>>> {
        if self.is_one {
            let object = value_at::<&RawValue>(body, self.objects)?.filter(|found| found.get() != "null");
            return Ok(object.map(|object| vec![(self.objects, object)]));
        }
        let mut all = Vec::new();
        for place in std::iter::once(self.objects).chain(self.also.iter().copied()) {
            let Some(List(Some(objects))) = value_at::<List>(body, place)? else { return Ok(None) };
            for object in objects {
                all.extend(self.unwrapped(object)?.into_iter().map(|object| (place, object)));
            }
        }
        Ok(Some(all))
    }

    /// The objects that something in a list is, or wraps.
    pub fn unwrapped<'a>(&self, listed: &'a RawValue) -> serde_json::Result<Vec<&'a RawValue>> {
        let inner = if self.wrapped.is_empty() { None } else { member(listed.get(), self.wrapped) };
        match inner.map(RawValue::get) {
            None | Some("null") => Ok(vec![listed]),
            Some(list) if list.starts_with('[') => serde_json::from_str(list),
            Some(_) => Ok(inner.into_iter().collect()),
        }
    }

    /// The object of an answer to its own id, which is read to its end; nothing where it is not there or null.
    pub fn own<'a>(&self, body: &'a [u8]) -> serde_json::Result<Option<&'a RawValue>> {
        Ok(value_at::<&RawValue>(body, self.own)?.filter(|found| found.get() != "null"))
    }

    /// Whether null stands where the list should.
    pub fn is_null(&self, body: &str) -> bool {
        member(body, self.objects).is_some_and(|found| found.get() == "null")
    }

    /// The id of an object at this place of a listing for `scope`; nothing where it has none.
    pub fn id_in(&self, scope: &str, place: &str, object: &str) -> Option<String> {
        self.id_at(place, object).map(|id| self.within(scope, id))
    }

    /// The id that an object has at a place of its answer: where there are several lists, the same thing may stand in two.
    pub fn id_at(&self, place: &str, object: &str) -> Option<String> {
        let id = self.id_of(object)?;
        Some(if self.also.is_empty() { id } else { format!("{place}{BETWEEN}{id}") })
    }

    /// An id as it is in a listing for `scope`.
    pub fn within(&self, scope: &str, id: String) -> String {
        if self.is_within { format!("{}{BETWEEN}{id}", part(scope)) } else { id }
    }

    /// The id that an object has of its own, not hashed; nothing where a part of it is lacking, null or neither a text nor a whole
    /// number, or where it goes by a hash and all of its parts are lacking or null; and nothing stands for it.
    pub fn id_of(&self, object: &str) -> Option<String> {
        let has_parts = self.is_within || self.id.len() > 1;
        let one = |text: String| if has_parts { part(&text) } else { text };
        let of_part = |path: &&str| {
            let found = member(object, path).map(RawValue::get);
            if self.is_hashed { Some(found.and_then(settled).unwrap_or_default()) } else { found.and_then(scalar) }
        };
        let parts: Option<Vec<String>> = self.id.iter().map(of_part).collect();
        let own = parts.filter(|parts| !parts.iter().all(String::is_empty));
        let parts = own.or_else(|| self.substitute(object).map(|text| vec![text]))?;
        Some(parts.into_iter().map(one).collect::<Vec<_>>().join(BETWEEN))
    }

    /// What stands for the id of an object that has none.
    fn substitute(&self, object: &str) -> Option<String> {
        let told = |path: &&str| {
            let text = member(object, path).map(RawValue::get).and_then(scalar)?;
            let is_address = text.starts_with("https://") || text.starts_with("http://");
            let last = if is_address { text.trim_end_matches('/').rsplit('/').next()? } else { &text };
            (!last.is_empty()).then(|| last.to_owned())
        };
        self.instead.iter().find_map(told)
    }
}

/// A part of an id that has several: what could be taken for the end of it is written otherwise, so that no two lists of
/// parts make the same id. A generated model writes it the same way.
fn part(text: &str) -> String {
    text.replace('%', "%25").replace(BETWEEN, "%3A")
}

/// What stands at a path of a body, which is read to its end.
fn value_at<'a, T: Deserialize<'a>>(body: &'a [u8], path: &str) -> serde_json::Result<Option<T>> {
    let mut json = serde_json::Deserializer::from_slice(super::json_text(body));
    let found = At::<T>::new(&path::names(path)).deserialize(&mut json)?;
    json.end()?;
    Ok(found)
}

/// What stands at a path of a JSON value; nothing where it is lacking.
pub fn member<'a>(json: &'a str, path: &str) -> Option<&'a RawValue> {
    value_in(json, path)
}

/// What stands at a path of a JSON value; nothing where it is lacking, or something else. Nothing is read behind it.
pub(super) fn value_in<'a, T: Deserialize<'a>>(json: &'a str, path: &str) -> Option<T> {
    let (names, mut found) = (path::names(path), None);
    let seek = Seek { names: &names, found: &mut found };
    // Reading ends at what is found, and that with an error.
    let _ = seek.deserialize(&mut serde_json::Deserializer::from_str(json));
    found
}

/// A text, or a whole number as it is written.
fn scalar(json: &str) -> Option<String> {
    if json.starts_with('"') {
        return serde_json::from_str(json).ok();
    }
    let digits = json.strip_prefix('-').unwrap_or(json);
    let is_whole = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_whole.then(|| json.to_owned())
}

/// A value as it is, however it is written: a text or a whole number, or JSON with its members in order; nothing for null.
fn settled(json: &str) -> Option<String> {
    let value = || serde_json::from_str::<serde_json::Value>(json).ok().filter(|value| !value.is_null());
    scalar(json).or_else(|| value().map(|value| value.to_string()))
}

/// A list of values, or null.
#[derive(Deserialize)]
#[serde(transparent)]
pub(super) struct List<'a>(#[serde(borrow)] pub(super) Option<Vec<&'a RawValue>>);

/// Reads one value and what stands in it below some names; everything else is only passed over.
struct At<'p, T> {
    names: &'p [Cow<'p, str>],
    kind: PhantomData<T>,
}

impl<'p, T> At<'p, T> {
    fn new(names: &'p [Cow<'p, str>]) -> Self {
        Self { names, kind: PhantomData }
    }
}

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for At<'_, T> {
    type Value = Option<T>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        if self.names.is_empty() { T::deserialize(json).map(Some) } else { json.deserialize_any(self) }
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for At<'_, T> {
    type Value = Option<T>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "a value with the member {}", path::spelled(self.names))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (head, tail) = self.names.split_first().ok_or_else(|| A::Error::custom("a member has a name"))?;
        let mut found = None;
        while let Some(Name(key)) = map.next_key()? {
            if found.is_none() && key == *head {
                found = Some(map.next_value_seed(At::new(tail))?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found.flatten())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<Self::Value, E> {
        Ok(None)
    }
}

/// The name of a member, which most often stands there as it is.
#[derive(Deserialize)]
#[serde(transparent)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

/// Reads one value and what stands in it below some names, and nothing that stands behind that.
struct Seek<'p, 'o, T> {
    names: &'p [Cow<'p, str>],
    found: &'o mut Option<T>,
}

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for Seek<'_, '_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        if self.names.is_empty() {
            *self.found = T::deserialize(json).ok();
            return Ok(());
        }
        json.deserialize_map(self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Seek<'_, '_, T> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "a value with the member {}", path::spelled(self.names))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let (head, tail) = self.names.split_first().ok_or_else(|| A::Error::custom("a member has a name"))?;
        while let Some(Name(key)) = map.next_key()? {
            if key == *head {
                map.next_value_seed(Seek { names: tail, found: self.found })?;
                return Err(A::Error::custom("it is found"));
            }
            map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHOP: Envelope = Envelope::list("data.items");

    fn found(envelope: Envelope, body: &str) -> Option<Vec<String>> {
        let objects = envelope.objects(body.as_bytes()).unwrap();
        objects.map(|objects| objects.iter().map(|object| object.get().to_owned()).collect())
    }

    #[test]
    fn objects_stand_at_a_path_or_are_the_answer() {
        let bare = Envelope { objects: "", ..SHOP };
        assert_eq!(
            found(SHOP, r#"{"meta":{"items":[1]},"data":{"n":[2],"items":[{"id":1},7]}}"#).unwrap(),
            [r#"{"id":1}"#, "7"]
        );
        assert_eq!(found(bare, "\u{feff}[1, 2]").unwrap(), ["1", "2"]);
        assert!(SHOP.is_null(r#"{"data":{"items":null}}"#) && !SHOP.is_null(r#"{"data":{}}"#));
        for lacking in [
            r#"{"data":{"items":null}}"#,
            r#"{"data":{}}"#,
            r#"{"data":null}"#,
            r#"{"data":"x"}"#,
            r#"{"data":[1]}"#,
            "[]",
            "7",
            "null",
            "true",
        ] {
            assert_eq!(found(SHOP, lacking), None, "{lacking}");
        }
    }

    #[test]
    fn objects_stand_in_several_lists_or_are_one() {
        let both = Envelope { objects: "read.user.results", also: &["read.group.results"], ..SHOP };
        let body = br#"{"read":{"group":{"results":[{"id":2}]},"user":{"results":[{"id":1}]}}}"#;
        let placed: Vec<_> = both.placed(body).unwrap().unwrap();
        let placed: Vec<_> = placed.into_iter().map(|(place, object)| (place, object.get())).collect();
        assert_eq!(placed, [("read.user.results", r#"{"id":1}"#), ("read.group.results", r#"{"id":2}"#)]);
        assert_eq!(found(both, r#"{"read":{"user":{"results":[]},"group":{"results":[]}}}"#).unwrap().len(), 0);
        assert_eq!(found(both, r#"{"read":{"group":{"results":[]}}}"#), None, "one of the lists is lacking");
        assert_eq!(found(both, r#"{"write":{}}"#), None);
        let one = Envelope { objects: "", is_one: true, ..SHOP };
        assert_eq!(found(one, r#"{"count":3}"#).unwrap(), [r#"{"count":3}"#]);
        assert_eq!(found(one, "null"), None);
    }

    #[test]
    fn what_a_list_wraps_is_the_object_or_a_list_of_them() {
        let wrapping = Envelope { objects: "", wrapped: "content", ..SHOP };
        let body = r#"[{"content":{"id":1},"n":7},{"id":2},{"content":null,"id":3},{"content":[{"id":4},{"id":5}]},{"content":[]}]"#;
        let objects = [r#"{"id":1}"#, r#"{"id":2}"#, r#"{"content":null,"id":3}"#, r#"{"id":4}"#, r#"{"id":5}"#];
        assert_eq!(found(wrapping, body).unwrap(), objects);
        assert_eq!(found(Envelope { wrapped: "", ..wrapping }, body).unwrap().len(), 5);
    }

    #[test]
    fn an_answer_is_read_to_its_end() {
        for broken in [r#"{"data":{"items":[]}"#, r#"{"data":{"items":[]}}x"#, r#"{"data":{"items":7}}"#] {
            assert!(SHOP.objects(broken.as_bytes()).is_err(), "{broken}");
        }
    }

    #[test]
    fn the_answer_to_an_own_id_is_the_object_or_has_it_at_a_path() {
        let inside = Envelope { own: "data", ..SHOP };
        let own = |envelope: Envelope, body: &str| {
            envelope.own(body.as_bytes()).map(|found| found.map(|found| found.get().to_owned()))
        };
        assert_eq!(own(SHOP, "\u{feff}{\"id\":1}").unwrap().unwrap(), r#"{"id":1}"#);
        assert_eq!(own(inside, r#"{"meta":{},"data":{"id":1}}"#).unwrap().unwrap(), r#"{"id":1}"#);
        for lacking in [r#"{"data":null}"#, r#"{"error":"x"}"#, "[]", "7"] {
            assert_eq!(own(inside, lacking).unwrap(), None, "{lacking}");
        }
        assert!(own(inside, r#"{"data":{"id":1}}x"#).is_err() && own(inside, r#"{"data":{"id":1}"#).is_err());
    }

    #[test]
    fn an_id_has_one_member_or_several() {
        let two = Envelope { id: &["at.shop", "sku"], ..SHOP };
        assert_eq!(two.id_of(r#"{"sku":"a:b%","at":{"shop":7}}"#).unwrap(), "7:a%3Ab%25");
        let ids = [r#"{"sku":"c","at":{"shop":"a:b"}}"#, r#"{"sku":"b:c","at":{"shop":"a"}}"#];
        let ids = ids.map(|object| two.id_of(object).unwrap());
        assert_ne!(ids[0], ids[1], "no two lists of parts make the same id");
        let dotted = Envelope { id: &["/sys.id"], ..SHOP };
        assert_eq!(dotted.id_of(r#"{"sys":{"id":1},"sys.id":2}"#).unwrap(), "2");
        assert_eq!(SHOP.id_of(r#"{"id":"\u0041","id":"b"}"#).unwrap(), "A", "the first of two members counts");
        assert_eq!(SHOP.id_of(r#"{"id":-18446744073709551616}"#).unwrap(), "-18446744073709551616");
        for nameless in
            [r#"{"id":1.5}"#, r#"{"id":null}"#, r#"{"id":""}"#, r#"{"id":[1]}"#, r#"{"id":true}"#, "{}", "7"]
        {
            assert_eq!(SHOP.id_of(nameless), None, "{nameless}");
        }
        assert_eq!(two.id_of(r#"{"sku":"a"}"#), None, "a part of it is lacking");
    }

    #[test]
    fn what_has_no_id_goes_by_the_first_thing_that_stands_for_it() {
        let metric = Envelope { instead: &["_links.self", "name"], is_within: true, ..SHOP };
        let id = |object: &str| metric.id_in("7", "", object);
        for (object, wanted) in [
            (r#"{"id":"2","_links":{"self":"https://a.example/sla/3"},"name":"n"}"#, "7:2"),
            (r#"{"id":null,"_links":{"self":"https://a.example/sla/3/"},"name":"n"}"#, "7:3"),
            (r#"{"id":"","_links":{},"name":"until 5:00/day"}"#, "7:until 5%3A00/day"),
            (r#"{"_links":{"self":""},"name":"n"}"#, "7:n"),
        ] {
            assert_eq!(id(object).as_deref(), Some(wanted), "{object}");
        }
        assert_eq!((id(r#"{"name":""}"#), SHOP.id_of(r#"{"name":"n"}"#)), (None, None));
    }

    #[test]
    fn what_goes_by_a_hash_is_told_by_the_parts_that_it_has() {
        let event = Envelope { id: &["at", "by.id", "values"], is_hashed: true, ..SHOP };
        let id = |object: &str| event.id_of(object);
        let known = id(r#"{"at":7,"by":{"id":"a:b","name":"Ann"},"values":[{"from":1.5,"to":null}]}"#).unwrap();
        let renamed = r#"{"values":[ {"to":null, "from":1.5} ],"by":{"name":"Bo","id":"a:b"},"at":7,"more":true}"#;
        assert_eq!(id(renamed).unwrap(), known, "neither other members nor the way of writing count");
        for other in [
            r#"{"at":7,"by":{"id":"a:b"},"values":[{"from":1.5,"to":1}]}"#,
            r#"{"at":7,"by":{"id":"a:b"},"values":null}"#,
            r#"{"at":7,"by":null,"values":[{"from":1.5,"to":null}]}"#,
        ] {
            assert_ne!(id(other).unwrap(), known, "{other}");
        }
        assert_eq!((id(r#"{"at":null,"by":{},"more":1}"#), id("{}")), (None, None));
    }

    #[test]
    fn what_is_listed_for_a_parent_has_an_id_within_it() {
        let order = Envelope { is_within: true, ..SHOP };
        assert_eq!(order.id_in("7", "", r#"{"id":1}"#).unwrap(), "7:1");
        let both = Envelope { also: &["b"], ..order };
        assert_ne!(both.id_in("7", "a", r#"{"id":1}"#), both.id_in("7", "b", r#"{"id":1}"#));
        assert_ne!(order.id_in("a:b", "", r#"{"id":"c"}"#), order.id_in("a", "", r#"{"id":"b:c"}"#));
        assert_eq!((SHOP.id_in("7", "", r#"{"id":1}"#).unwrap().as_str(), order.id_in("7", "", "{}")), ("1", None));
    }

    #[test]
    fn a_member_is_given_as_it_is_written() {
        assert_eq!(member(r#"{"a":{"b": 1.50 }}"#, "a.b").unwrap().get(), "1.50");
        assert!(member(r#"{"a":{"b":1}}"#, "a.c").is_none() && member("x", "a").is_none());
    }
}
