//! Answers proven against the published OpenAPI documents.

use super::asks::{Asked, Rest, asked, json, target};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Where the published documents of Confluence lag behind the real service: properties of schemas that are null there,
/// though declared as never null, and why.
const LAGS: [(&str, &str); 9] = [
    ("PageBulk.parentId PageSingle.parentId", "described as null for a page without parent, declared as a string"),
    ("PageBulk.parentType PageSingle.parentType", "null where parentId is"),
    ("SpaceBulk.spaceOwnerId SpaceSingle.spaceOwnerId", "null in answers of 2026"),
    ("SpaceBulk.description SpaceSingle.description SpaceBulk.icon SpaceSingle.icon", "null unless asked for"),
    (
        "InlineCommentModel.resolutionLastModifierId InlineCommentModel.resolutionLastModifiedAt",
        "described as null until it is settled",
    ),
    ("Task.assignedTo Task.completedBy Task.completedAt Task.dueAt", "null until there is one"),
    ("User.timeZone User.personalSpaceId", "described as null where it is hidden or there is none"),
    (
        "FolderSingle.parentId WhiteboardSingle.parentId DatabaseSingle.parentId SmartLinkSingle.parentId",
        "described as null where there is no parent",
    ),
    (
        "FolderSingle.parentType WhiteboardSingle.parentType DatabaseSingle.parentType SmartLinkSingle.parentType",
        "described as null where there is no parent",
    ),
];

/// Where those of Jira lag behind real sites: schemas, properties that hold something else there, and what.
const LAGS_OF_JIRA: [(&str, &str, &str); 6] = [
    ("/components/schemas/ChangeDetails", "from fromString to toString", "null where there is nothing"),
    ("/components/schemas/ChangeItemBean", "from fromString to", "null where there is nothing"),
    ("/components/schemas/IssueBean", "fields", "fields of Data Center hold more than objects"),
    ("/components/schemas/BulkIssueResults", "expand", "what can be expanded stands beside the issues"),
    ("/components/schemas/AuditRecordBean", "authorAccountId", "described beside the key that it replaces"),
    (CONFIGURATION, "location type", "the example has id, key, name and address, as sites do, and the kind of board"),
];
const CONFIGURATION: &str =
    "/paths/~1rest~1agile~11.0~1board~1{boardId}~1configuration/get/responses/200/content/application~1json/schema";

/// A published document, if it is at hand; where it is not, the test says so and has nothing to check.
pub fn published(name: &str) -> Option<Value> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let shared = std::env::var_os("CATCHMENT_SHARED").map_or_else(beside, PathBuf::from);
    let path = shared.join("specs").join(format!("{name}.openapi.json"));
    match std::fs::read(&path) {
        Ok(bytes) => Some(serde_json::from_slice(&bytes).unwrap()),
        Err(cause) => {
            eprintln!(
                "nothing is checked: {} cannot be read ({cause}); CATCHMENT_SHARED says where it is",
                path.display()
            );
            None
        }
    }
}

/// A document of OpenAPI 3.0 with its name, as a JSON schema: what is `nullable` there has the type `null` besides.
fn as_schema(name: &str, mut document: Value) -> Value {
    // Said in the text of the operation: what does not exist or is not seen maps to null.
    let types = document.pointer_mut(
        "/components/schemas/ContentIdToContentTypeResponse/properties/results/additionalProperties/anyOf",
    );
    if let Some(Value::Array(types)) = types {
        types.push(json!({"type": "null"}));
    }
    // Seen in answers of 2026.
    let principals =
        document.pointer_mut("/components/schemas/SpacePermissionAssignment/properties/principal/properties/type/enum");
    if let Some(Value::Array(principals)) = principals {
        principals.push(json!("access-class"));
    }
    let lags = LAGS.iter().filter(|_| name.starts_with("confluence")).flat_map(|(names, _)| names.split(' '));
    for (schema, property) in lags.filter_map(|name| name.split_once('.')) {
        let declared = document.pointer_mut(&format!("/components/schemas/{schema}/properties/{property}"));
        if let Some(declared) = declared {
            *declared = json!({"anyOf": [declared.take(), {"type": "null"}]});
        }
    }
    translate(&mut document);
    for (schema, names, _) in LAGS_OF_JIRA.iter().filter(|_| name.starts_with("jira")) {
        if let Some(Value::Object(properties)) = document.pointer_mut(&format!("{schema}/properties")) {
            properties.extend(names.split(' ').map(|name| (name.to_owned(), json!({}))));
        }
    }
    document
}

