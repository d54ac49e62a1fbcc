//! The command: its options, what it prints, and how it ends.

use std::net::TcpListener;

use craftgate_core::{Credentials, Environment, Protocol, RandomKey};
use rust_decimal_macros::dec;

use crate::common::command::{Process, command, output};
use crate::common::http::{connect, exchange, status, to_bytes};
use crate::common::payment;

/// Pays with the keys that the emulator printed, and returns the response.
fn pay(emulator: &Process) -> String {
    let credentials = Credentials::new(&emulator.field("apiKey"), emulator.field("secretKey")).unwrap();
    let protocol = Protocol::new(credentials, Environment::custom(&emulator.url()).unwrap());
    let operation = payment(&[dec!(100)]);
    let request = protocol.exchange(&operation).request(&RandomKey::new("Xa15Fp11T").unwrap()).unwrap();
    exchange(&mut connect(emulator.address()), &to_bytes(&request))
}

#[test]
fn a_client_can_pay_with_what_is_printed() {
    let emulator = Process::start(&[]);
    assert_eq!(status(&pay(&emulator)), "200");
    assert_eq!(emulator.field("callbackKey"), craftgate_emulator::CALLBACK_KEY);
}

#[test]
fn options_can_be_environment_variables() {
    let mut command = command(&["--secret-key", "an option"]);
    command.env("CRAFTGATE_EMULATOR_API_KEY", "api-key").env("CRAFTGATE_EMULATOR_SECRET_KEY", "overridden");
    let emulator = Process::spawn(command);
    assert_eq!((emulator.field("apiKey").as_str(), emulator.field("secretKey").as_str()), ("api-key", "an option"));
    assert_eq!(status(&pay(&emulator)), "200");
}

#[test]
fn people_get_the_url_and_every_key() {
    let emulator = Process::start_for_people(&["--webhook-key", "kanca"]);
    for expected in ["http://127.0.0.1:", "emulator-api-key", "emulator-secret-key", "emulator-callback-key", "kanca"] {
        assert!(emulator.text.contains(expected), "{}", emulator.text);
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_and_termination_end_it_cleanly() {
    for signal in ["INT", "TERM"] {
        let emulator = Process::start(&[]);
        // An open connection does not hold it up.
        let _idle = connect(emulator.address());
        assert_eq!(emulator.end(signal).code(), Some(0), "{signal}");
    }
}

#[test]
fn a_taken_address_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = output(&["--listen", &address]);
    assert_eq!(output.status.code(), Some(3));
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(error.starts_with(&format!("error: the address {address} is in use")), "{error}");
    assert_eq!(output.stdout, b"");
}

#[test]
fn wrong_options_are_named() {
    let cases = [
        (&["--lisen", "127.0.0.1:0"][..], 2, "unexpected argument '--lisen'"),
        (&["--api-key"], 2, "a value is required for '--api-key <KEY>'"),
        (&["--listen", "nowhere"], 3, "can't listen on nowhere"),
        (&["--api-key", "iki\nsatır"], 2, "API key"),
        (&["--webhook-key", ""], 2, "webhook key"),
    ];
    for (options, code, expected) in cases {
        let output = output(options);
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{error}");
        assert!(error.contains(expected), "{error}");
        assert!(!error.contains("iki"), "{error}");
    }
}
