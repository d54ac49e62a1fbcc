//! Every operation of the catalog is here, with its method, path, fields, response and idempotency.

use std::collections::{BTreeMap, BTreeSet};

use craftgate_core::encoding::percent_encode;
use craftgate_core::http::Method;
use craftgate_core::{Error, Operation, Output as _, Request};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::common::{canonical, http_response, protocol, request, text};
use craftgate_core::with_every_operation;
use craftgate_test_support::catalog;
use craftgate_test_support::operations::{Entry, filled, full_data, object};
use craftgate_test_support::run;

/// A JSON value as it stands in a path or a query.
fn plain(json: &str) -> String {
    match serde_json::from_str::<Value>(json).unwrap() {
        Value::String(text) => text,
        Value::Array(_) => {
            let items: Vec<&RawValue> = serde_json::from_str(json).unwrap();
            items.iter().map(|item| plain(item.get())).collect::<Vec<_>>().join(",")
        }
        _ => json.to_owned(),
    }
}

#[test]
fn every_operation_is_here_and_the_readmes_state_their_number() {
    use std::cell::RefCell;

    thread_local! {
        static NAMES: RefCell<BTreeSet<(String, String)>> = const { RefCell::new(BTreeSet::new()) };
    }
    fn collect<O: Operation>(name: &str) {
        NAMES.with_borrow_mut(|names| names.insert((name.to_owned(), O::METHOD.to_string())));
    }
    with_every_operation!(run: collect);
    let known = catalog::operations().iter();
    let known = known.map(|(name, entry)| (name.clone(), entry["method"].as_str().unwrap().to_owned()));
    NAMES.with_borrow(|names| {
        assert_eq!(names, &known.collect());
        let stated = [
            ("README.md", include_str!("../../../README.md"), format!("All {} operations", names.len())),
            ("README.tr.md", include_str!("../../../README.tr.md"), format!("{} işlemin tamamı", names.len())),
        ];
        for (page, content, statement) in stated {
            assert!(content.contains(&statement), "{page} doesn't state: {statement}");
        }
    });
}

#[test]
fn each_has_the_catalogs_method_and_path_with_its_parameters_encoded() {
    fn check<O: Operation + DeserializeOwned>(name: &str) {
        let (operation, entry) = filled::<O>(name);
        assert_eq!(O::METHOD.as_str(), entry.entry["method"], "{name}");
        assert_eq!(O::NAME, name);
        assert_eq!(O::PATH_TEMPLATE, entry.entry["path"], "{name}");
        let mut path = entry.entry["path"].as_str().unwrap().to_owned();
        for (param, value) in &entry.path {
            path = path.replace(&format!("{{{param}}}"), &percent_encode(&plain(value)));
        }
        assert_eq!(request(&operation).uri().path(), path, "{name}");
    }
    with_every_operation!(run: check);
}

#[test]
fn each_sends_every_field_in_its_query_or_its_body_to_the_digit() {
    fn check<O: Operation + DeserializeOwned>(name: &str) {
        let (operation, entry) = filled::<O>(name);
        check_request(name, &entry, &request(&operation));
    }
    fn check_request(name: &str, entry: &Entry, request: &Request) {
        let query = request.uri().query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
        let query: BTreeSet<String> = query.map(str::to_owned).collect();
        if entry.entry["query"].is_null() {
            assert!(query.is_empty(), "{name}: {query:?}");
        } else {
            let pairs = entry.content.iter().map(|(name, value)| format!("{name}={}", percent_encode(&plain(value))));
            assert_eq!(query, pairs.collect(), "{name}");
        }
        if entry.entry["body"].is_null() {
            assert!(request.body().is_empty(), "{name}");
        } else {
            assert_eq!(canonical(text(request.body())), canonical(&object(&entry.content)), "{name}");
        }
    }
    with_every_operation!(run: check);
}

#[test]
fn each_comes_back_equal_from_a_queue() {
    fn check<O: Operation + Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(name: &str) {
        let (operation, entry) = filled::<O>(name);
        let stored = serde_json::to_string(&operation).unwrap();
        assert_eq!(canonical(&stored), canonical(&entry.stored()), "{name}");
        assert_eq!(serde_json::from_str::<O>(&stored).unwrap(), operation, "{name}");
    }
    with_every_operation!(run: check);
}

