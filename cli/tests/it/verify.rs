//! What is posted to the merchant is verified, and what is wrong with it is said.

use crate::command::{Craftgate, craftgate};

const FORM: &str = "hash=1d3fa1e51fe7c350185c5a7f8c3ff513a991367b08c16a56f4ab9abeb738a1e1&status=SUCCESS&completeStatus=WAITING\
    &paymentId=5&conversationData=conversation-data&conversationId=conversation-id";
const LOAN: &str = "paymentId=204&paymentStatus=WAITING&additionalAction=APPROVAL_REQUIRED&conversationId=siparis-17&callbackStatus=\
    &hashParams=paymentId:paymentStatus:additionalAction:conversationId:callbackStatus\
    &hash=83034531637341ff2241bc7472c53a92950d6829fc71fa7899f8886f4e1fd33e";
const WEBHOOK: &str =
    r#"{"eventType":"API_VERIFY_AND_AUTH","eventTimestamp":1661521221,"status":"SUCCESS","payloadId":"584"}"#;

fn callback(args: &str) -> Craftgate {
    craftgate(&format!("verify callback {args}")).env("CRAFTGATE_CALLBACK_KEY", "merchantThreeDsCallbackKeySndbox")
}

fn loan(args: &str) -> Craftgate {
    craftgate(&format!("verify bnpl-callback {args}")).env("CRAFTGATE_CALLBACK_KEY", "merchantCallbackKeySandbox")
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
fn a_shopping_loans_callback_gives_the_next_step_about_the_started_payment() {
    let alone = loan("").stdin(LOAN).run().json(0);
    assert_eq!((&alone["paymentStatus"], &alone["paymentId"]), (&"WAITING".into(), &204.into()));
    assert_eq!(alone["additionalAction"], "APPROVAL_REQUIRED");
    assert!(alone["nextStep"].is_null());
    let args = "--payment-id 204 --conversation-id siparis-17";
    let started = loan(args).stdin(format!("{LOAN}\n")).run().json(0);
    assert_eq!(started["nextStep"], "APPROVE");
    assert_eq!(started["nextCall"]["operation"], "payment::ApproveBnplPayment");
    let uncertain = loan("--payment-id 204").stdin(LOAN).run().json(0);
    assert_eq!(uncertain["nextCall"]["operation"], "payment::VerifyBnplPayment");
    let other = loan("--payment-id 205").stdin(LOAN).run().json(0);
    assert_eq!(other["nextStep"], "PAYMENT_ID_MISMATCH");
}

#[test]
fn a_callback_of_the_other_kind_is_not_verified() {
    for (command, form) in [(loan(""), FORM), (callback(""), LOAN)] {
        let done = command.stdin(form).run();
        assert_eq!((done.code, &*done.stdout, &*done.stderr), (6, "", "craftgate: the callback is malformed\n"));
    }
    let forged = loan("").stdin(LOAN.replace("204", "205")).run();
    assert_eq!((forged.code, &*forged.stderr), (6, "craftgate: the callback's hash does not match\n"));
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
