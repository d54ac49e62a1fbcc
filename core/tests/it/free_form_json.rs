//! Free-form JSON holds what the caller or the bank put there, byte for byte, and returns it.

use std::collections::BTreeMap;

use craftgate_core::{Json, JsonMap};
use rust_decimal_macros::dec;

#[test]
fn anything_that_serializes_goes_in_and_comes_out() {
    let params = BTreeMap::from([("taksit", vec![1, 3]), ("ğ", vec![])]);
    let json = Json::new(&params).unwrap();
    assert_eq!(json.as_str(), r#"{"taksit":[1,3],"ğ":[]}"#);
    assert_eq!(json.deserialize::<BTreeMap<String, Vec<i32>>>().unwrap()["taksit"], [1, 3]);
    assert!(json.deserialize::<String>().is_err());
    assert!(Json::new(&BTreeMap::from([((1, 2), "a key that is not a string")])).is_err());
}

#[test]
fn plain_values_become_their_json() {
    for (json, text) in [
        (Json::from("\"ğ\""), r#""\"ğ\"""#),
        (Json::from("ğ".to_owned()), "\"ğ\""),
        (Json::from(true), "true"),
        (Json::from(-7), "-7"),
        (Json::from(i64::MAX), "9223372036854775807"),
        (Json::from(dec!(1.50)), "1.50"),
        (Json::from(JsonMap::from([("a", 1)])), r#"{"a":1}"#),
    ] {
        assert_eq!(json.as_str(), text);
    }
}

#[test]
fn equality_compares_the_json_string() {
    assert_eq!(Json::from(1), Json::from(1_i64));
    assert_ne!(Json::from(1), Json::from("1"));
    assert_ne!(Json::from(dec!(1.5)), Json::from(dec!(1.50)));
}

#[test]
fn its_debug_shows_how_much_there_is_and_a_maps_keys() {
    assert_eq!(format!("{:?}", Json::from("ğ")), "Json(4 bytes)");
    assert_eq!(format!("{:?}", JsonMap::from([("cardToken", "t"), ("a", "b")])), r#"{"a", "cardToken"}"#);
}

#[test]
fn a_map_keeps_what_was_put_into_it_last() {
    let mut map = JsonMap::new();
    assert!(map.is_empty());
    assert_eq!(map.insert("b", 1), None);
    assert_eq!(map.insert("b", dec!(2.0)), Some(Json::from(1)));
    assert_eq!(map.insert("a", "ğ"), None);
    assert_eq!((map.len(), map.is_empty()), (2, false));
    assert_eq!(map.get("b").map(Json::as_str), Some("2.0"));
    assert_eq!(map.get("c"), None);
    assert_eq!(
        map.iter().map(|(key, value)| (key, value.as_str())).collect::<Vec<_>>(),
        [("a", "\"ğ\""), ("b", "2.0")]
    );
}
