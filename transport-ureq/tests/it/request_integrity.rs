//! A request arrives as it was signed: request line, headers and body, with nothing added.

use craftgate_core::id::{FraudValueId, PaymentId};
use std::io::Write;

use crate::peer::{Peer, ReceivedRequest, Script, client, receive, response};
use craftgate_core::fraud::RemoveValueFromValueList;
use craftgate_core::http::Request;
use craftgate_core::onboarding::CreateMember;
use craftgate_core::payment::RetrievePayment;
use craftgate_core::{Body, Operation, Transport as _, signature};
use craftgate_ureq::UreqTransport;

fn is_signed(request: &ReceivedRequest, peer_url: &str) -> bool {
    let target = request.head.split(' ').nth(1).unwrap();
    let url = format!("{peer_url}{target}");
    let credentials = craftgate_core::Credentials::new("api-key", "secret-key").unwrap();
    let random_key = craftgate_core::RandomKey::new(request.header("x-rnd-key").unwrap()).unwrap();
    request.header("x-signature") == Some(&signature::sign(&url, &credentials, &random_key, &request.body))
}

#[test]
fn a_post_arrives_with_an_identical_body() {
    let peer = Peer::<ReceivedRequest>::responding(response("200 OK", r#"{"data":{"id":1}}"#));
    let url = peer.url.clone();
    let operation = CreateMember::new("uye-1").name("Gülşah Işık").address("Üsküdar, İstanbul");
    client(&url).call(&operation).idempotency_key("member-1").send().unwrap();

    let request = &peer.finish()[0];
    assert!(request.head.starts_with("POST /onboarding/v1/members HTTP/1.1\r\n"));
    assert_eq!(request.body, operation.body().unwrap().unwrap().as_bytes());
    assert_eq!(request.header("x-idempotency-key"), Some("member-1"));
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert!(is_signed(request, &url));
}

#[test]
fn percent_encoded_segments_arrive_encoded_and_are_signed_decoded() {
    let peer = Peer::<ReceivedRequest>::responding("HTTP/1.1 204 No Content\r\n\r\n");
    let url = peer.url.clone();
    client(&url).call(&RemoveValueFromValueList::new("kara liste/ğ", FraudValueId::new("100%+1"))).send().unwrap();

    let request = &peer.finish()[0];
    let line = "DELETE /fraud/v1/value-lists/kara%20liste%2F%C4%9F/values/100%25%2B1 HTTP/1.1\r\n";
    assert!(request.head.starts_with(line), "{}", request.head);
    assert!(is_signed(request, &url));
}

#[test]
fn a_get_has_no_body_and_no_added_headers() {
    let peer =
        Peer::<ReceivedRequest>::responding(response("200 OK", r#"{"data":{"id":1,"paymentStatus":"SUCCESS"}}"#));
    client(&peer.url).call(&RetrievePayment::new(PaymentId::new(1))).send().unwrap();

    let request = &peer.finish()[0];
    let mut names: Vec<_> = request.head.lines().skip(1).filter_map(|line| Some(line.split_once(':')?.0)).collect();
    names.sort_unstable();
    let expected = ["accept", "host", "x-api-key", "x-auth-version", "x-client-version", "x-rnd-key", "x-signature"];
    assert_eq!(names, expected);
}

#[test]
fn a_long_url_arrives_complete() {
    let peer = Peer::<ReceivedRequest>::responding(response("200 OK", "{}"));
    let target = format!("/?ids={}", "1".repeat(60_000));
    let request = Request::get(format!("{}{target}", peer.url)).body(Body::default()).unwrap();
    UreqTransport::new().send(request).unwrap();
    assert!(peer.finish()[0].head.starts_with(&format!("GET {target} HTTP/1.1\r\n")));
}

#[test]
fn each_request_has_a_random_key_of_its_own() {
    let script = || -> Script<ReceivedRequest> {
        Box::new(|stream| {
            let request = receive(stream).unwrap();
            stream.write_all(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").unwrap();
            request
        })
    };
    let peer = Peer::start(vec![script(), script()]);
    let client = client(&peer.url);
    for _ in 0..2 {
        client.call(&RetrievePayment::new(PaymentId::new(1))).send().unwrap_err();
    }
    let requests = peer.finish();
    assert_ne!(requests[0].header("x-rnd-key"), requests[1].header("x-rnd-key"));
    assert_eq!(requests[0].header("x-rnd-key").unwrap().len(), 32);
}
