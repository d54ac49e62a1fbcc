//! Observers: what they are notified of, for a call and its attempts, and when.

use std::sync::{Arc, Mutex};

use craftgate_core::http::Method;
use craftgate_core::id::PaymentId;
use craftgate_core::observer::{CallInfo, CallObserver, Completion, Observer};
use craftgate_core::payment::RetrievePayment;
use craftgate_core::transport::from_fn;
use craftgate_core::{
    Client, Error, Operation, Protocol, RandomKey, Request, RequestError, Response, RetryPolicy, Transport,
    TransportError,
};

use crate::common::{LastCompletion, http_response, protocol};

const PAYMENT: &str = r#"{"data":{"id":1,"paymentStatus":"SUCCESS"}}"#;
const DECLINE: &str = r#"{"errors":{"errorCode":"10051","errorGroup":"NOT_SUFFICIENT_FUNDS"}}"#;

/// Records every notification.
#[derive(Clone, Default)]
struct Notes(Arc<Mutex<Vec<String>>>);

impl Notes {
    fn add(&self, note: impl Into<String>) {
        self.0.lock().unwrap().push(note.into());
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

impl Observer for Notes {
    fn start_call(&self, call: &CallInfo) -> Box<dyn CallObserver> {
        self.add(format!("{} {} {}", call.operation(), call.method(), call.path_template()));
        Box::new(NotesOfCall(self.clone()))
    }
}

struct NotesOfCall(Notes);

impl CallObserver for NotesOfCall {
    fn start_attempt(&mut self) {
        self.0.add("start");
    }

    fn end_attempt(&mut self, attempt: &Completion<'_>) {
        self.0.add(format!("attempt {}: {}", attempt.attempt(), attempt.outcome()));
    }

    fn end_call(self: Box<Self>, call: &Completion<'_>) {
        self.0.add(format!("call after {}: {}", call.attempt(), call.outcome()));
    }
}

impl Drop for NotesOfCall {
    fn drop(&mut self) {
        self.0.add("dropped");
    }
}

fn client<T: Transport>(transport: T) -> Client<T> {
    Client::new(protocol(), transport, || RandomKey::new("Xa15Fp11T"))
}

fn retrieve() -> RetrievePayment {
    RetrievePayment::new(PaymentId::new(1))
}

/// A transport that returns these, the last first.
fn scripted(results: Vec<Result<Response, TransportError>>) -> impl Transport {
    let results = Mutex::new(results);
    from_fn(move |_: Request| results.lock().unwrap().pop().unwrap())
}

const START: &str = "payment::RetrievePayment GET /payment/v1/card-payments/{id}";

#[test]
fn a_call_is_reported_from_start_to_end() {
    let notes = Notes::default();
    client(scripted(vec![Ok(http_response(200, PAYMENT))])).observer(notes.clone()).call(&retrieve()).send().unwrap();
    assert_eq!(notes.take(), [START, "start", "attempt 1: done", "call after 1: done", "dropped"]);
}

#[test]
fn every_attempt_is_reported() {
    let notes = Notes::default();
    let results = vec![
        Err(TransportError::not_sent("connection refused")),
        Err(TransportError::maybe_sent("reset")),
        Ok(http_response(500, "<html>")),
    ];
    let client = client(scripted(results)).retry_policy(RetryPolicy::new(2), |_| ()).observer(notes.clone());
    client.call(&retrieve()).send().unwrap_err();
    let expected = [
        START,
        "start",
        "attempt 1: unknown",
        "start",
        "attempt 2: unknown",
        "start",
        "attempt 3: not_sent",
        "call after 3: unknown",
        "dropped",
    ];
    assert_eq!(notes.take(), expected, "the last attempt was not sent, but an earlier one may have arrived");
}

#[test]
fn a_request_that_cannot_be_built_is_an_attempt() {
    let notes = Notes::default();
    let client = Client::new(protocol(), scripted(vec![]), || Err::<RandomKey, _>("no randomness"));
    client.observer(notes.clone()).call(&retrieve()).send().unwrap_err();
    assert_eq!(notes.take(), [START, "start", "attempt 1: not_sent", "call after 1: not_sent", "dropped"]);
}

#[test]
fn all_observers_of_a_client_and_its_clones_are_notified() {
    let (first, second) = (Notes::default(), Notes::default());
    let transport = scripted(vec![Ok(http_response(200, PAYMENT))]);
    let client = client(&transport).observer(first.clone()).observer(second.clone());
    client.clone().call(&retrieve()).send().unwrap();
    assert_eq!(first.take().len(), 5);
    assert_eq!(second.take().len(), 5);
}

#[test]
fn an_abandoned_call_drops_its_observer_without_an_end() {
    let notes = Notes::default();
    let (protocol, operation) = (protocol(), retrieve());
    let mut observed = protocol.exchange(&operation).observed_by(&[Arc::new(notes.clone())]);
    observed.start_attempt();
    drop(observed);
    assert_eq!(notes.take(), [START, "start", "dropped"]);
}

#[test]
fn an_operation_of_ones_own_may_have_no_name() {
    struct Nameless;
    impl Operation for Nameless {
        type Output = ();
        const METHOD: Method = Method::DELETE;
        fn path(&self) -> Result<String, RequestError> {
            Ok("/gizli".to_owned())
        }
    }
    let notes = Notes::default();
    client(scripted(vec![Ok(http_response(204, ""))])).observer(notes.clone()).call(&Nameless).send().unwrap();
    assert_eq!(notes.take()[0], " DELETE ");
}

#[cfg(feature = "catalog")]
#[test]
fn an_operation_by_name_is_observed_as_itself() {
    let notes = Notes::default();
    let client = client(scripted(vec![Ok(http_response(200, PAYMENT))])).observer(notes.clone());
    client.call(&craftgate_core::catalog::AnyOperation::from(retrieve())).send().unwrap();
    assert_eq!(notes.take()[0], START);
}

mod completions {
    use super::*;

    /// What the completion of a call with this result shows.
    fn shown(result: Result<Response, TransportError>) -> String {
        let last = LastCompletion::default();
        let _ = client(scripted(vec![result])).observer(last.clone()).call(&retrieve()).send();
        last.shown().strip_prefix("Completion { attempt: 1, ").unwrap().to_owned()
    }

    fn with_header(status: u16, body: &str, name: &'static str, value: &str) -> Response {
        let mut response = http_response(status, body);
        response.headers_mut().insert(name, value.parse().unwrap());
        response
    }

    #[test]
    fn have_status_kind_code_and_group() {
        let none = "error_kind: None, error_code: None, error_group: None, request_id: None }";
        assert_eq!(shown(Ok(http_response(200, PAYMENT))), format!("outcome: \"done\", status: Some(200), {none}"));
        let decline = "outcome: \"rejected\", status: Some(422), error_kind: Some(\"api\"), error_code: Some(10051), \
                       error_group: Some(\"NOT_SUFFICIENT_FUNDS\"), request_id: None }";
        assert_eq!(shown(Ok(http_response(422, DECLINE))), decline);
        let kind = |kind| none.replacen("None", &format!("Some(\"{kind}\")"), 1);
        let response = kind("response");
        let html = shown(Ok(http_response(502, "<html>")));
        assert_eq!(html, format!("outcome: \"unknown\", status: Some(502), {response}"));
        let (not_sent, transport) = (shown(Err(TransportError::not_sent("connection refused"))), kind("transport"));
        assert_eq!(not_sent, format!("outcome: \"not_sent\", status: None, {transport}"));
        let partial = TransportError::maybe_sent("reset").with_partial_response(http_response(200, "{"));
        assert_eq!(shown(Err(partial)), format!("outcome: \"unknown\", status: Some(200), {transport}"));
    }

    #[test]
    fn leave_out_codes_and_groups_that_are_none() {
        for (code, group) in [("5258640000000001", "GİZLİ"), ("gizli", "gizli"), ("-1", "")] {
            let body = format!(r#"{{"errors":{{"errorCode":"{code}","errorGroup":"{group}"}}}}"#);
            let shown = shown(Ok(http_response(422, body)));
            assert!(shown.contains("error_code: None, error_group: None"), "{shown}");
        }
    }

    #[test]
    fn have_the_id_that_the_server_gave_the_request() {
        for name in ["x-request-id", "x-correlation-id", "x-trace-id"] {
            for (status, body) in [(200, PAYMENT), (422, DECLINE), (502, "<html>")] {
                let shown = shown(Ok(with_header(status, body, name, "8f14e45f-ceea:467a_b9.1")));
                assert!(shown.ends_with("request_id: Some(\"8f14e45f-ceea:467a_b9.1\") }"), "{shown}");
            }
        }
    }

    #[test]
    fn leave_out_ids_that_could_be_something_else() {
        for id in ["", "a b", "a\"b", "a/b", "a=b", "a,b", &"a".repeat(129)] {
            let shown = shown(Ok(with_header(200, PAYMENT, "x-request-id", id)));
            assert!(shown.ends_with("request_id: None }"), "{shown}");
        }
        let longest = "a".repeat(128);
        assert!(shown(Ok(with_header(200, PAYMENT, "x-request-id", &longest))).contains(&longest));
    }

    #[test]
    fn hold_the_error() {
        struct IsApi(Arc<Mutex<bool>>);
        impl Observer for IsApi {
            fn start_call(&self, _: &CallInfo) -> Box<dyn CallObserver> {
                Box::new(Self(Arc::clone(&self.0)))
            }
        }
        impl CallObserver for IsApi {
            fn end_call(self: Box<Self>, call: &Completion<'_>) {
                let has_headers = call.headers().is_some();
                *self.0.lock().unwrap() = matches!(call.error(), Some(Error::Api(_))) && has_headers;
            }
        }
        let is_api = Arc::new(Mutex::new(false));
        let client = client(scripted(vec![Ok(http_response(422, DECLINE))])).observer(IsApi(Arc::clone(&is_api)));
        client.call(&retrieve()).send().unwrap_err();
        assert!(*is_api.lock().unwrap());
    }
}

/// Observers are no reason for a client to be bound to a thread.
#[test]
fn an_observed_client_is_shared_by_threads() {
    fn is_shared<T: Send + Sync>(_: &T) {}
    is_shared(&client(scripted(vec![])).observer(Notes::default()));
    let protocol: Protocol = protocol();
    fn is_sent<T: Send>(_: &T) {}
    is_sent(&protocol.exchange(&retrieve()).observed_by(&[]));
}