fn translate(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(translate),
        Value::Object(keys) => {
            keys.values_mut().for_each(translate);
            if keys.remove("nullable") == Some(Value::Bool(true)) {
                *value = json!({"anyOf": [value.take(), {"type": "null"}]});
            }
        }
        _ => {}
    }
}

/// The operation of a document that a path asks for: its template, with as few parameters as fit.
fn operation_of(document: &Value, (method, path): (&str, &str)) -> String {
    let plain = path.split('?').next().unwrap();
    let parts = |path: &str| -> Vec<String> { path.split('/').map(str::to_owned).collect() };
    let paths = document["paths"].as_object().unwrap().iter();
    let templates: Vec<Vec<String>> =
        paths.filter(|(_, operations)| operations.get(method).is_some()).map(|(path, _)| parts(path)).collect();
    let fits = |template: &&Vec<String>, asked: &[String]| {
        let mut pairs = template.iter().zip(asked);
        template.len() == asked.len() && pairs.all(|(part, given)| part == given || part.starts_with('{'))
    };
    // Some documents leave out what all their paths begin with.
    ["", "/wiki/api/v2", "/rest"]
        .into_iter()
        .filter_map(|start| Some(parts(plain.strip_prefix(start)?)))
        .find_map(|asked| {
            let fitting = templates.iter().filter(|template| fits(template, &asked));
            fitting.min_by_key(|template| template.iter().map(|part| part.starts_with('{')).collect::<Vec<_>>())
        })
        .unwrap_or_else(|| panic!("{path} is not in the document"))
        .join("/")
}

/// The complaints of the schema of an operation's answer about an answer.
fn complaints_of(document: &Value, (operation, method): (&str, &str), answer: &Value) -> Vec<String> {
    let mut schema = document.clone();
    let path = operation.replace('~', "~0").replace('/', "~1");
    let pointer = format!("/paths/{path}/{method}/responses/200/content/application~1json/schema");
    assert!(document.pointer(&pointer).is_some(), "{operation} is not in the document");
    schema["$ref"] = json!(format!("#{}", pointer.replace('{', "%7B").replace('}', "%7D")));
    let validator = jsonschema::options().with_draft(jsonschema::Draft::Draft202012).build(&schema).unwrap();
    validator.iter_errors(answer).map(|error| format!("{operation}: {error} at {}", error.instance_path)).collect()
}

/// The complaints of a document, by its name, about the answer to a path; none where it is not at hand.
pub fn complaints(name: &str, (method, path): (&str, &str), answer: &Value) -> Vec<String> {
    let document = published(name).map(|document| as_schema(name, document));
    let of = |document| complaints_of(&document, (&operation_of(&document, (method, path)), method), answer);
    document.map(of).unwrap_or_default()
}

/// Asks for paths, which stand one after another, and compares what is answered with a published document, if it is at
/// hand. Rows `at PREFIX` and texts between « and » are as in [`Asked::answers`]; `POST` goes before a path and its
/// body. Gives the operations with the paths that were asked for.
pub async fn fit(server: &impl Asked, name: &str, paths: &str) -> Vec<(String, String)> {
    let Some(document) = published(name).map(|document| as_schema(name, document)) else { return Vec::new() };
    let (mut rest, mut prefix, mut done, mut wrong) = (Rest::of(paths), "", Vec::new(), Vec::new());
    while !rest.is_empty() {
        let word = rest.word();
        if word == "at" {
            prefix = rest.word();
            continue;
        }
        let path = target(prefix, if word == "POST" { rest.word() } else { word });
        let (method, answer) = match word {
            "POST" => ("post", asked(server, &path, rest.value()).await),
            _ => ("get", json(server, &path).await),
        };
        let operation = operation_of(&document, (method, &path));
        let complaints = complaints_of(&document, (&operation, method), &answer);
        wrong.extend(complaints.into_iter().map(|complaint| format!("{path}: {complaint}")));
        done.push((operation, path));
    }
    assert!(!done.is_empty(), "nothing is asked for");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    done
}
