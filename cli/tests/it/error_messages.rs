//! The command line reports invalid input with the same error messages as Rust.

use craftgate_test_support::bad_inputs::{BAD_FIELDS, BAD_KEYS};

use crate::command::craftgate;

#[test]
fn of_bad_fields() {
    for &(name, json, message) in BAD_FIELDS {
        let done = craftgate(&format!("request {name} -")).stdin(json).run();
        assert_eq!((done.code, &*done.stdout), (2, ""), "{name} {json}");
        assert_eq!(done.stderr, format!("craftgate: {message}\n"), "{name} {json}");
    }
}

#[test]
fn of_bad_keys() {
    for &(api_key, secret_key, message) in BAD_KEYS {
        let request = craftgate("request payment::RetrievePayment id=17");
        let done = request.env("CRAFTGATE_API_KEY", api_key).env("CRAFTGATE_SECRET_KEY", secret_key).run();
        assert_eq!((done.code, &*done.stdout), (2, ""), "{message}");
        assert_eq!(done.stderr, format!("craftgate: {message}\n"));
    }
}

#[test]
fn a_bad_callback_or_webhook_key_is_named_as_in_c() {
    for (command, variable, name) in [
        ("verify callback", "CRAFTGATE_CALLBACK_KEY", "callback_key"),
        ("verify bnpl-callback", "CRAFTGATE_CALLBACK_KEY", "callback_key"),
        ("verify webhook --signature imza", "CRAFTGATE_WEBHOOK_KEY", "webhook_key"),
    ] {
        let done = craftgate(command).env(variable, "anahtar ").run();
        let message = format!("craftgate: {name}: the key starts or ends with white space\n");
        assert_eq!((done.code, done.stderr), (2, message));
    }
}
