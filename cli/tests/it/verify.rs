//! What is posted to the merchant is verified, and what is wrong with it is said.

use crate::command::{Craftgate, craftgate};

const FORM: &str = "hash=1d3fa1e51fe7c350185c5a7f8c3ff513a991367b08c16a56f4ab9abeb738a1e1&status=SUCCESS&completeStatus=WAITING\
    &paymentId=5&conversationData=conversation-data&conversationId=conversation-id";
const WEBHOOK: &str =
    r#"{"eventType":"API_VERIFY_AND_AUTH","eventTimestamp":1661521221,"status":"SUCCESS","payloadId":"584"}"#;

fn callback(args: &str) -> Craftgate {
    craftgate(&format!("verify callback {args}")).env("CRAFTGATE_CALLBACK_KEY", "merchantThreeDsCallbackKeySndbox")
}

fn webhook(args: &str) -> Craftgate {
    let args = format!("verify webhook --signature 0wRB5XqWJxwwPbn5Z9TcbHh8EGYFufSYTsRMB74N094= {args}");
    craftgate(&args).env("CRAFTGATE_WEBHOOK_KEY", "Aoh7tReTybO6wOjBmOJFFsOR53SBojEp")
}

#[test]
fn a_callback_gives_the_next_step_about_the_started_payment() {
    let alone = callback("").stdin(FORM).run().json(0);
    assert_eq!((&alone["status"], &alone["paymentId"]), (&"SUCCESS".into(), &5.into()));
    assert!(alone["nextStep"].is_null());
    let args = "--payment-id 5 --conversation-id conversation-id";
    let started = callback(args).stdin(format!("{FORM}\n")).run().json(0);
    assert_eq!(started["nextStep"], "COMPLETE");
    assert_eq!(started["nextCall"]["operation"], "payment::CompleteThreeDsPayment");
    let other = callback("--payment-id 6").stdin(FORM).run().json(0);
    assert_eq!(other["nextStep"], "PAYMENT_ID_MISMATCH");
}

#[test]
fn a_callback_that_is_not_craftgates_is_code_6() {
    for (form, message) in [
        (FORM.replace("paymentId=5", "paymentId=6"), "the callback's hash does not match"),
        (format!("{FORM}&status=FAILURE"), "the callback has a duplicate field"),
        ("a=b".to_owned(), "the callback is malformed"),
    ] {
        let done = callback("").stdin(form).run();
        assert_eq!((done.code, &*done.stdout), (6, ""));
        assert_eq!(done.stderr, format!("craftgate: {message}\n"));
    }
    assert_eq!(callback("").without("CRAFTGATE_CALLBACK_KEY").stdin(FORM).run().code, 2);
}

#[test]
fn a_webhook_is_verified_with_its_age() {
    assert_eq!(webhook("--ignore-age").stdin(WEBHOOK).run().json(0)["payloadId"], "584");
    for (command, message) in [
        (webhook("").stdin(WEBHOOK), "the webhook's timestamp is too far from the clock"),
        (webhook("--ignore-age").stdin(WEBHOOK.replace("584", "585")), "the webhook's signature does not match"),
        (webhook("--ignore-age").stdin("{}"), "the webhook's body is malformed"),
    ] {
        let done = command.run();
        assert_eq!((done.code, &*done.stdout), (6, ""));
        assert_eq!(done.stderr, format!("craftgate: {message}\n"));
    }
}
