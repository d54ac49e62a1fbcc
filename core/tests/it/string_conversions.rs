//! What configuration files, command lines and maps need: values to and from strings, ordered and hashed.

use std::collections::{BTreeSet, HashSet};
use std::fmt::{Debug, Display};
use std::hash::Hash;
use std::str::FromStr;

use craftgate_core::error::ErrorCode;
use craftgate_core::{BaseUrl, BaseUrlError, Environment, Language, RandomKey, RetryPolicy, Secret};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Strings in ascending order of the values that they stand for.
#[track_caller]
fn assert_is_a_key<T>(texts: &[&str])
where
    T: FromStr<Err: Debug> + for<'a> TryFrom<&'a str> + TryFrom<String> + Display + Clone + Debug + Ord + Hash,
    for<'a> <T as TryFrom<&'a str>>::Error: Debug,
    <T as TryFrom<String>>::Error: Debug,
{
    let values: Vec<T> = texts.iter().map(|text| text.parse().unwrap()).collect();
    for (text, value) in texts.iter().zip(&values) {
        assert_eq!(value.to_string(), *text);
        assert_eq!(T::try_from(*text).unwrap(), *value);
        assert_eq!(T::try_from((*text).to_owned()).unwrap(), *value);
    }
    assert_eq!(values.iter().cloned().collect::<HashSet<T>>().len(), texts.len());
    assert_eq!(values.iter().rev().cloned().collect::<BTreeSet<T>>().into_iter().collect::<Vec<_>>(), values);
}

#[track_caller]
fn assert_is_written_as<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T, text: &str) {
    let json = serde_json::to_string(text).unwrap();
    assert_eq!(serde_json::to_string(value).unwrap(), json);
    assert_eq!(&serde_json::from_str::<T>(&json).unwrap(), value);
    assert_eq!(&serde_json::from_value::<T>(text.into()).unwrap(), value);
}

#[test]
fn values_are_keys_of_maps_and_come_back_from_their_strings() {
    assert_is_a_key::<BaseUrl>(&["http://localhost:8080", "https://a.example.com", "https://a.example.com/b"]);
    assert_is_a_key::<Environment>(&[
        "https://api.craftgate.io",
        "https://sandbox-api.craftgate.io",
        "https://gateway.example.com",
    ]);
    assert_is_a_key::<Language>(&["de", "en", "tr"]);
    assert_is_a_key::<RandomKey>(&["Xa15Fp11T", "rGciw1df"]);
    assert_is_a_key::<ErrorCode>(&["10051", "4152", "K-1"]);
}

#[test]
fn strings_show_as_they_are() {
    assert_eq!(Language::TURKISH.as_str(), "tr");
    assert_eq!(Language::ENGLISH.to_string(), "en");
    assert_eq!(RandomKey::new("Xa15Fp11T").unwrap().as_str(), "Xa15Fp11T");
    assert_eq!(Environment::Sandbox.as_str(), "https://sandbox-api.craftgate.io");
    let as_refs: [&dyn AsRef<str>; 4] = [
        &Language::TURKISH,
        &RandomKey::new("Xa15Fp11T").unwrap(),
        &BaseUrl::new("https://a.example.com/").unwrap(),
        &ErrorCode::from("10051"),
    ];
    assert_eq!(as_refs.map(AsRef::as_ref), ["tr", "Xa15Fp11T", "https://a.example.com", "10051"]);
}

#[test]
fn an_environment_is_read_by_its_name_or_its_url() {
    for (text, environment) in [
        ("production", Environment::Production),
        ("PRODUCTION", Environment::Production),
        ("https://api.craftgate.io", Environment::Production),
        ("HTTPS://API.craftgate.io/", Environment::Production),
        ("sandbox", Environment::Sandbox),
        ("Sandbox", Environment::Sandbox),
        ("https://sandbox-api.craftgate.io", Environment::Sandbox),
        ("http://127.0.0.1:8080", Environment::custom("http://127.0.0.1:8080").unwrap()),
        ("https://api.craftgate.io/tr", Environment::custom("https://api.craftgate.io/tr").unwrap()),
    ] {
        assert_eq!(text.parse(), Ok(environment.clone()), "{text}");
        assert_eq!(environment.to_string().parse(), Ok(environment), "{text}");
    }
    for (text, error) in [
        ("", BaseUrlError::NotAbsolute),
        ("prod", BaseUrlError::NotAbsolute),
        ("sandbox ", BaseUrlError::NotAbsolute),
        ("http://api.craftgate.io", BaseUrlError::InsecureHttp),
    ] {
        assert_eq!(text.parse::<Environment>(), Err(error), "{text}");
        assert!(serde_json::from_value::<Environment>(text.into()).is_err(), "{text}");
    }
    let url = BaseUrl::allow_insecure_http("http://mesh.internal").unwrap();
    assert_eq!(Environment::from(url.clone()), Environment::Custom(url));
}

#[test]
fn configuration_is_serialized_as_strings() {
    assert_is_written_as(&Environment::Production, "https://api.craftgate.io");
    assert_is_written_as(&BaseUrl::new("https://a.example.com/cg").unwrap(), "https://a.example.com/cg");
    assert_is_written_as(&Language::TURKISH, "tr");
    assert_eq!(serde_json::from_str::<Environment>("\"sandbox\"").unwrap(), Environment::Sandbox);
    let error = serde_json::from_str::<Language>("\"ğ\"").unwrap_err();
    assert!(error.to_string().starts_with("the header `lang` has characters other than printable ASCII"), "{error}");
    let error = serde_json::from_str::<BaseUrl>("\"ftp://a.example.com\"").unwrap_err();
    assert!(error.to_string().starts_with("the base URL is neither https nor http"), "{error}");
}

#[test]
fn a_secret_is_read_from_any_string() {
    let secret: Secret = "gizli anahtar".parse().unwrap();
    assert_eq!(secret.expose(), "gizli anahtar");
}

#[test]
fn the_default_retry_policy_makes_three_further_attempts() {
    assert_eq!(RetryPolicy::default(), RetryPolicy::new(3));
}
