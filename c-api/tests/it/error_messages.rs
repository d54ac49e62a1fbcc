//! The ABI reports invalid input with the same error messages as Rust.

use craftgate::craftgate_error_code;
use craftgate::exercise::{Failure, Merchant, RequestArguments};
use craftgate_core::catalog::AnyOperation;
use craftgate_core::{Credentials, Environment, Protocol, RandomKey};
use craftgate_test_support::bad_inputs::{BAD_FIELDS, BAD_KEYS};

use crate::common::{RANDOM_KEY, merchant, s};

fn in_rust(name: &str, json: &str) -> String {
    let operation = match AnyOperation::from_json(name, json) {
        Ok(operation) => operation,
        Err(error) => return error.to_string(),
    };
    let protocol = Protocol::new(Credentials::new("anahtar", "gizli").unwrap(), Environment::Sandbox);
    let request = protocol.exchange(&operation).request(&RandomKey::new(RANDOM_KEY).unwrap());
    request.unwrap_err().to_string()
}

fn bad_input(message: &str) -> Failure {
    Failure { code: craftgate_error_code::BadInput, message: message.to_owned() }
}

#[test]
fn of_bad_fields() {
    for &(name, json, message) in BAD_FIELDS {
        assert_eq!(in_rust(name, json), message, "{name} {json}");
        let arguments = RequestArguments { operation: s(name), json: s(json), ..RequestArguments::default() };
        assert_eq!(merchant().request(arguments).unwrap_err(), bad_input(message), "{name} {json}");
    }
}

#[test]
fn of_bad_keys() {
    for &(api_key, secret_key, message) in BAD_KEYS {
        assert_eq!(Credentials::new(api_key, secret_key).unwrap_err().to_string(), message);
        assert_eq!(Merchant::new(s(api_key), s(secret_key), None).unwrap_err(), bad_input(message));
    }
}
