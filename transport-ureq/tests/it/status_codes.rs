//! Every status is returned as a response, with all headers and the complete body.

use craftgate_core::id::PaymentId;
use std::io::Write;
use std::net::TcpStream;

use crate::peer::{Peer, ReceivedRequest, client, receive, response};
use craftgate_core::payment::RetrievePayment;
use craftgate_core::{Error, ErrorGroup, Outcome};

const PAYMENT: &str = r#"{"data":{"id":1,"paymentStatus":"SUCCESS"}}"#;

#[test]
fn an_error_response_becomes_an_api_error() {
    let body =
        r#"{"errors":{"errorCode":"10051","errorDescription":"Yetersiz bakiye","errorGroup":"NOT_SUFFICIENT_FUNDS"}}"#;
    let peer = Peer::<ReceivedRequest>::responding(response("422 Unprocessable Entity", body));
    let error = client(&peer.url).call(&RetrievePayment::new(PaymentId::new(1))).send().unwrap_err();
    peer.finish();

    let error = error.as_api_error().unwrap();
    assert_eq!(error.group(), Some(&ErrorGroup::NotSufficientFunds));
    assert_eq!(error.description(), Some("Yetersiz bakiye"));
}

#[test]
fn an_html_error_page_is_kept() {
    let peer = Peer::<ReceivedRequest>::responding(response("502 Bad Gateway", "<html>Bağlantı kurulamadı</html>"));
    let error = client(&peer.url).call(&RetrievePayment::new(PaymentId::new(1))).send().unwrap_err();
    peer.finish();

    assert_eq!(error.outcome(), Outcome::Unknown);
    let Error::Response(error) = error else { panic!("{error:?}") };
    assert_eq!(error.status(), 502);
    assert_eq!(error.body().as_bytes(), "<html>Bağlantı kurulamadı</html>".as_bytes());
}

/// The maximum length that ureq accepts here.
#[test]
fn a_head_of_64_kib_is_kept() {
    let cookies = "set-cookie: ".to_owned() + &"c".repeat(1000) + "\r\n";
    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n{}", PAYMENT.len(), cookies.repeat(63));
    let filler = "x-filler: ".to_owned() + &"x".repeat((64 << 10) - head.len() - 14);
    let peer = Peer::<ReceivedRequest>::responding(format!("{head}{filler}\r\n\r\n{PAYMENT}"));
    let response = client(&peer.url).call(&RetrievePayment::new(PaymentId::new(1))).send_with_meta().unwrap();
    peer.finish();

    assert_eq!(response.headers.get_all("set-cookie").iter().count(), 63);
}

#[test]
fn one_connection_serves_many_requests() {
    let peer = Peer::start(vec![Box::new(|stream: &mut TcpStream| {
        let mut served = 0;
        while receive(stream).is_some() {
            stream.write_all(response("200 OK", PAYMENT).as_bytes()).unwrap();
            served += 1;
        }
        served
    })]);
    {
        let client = client(&peer.url);
        for _ in 0..5 {
            client.call(&RetrievePayment::new(PaymentId::new(1))).send().unwrap();
        }
    }
    assert_eq!(peer.finish(), [5]);
}