#[test]
fn each_reads_the_catalogs_kind_of_response() {
    fn check<O: Operation + DeserializeOwned>(name: &str) {
        let (operation, _) = filled::<O>(name);
        let reads = |body: &str| protocol().exchange(&operation).parse(http_response(200, body)).is_ok();
        let data = format!("{{\"data\":{}}}", full_data(name).as_deref().unwrap_or("{}"));
        let found = [reads(&data), reads("a;b\n1;2"), reads("")];
        let expected = match catalog::operations()[name]["response"]["kind"].as_str().unwrap() {
            "data" | "page" => [true, false, false],
            "bytes" => [true, true, false],
            "empty" => [true, false, true],
            other => panic!("{other}"),
        };
        assert_eq!(found, expected, "{name}: {data}");
        assert_eq!(O::Output::IS_FILE, expected[1], "{name}");
    }
    with_every_operation!(run: check);
}

/// An output's JSON, where it has one: a file has none.
struct Written<T>(T);

trait AsJson {
    fn json(&self) -> Option<String>;
}

impl<T: Serialize> AsJson for Written<T> {
    fn json(&self) -> Option<String> {
        Some(serde_json::to_string(&self.0).unwrap())
    }
}

trait AsNothing {
    fn json(&self) -> Option<String> {
        None
    }
}

impl<T> AsNothing for &Written<T> {}

#[test]
fn each_keeps_every_field_of_the_catalogs_response_to_the_digit() {
    fn output<O: Operation + DeserializeOwned>(name: &str, data: &str) -> O::Output {
        let (operation, _) = filled::<O>(name);
        match protocol().exchange(&operation).parse(http_response(200, format!("{{\"data\":{data}}}"))) {
            Ok(output) => output,
            Err(Error::Response(error)) => panic!("{name}: {error}: {:?}", error.parser_error()),
            Err(error) => panic!("{name}: {error}"),
        }
    }
    macro_rules! check {
        ($($module:ident::$name:ident,)*) => {$(
            let name = concat!(stringify!($module), "::", stringify!($name));
            if let Some(data) = full_data(name) {
                let output = output::<craftgate_core::$module::$name>(name, &data);
                let written = (&Written(output)).json().unwrap_or_else(|| panic!("{name} has no JSON"));
                assert_eq!(canonical(&written), canonical(&data), "{name}");
            }
        )*};
    }
    with_every_operation!(check:);
}

/// What a response can't do without: what it is about and how it ended. All else may be missing or null.
const NEEDED: [&str; 16] = [
    "binNumber",
    "cardToken",
    "cardUserKey",
    "cardVerifyStatus",
    "id",
    "items",
    "multiPaymentStatus",
    "name",
    "paymentId",
    "paymentStatus",
    "referenceId",
    "refundStatus",
    "sessionId",
    "settlementResultStatus",
    "status",
    "token",
];

#[test]
fn each_response_requires_only_its_identity_and_status() {
    fn check<O: Operation + DeserializeOwned>(name: &str) {
        let (operation, _) = filled::<O>(name);
        check_fields(name, &|body| protocol().exchange(&operation).parse(http_response(200, body)).is_ok());
    }
    fn check_fields(name: &str, reads: &dyn Fn(String) -> bool) {
        let Some(data) = full_data(name) else { return };
        let Ok(full) = serde_json::from_str::<BTreeMap<String, Box<RawValue>>>(&data) else { return };
        let reads = |fields: &BTreeMap<String, Box<RawValue>>| {
            reads(format!("{{\"data\":{}}}", serde_json::to_string(fields).unwrap()))
        };
        for field in full.keys().filter(|field| !NEEDED.contains(&field.as_str())) {
            let mut less = full.clone();
            less.remove(field);
            assert!(reads(&less), "{name} needs {field}");
            less.insert(field.clone(), RawValue::NULL.to_owned());
            assert!(reads(&less), "{name} needs {field} not to be null");
        }
        let least = full.into_iter().filter(|(field, _)| NEEDED.contains(&field.as_str())).collect();
        assert!(reads(&least), "{name} needs more than {:?}", least.keys());
    }
    with_every_operation!(run: check);
}

#[test]
fn craftgate_honours_an_idempotency_key_on_post_patch_and_delete_alone() {
    fn check<O: Operation>(name: &str) {
        let honoured = [Method::POST, Method::PATCH, Method::DELETE].contains(&O::METHOD);
        assert_eq!(catalog::operations()[name]["idempotency_key"], honoured, "{name}");
    }
    with_every_operation!(run: check);
}
