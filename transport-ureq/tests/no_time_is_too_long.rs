//! Who sets no bound to a time, by the longest there is, waits and sees no panic.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod common;

use std::time::Duration;

use common::{Peer, Received, answer, protocol};
use craftgate_core::payment::RetrievePayment;
use craftgate_ureq::{UreqTransport, client_over};

#[test]
fn the_longest_times_there_are() {
    let builder = UreqTransport::builder();
    for builder in [builder.clone().connect_timeout(Duration::MAX), builder.read_timeout(Duration::MAX)] {
        let peer = Peer::<Received>::answering(answer("200 OK", r#"{"data":{"id":1,"paymentStatus":"SUCCESS"}}"#));
        let url = peer.url.replace("127.0.0.1", "localhost");
        let payment = client_over(protocol(&url), builder.build()).call(&RetrievePayment::new(1)).send().unwrap();
        peer.finish();
        assert_eq!(payment.id, 1);
    }
}
