//! The longest timeouts neither panic nor expire.

use craftgate_core::id::PaymentId;
use std::time::Duration;

use crate::peer::{Peer, ReceivedRequest, protocol, response};
use craftgate_core::payment::RetrievePayment;
use craftgate_ureq::{UreqTransport, client_with_transport};

#[test]
fn a_timeout_of_duration_max_is_valid() {
    let builder = UreqTransport::builder();
    for builder in [builder.clone().connect_timeout(Duration::MAX), builder.read_timeout(Duration::MAX)] {
        let peer =
            Peer::<ReceivedRequest>::responding(response("200 OK", r#"{"data":{"id":1,"paymentStatus":"SUCCESS"}}"#));
        let url = peer.url.replace("127.0.0.1", "localhost");
        let payment = client_with_transport(protocol(&url), builder.build())
            .call(&RetrievePayment::new(PaymentId::new(1)))
            .send()
            .unwrap();
        peer.finish();
        assert_eq!(payment.id, PaymentId::new(1));
    }
}
