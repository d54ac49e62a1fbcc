//! The transport judges nothing: any status, with all its headers and its body, goes back to core.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test stops where it fails")]

mod common;

use std::io::Write;
use std::net::TcpStream;

use common::{Peer, Received, answer, client, craftgate, receive};
use craftgate_core::error::ResponseProblem;
use craftgate_core::payment::RetrievePayment;
use craftgate_core::{Error, ErrorGroup, Outcome};
use craftgate_ureq::{UreqTransport, client_over, ureq};

const PAYMENT: &str = r#"{"data":{"id":1,"paymentStatus":"SUCCESS"}}"#;

#[test]
fn a_refusal_is_craftgates_own_error() {
    let body =
        r#"{"errors":{"errorCode":"10051","errorDescription":"Yetersiz bakiye","errorGroup":"NOT_SUFFICIENT_FUNDS"}}"#;
    let peer = Peer::<Received>::answering(answer("422 Unprocessable Entity", body));
    let error = client(&peer.url).call(&RetrievePayment::new(1)).send().unwrap_err();
    peer.finish();

    let error = error.as_api_error().unwrap();
    assert_eq!(error.group(), Some(&ErrorGroup::NotSufficientFunds));
    assert_eq!(error.description(), Some("Yetersiz bakiye"));
}

#[test]
fn a_proxys_page_is_kept_whole() {
    let peer = Peer::<Received>::answering(answer("502 Bad Gateway", "<html>Bağlantı kurulamadı</html>"));
    let error = client(&peer.url).call(&RetrievePayment::new(1)).send().unwrap_err();
    peer.finish();

    assert_eq!(error.outcome(), Outcome::Unknown);
    let Error::Response(error) = error else { panic!("{error:?}") };
    assert_eq!(error.status(), 502);
    assert_eq!(error.body().as_bytes(), "<html>Bağlantı kurulamadı</html>".as_bytes());
}

#[test]
fn a_redirect_is_not_followed_not_even_by_an_agent_that_would() {
    let following = UreqTransport::from_agent(ureq::Agent::new_with_defaults());
    for transport in [UreqTransport::new(), following] {
        let answer = "HTTP/1.1 307 Temporary Redirect\r\nlocation: /elsewhere\r\ncontent-length: 0\r\n\r\n";
        let peer = Peer::<Received>::answering(answer);
        let error = client_over(craftgate(&peer.url), transport).call(&RetrievePayment::new(1)).send().unwrap_err();
        assert_eq!(peer.finish().len(), 1);

        let Error::Response(error) = error else { panic!("{error:?}") };
        assert_eq!(error.problem(), ResponseProblem::Redirect);
        assert_eq!(error.headers()["location"], "/elsewhere");
    }
}

#[test]
fn an_error_status_is_an_answer_also_for_an_agent_that_would_make_it_an_error() {
    let body = r#"{"errors":{"errorCode":"5","errorDescription":"Üye bulunamadı"}}"#;
    let peer = Peer::<Received>::answering(answer("404 Not Found", body));
    let transport = UreqTransport::from_agent(ureq::Agent::new_with_defaults());
    let error = client_over(craftgate(&peer.url), transport).call(&RetrievePayment::new(1)).send().unwrap_err();
    peer.finish();
    assert!(error.as_api_error().unwrap().is_validation_error());
}

#[test]
fn repeated_headers_are_kept() {
    let head = "HTTP/1.1 200 OK\r\nset-cookie: a=1\r\nset-cookie: b=2\r\n";
    let peer = Peer::<Received>::answering(format!("{head}content-length: {}\r\n\r\n{PAYMENT}", PAYMENT.len()));
    let reply = client(&peer.url).call(&RetrievePayment::new(1)).reply().unwrap();
    peer.finish();
    assert_eq!(reply.headers.get_all("set-cookie").iter().count(), 2);
    assert_eq!(reply.body.as_bytes(), PAYMENT.as_bytes());
}

#[test]
fn one_connection_serves_many_requests() {
    let peer = Peer::start(vec![Box::new(|stream: &mut TcpStream| {
        let mut served = 0;
        while receive(stream).is_some() {
            stream.write_all(answer("200 OK", PAYMENT).as_bytes()).unwrap();
            served += 1;
        }
        served
    })]);
    {
        let client = client(&peer.url);
        for _ in 0..5 {
            client.call(&RetrievePayment::new(1)).send().unwrap();
        }
    }
    assert_eq!(peer.finish(), [5]);
}
