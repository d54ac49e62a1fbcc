//! Each operation with every field that the catalog knows of it, and with no field but what it needs.

use std::collections::BTreeSet;

use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::catalog;

/// Runs the generic function `check` that is in scope where this is called over every operation.
#[macro_export]
macro_rules! run {
    ($check:ident: $($module:ident::$name:ident,)*) => {
        $($check::<craftgate_core::$module::$name>(concat!(stringify!($module), "::", stringify!($name)));)*
    };
}

/// The operation that sends its id in the path and in the body, as the official clients do.
const IN_PATH_AND_BODY: &str = "payment::UpdatePaymentTransaction";

/// An operation's entry in the catalog, and the fields of its path and of its query or body as JSON.
#[derive(Debug)]
#[non_exhaustive]
pub struct Entry {
    /// The entry in the catalog.
    pub entry: Value,
    /// The fields of the path.
    pub path: Vec<(String, String)>,
    /// The fields of the query or of the body.
    pub content: Vec<(String, String)>,
}

/// The entry of the operation with this name, such as `payment::CreatePayment`.
pub fn entry(name: &str) -> Entry {
    let entry = catalog::operations()[name].clone();
    let path = entry["path_params"].as_array().unwrap().iter().map(|param| {
        let param = |key: &str| param[key].as_str().unwrap().to_owned();
        let value = match &*param("type") {
            "string" => "\"a/b ğ?#%+\"".to_owned(),
            kind => catalog::value(&param("name"), kind),
        };
        (param("name"), value)
    });
    let path: Vec<(String, String)> = path.collect();
    let object = entry["query"].as_str().or(entry["body"].as_str());
    let content = object.map_or_else(Vec::new, |object| {
        let filled = catalog::filled(object);
        let mut fields: std::collections::BTreeMap<String, Box<RawValue>> = serde_json::from_str(&filled).unwrap();
        // What is in the path is not in the body, but for one operation.
        fields.retain(|field, _| name == IN_PATH_AND_BODY || path.iter().all(|(param, _)| param != field));
        fields.into_iter().map(|(name, value)| (name, value.get().to_owned())).collect()
    });
    Entry { entry, path, content }
}

impl Entry {
    /// The operation as it waits in a queue: the fields of its path and of its query or body, each once.
    pub fn stored(&self) -> String {
        let path = self.path.iter().filter(|(param, _)| self.content.iter().all(|(name, _)| name != param));
        object(&path.chain(&self.content).cloned().collect::<Vec<_>>())
    }
}

/// A JSON object of these fields.
pub fn object(fields: &[(String, String)]) -> String {
    let fields: Vec<String> = fields.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
    format!("{{{}}}", fields.join(","))
}

/// The operation with every field that the catalog knows of it.
pub fn filled<O: DeserializeOwned>(name: &str) -> (O, Entry) {
    let entry = entry(name);
    let stored = entry.stored();
    let operation = serde_json::from_str(&stored).unwrap_or_else(|error| panic!("{name}: {error}: {stored}"));
    (operation, entry)
}

/// The operation with no field but what it can't be read without, and the names of those in its query or body.
pub fn smallest<O: DeserializeOwned>(name: &str) -> (O, BTreeSet<String>) {
    let mut smallest = Smallest::new(name);
    loop {
        match serde_json::from_str(&object(&smallest.fields)) {
            Ok(operation) => return (operation, smallest.needed),
            Err(error) => smallest.add_missing(name, &error.to_string()),
        }
    }
}

/// The fields of the smallest operation, as far as they are found.
struct Smallest {
    fields: Vec<(String, String)>,
    needed: BTreeSet<String>,
    content: Vec<(String, String)>,
}

impl Smallest {
    fn new(name: &str) -> Self {
        let Entry { path, content, .. } = entry(name);
        let in_path = |name: &&String| path.iter().any(|(param, _)| param == *name);
        let needed = content.iter().map(|(name, _)| name).filter(in_path).cloned().collect();
        Self { fields: path, needed, content }
    }

    /// Adds the field that an error says is missing.
    fn add_missing(&mut self, name: &str, error: &str) {
        let missing = error.strip_prefix("missing field `").and_then(|rest| rest.split_once('`'));
        let (missing, _) = missing.unwrap_or_else(|| panic!("{name}: {error}"));
        let field = self.content.iter().find(|(field, _)| field == missing);
        self.fields.push(field.unwrap_or_else(|| panic!("{name}: the catalog has no {missing}")).clone());
        assert!(self.needed.insert(missing.to_owned()), "{name} misses {missing}, which is there");
    }
}

/// The `data` of an operation's response with every field that the catalog knows of it.
pub fn full_data(name: &str) -> Option<String> {
    let response = &catalog::operations()[name]["response"];
    let object = response["type"].as_str()?;
    Some(match response["kind"].as_str().unwrap() {
        "page" => format!(r#"{{"items":[{}],"page":0,"size":1,"totalSize":1}}"#, catalog::value("", object)),
        _ => catalog::value("", object),
    })
}
