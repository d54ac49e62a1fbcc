//! Every operation of the catalog has an endpoint.

use craftgate_test_support::catalog;
use serde_json::Value;

use crate::common::{Shop, body_of, signed};

/// The error codes of an unknown path and of a wrong method.
const UNKNOWN: [&str; 2] = ["1010", "1011"];

/// Returns the path with a 1 for every parameter.
fn filled(path: &str) -> String {
    let segments = path.split('/').map(|segment| if segment.starts_with('{') { "1" } else { segment });
    segments.collect::<Vec<_>>().join("/")
}

#[test]
fn every_operation_has_an_endpoint() {
    let shop = Shop::open();
    assert!(catalog::list().len() >= 136);
    let is_unknown = |operation: &&Value| {
        let (method, path) = (operation["method"].as_str().unwrap(), operation["path"].as_str().unwrap());
        let url = format!("http://127.0.0.1{}", filled(path));
        let response = shop.emulator.handle(signed(&shop.emulator, method, &url, ""));
        let json: Option<Value> = serde_json::from_str(body_of(&response)).ok();
        json.is_some_and(|json| UNKNOWN.iter().any(|code| json["errors"]["errorCode"] == *code))
    };
    let unknown: Vec<_> = catalog::list().iter().filter(is_unknown).map(|operation| &operation["operation"]).collect();
    assert!(unknown.is_empty(), "no route in emulator/src/http/routes.rs for {unknown:?}");
}
