//! Spans of calls and events of attempts.

mod capture;
mod every_operation;
mod page;
mod sentinels;

use std::net::TcpListener;
use std::sync::Mutex;
use std::time::Duration;

use craftgate_core::id::PaymentId;
use craftgate_core::payment::RetrievePayment;
use craftgate_core::transport::from_fn;
use craftgate_core::{
    Body, Client, Credentials, Environment, Protocol, RandomKey, Response, RetryPolicy, Transport, TransportError,
};
use craftgate_ureq::{TracingObserver, UreqTransport, client_with_transport};

use capture::{captured, without_times};

const CALL: &str = "INFO craftgate call \
                    operation=payment::RetrievePayment method=GET path=/payment/v1/card-payments/{id}";

fn protocol() -> Protocol {
    Protocol::new(Credentials::new("api-key", "secret-key").unwrap(), Environment::Sandbox)
}

fn response(status: u16, body: &str) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status.try_into().unwrap();
    response
}

/// A transport that returns these, the last first.
fn scripted(results: Vec<Result<Response, TransportError>>) -> impl Transport {
    let results = Mutex::new(results);
    from_fn(move |_| results.lock().unwrap().pop().unwrap())
}

/// What is captured of a call that is retried at most twice.
fn call_over(transport: impl Transport) -> Vec<String> {
    let client = Client::new(protocol(), transport, || RandomKey::new("Xa15Fp11T")).observer(TracingObserver::new());
    let client = client.retry_policy(RetryPolicy::new(2), |_| ());
    let (_, captured) = captured(|| client.call(&RetrievePayment::new(PaymentId::new(4711))).send().ok());
    without_times(captured)
}

#[test]
fn a_call_is_a_span_and_its_attempt_an_event_within() {
    let mut response = response(200, r#"{"data":{"id":4711,"paymentStatus":"SUCCESS"}}"#);
    response.headers_mut().insert("x-request-id", "8f14e45f-ceea".parse().unwrap());
    let expected = [
        CALL,
        "INFO craftgate call > attempt attempt=1 outcome=done status=200 duration_ms=… request_id=8f14e45f-ceea",
        "call: outcome=done attempts=1 status=200 duration_ms=… request_id=8f14e45f-ceea",
    ];
    assert_eq!(call_over(scripted(vec![Ok(response)])), expected);
}

#[test]
fn every_attempt_is_an_event() {
    let decline = r#"{"errors":{"errorCode":"10051","errorGroup":"NOT_SUFFICIENT_FUNDS","errorDescription":"gizli"}}"#;
    let results = vec![
        Ok(response(422, decline)),
        Ok(response(503, "<html>")),
        Err(TransportError::not_sent("connection refused")),
    ];
    let decline = "error_kind=api error_code=10051 error_group=NOT_SUFFICIENT_FUNDS";
    let expected = [
        CALL.to_owned(),
        "WARN craftgate call > attempt attempt=1 outcome=not_sent duration_ms=… error_kind=transport".to_owned(),
        "WARN craftgate call > attempt attempt=2 outcome=unknown status=503 duration_ms=… error_kind=response"
            .to_owned(),
        format!("INFO craftgate call > attempt attempt=3 outcome=rejected status=422 duration_ms=… {decline}"),
        format!("call: outcome=rejected attempts=3 status=422 duration_ms=… {decline}"),
    ];
    assert_eq!(call_over(scripted(results)), expected);
}

#[test]
fn an_abandoned_attempt_has_an_event_of_unknown_outcome() {
    let abandoned = from_fn(|_| std::panic::panic_any("abandoned"));
    let client = Client::new(protocol(), abandoned, || RandomKey::new("Xa15Fp11T")).observer(TracingObserver::new());
    let call = || client.call(&RetrievePayment::new(PaymentId::new(4711))).send();
    let (result, captured) = captured(|| std::panic::catch_unwind(std::panic::AssertUnwindSafe(call)));
    assert!(result.is_err());
    let expected = [
        CALL,
        "WARN craftgate call > attempt attempt=1 outcome=unknown duration_ms=… error_kind=abandoned",
        "call: outcome=unknown attempts=1 duration_ms=… error_kind=abandoned",
    ];
    assert_eq!(without_times(captured), expected);
}

#[test]
fn a_call_that_ends_before_its_first_attempt_is_not_sent() {
    use craftgate_core::observer::Observer;

    let (protocol, operation) = (protocol(), RetrievePayment::new(PaymentId::new(4711)));
    let observers: [std::sync::Arc<dyn Observer>; 1] = [std::sync::Arc::new(TracingObserver::new())];
    let ((), captured) = captured(|| drop(protocol.exchange(&operation).observed_by(&observers)));
    let expected = [CALL, "call: outcome=not_sent attempts=0 duration_ms=… error_kind=abandoned"];
    assert_eq!(without_times(captured), expected);
}

#[test]
fn the_clients_of_this_crate_are_observed() {
    let closed = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
    let environment = || Environment::custom(&format!("http://{closed}")).unwrap();
    let credentials = || Credentials::new("api-key", "secret-key").unwrap();
    let transport = UreqTransport::builder().connect_timeout(Duration::from_secs(5)).build();
    let clients = [
        craftgate_ureq::client(credentials(), environment()),
        client_with_transport(Protocol::new(credentials(), environment()), transport),
    ];
    for client in clients {
        let operation = RetrievePayment::new(PaymentId::new(4711));
        let (error, captured) = captured(|| client.call(&operation).send().unwrap_err());
        assert_eq!(captured.len(), 3, "{error}: {captured:#?}");
        assert!(captured[2].starts_with("call: outcome=not_sent"), "{captured:#?}");
    }
}
