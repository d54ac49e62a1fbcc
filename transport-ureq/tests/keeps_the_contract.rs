//! The transport keeps the contract of core's `Transport`, whatever a server does.

use craftgate_transport_conformance::{Conformance, Limits};
use craftgate_ureq::UreqTransport;
use craftgate_ureq::ureq::Agent;
use craftgate_ureq::ureq::config::Config;

fn config(limits: &Limits) -> Config {
    let timeout = Some(limits.read_timeout);
    let config = Agent::config_builder().user_agent("").proxy(None);
    config.timeout_recv_response(timeout).timeout_recv_body(timeout).build()
}

#[test]
fn as_the_builder_makes_it() {
    let transport = |limits: &Limits| {
        let builder = UreqTransport::builder().read_timeout(limits.read_timeout);
        builder.max_response_bytes(limits.max_response_bytes).build()
    };
    let report = Conformance::new(transport).run();
    assert!(report.passed(), "{report}");
}

#[test]
fn over_a_configuration_of_ones_own() {
    let transport =
        |limits: &Limits| UreqTransport::from_config(config(limits)).max_response_bytes(limits.max_response_bytes);
    let report = Conformance::new(transport).run();
    assert!(report.passed(), "{report}");
}

/// Such an agent tells neither when a connection broke nor, of a body without a length, whether it did.
#[test]
fn over_an_agent_of_ones_own_but_for_what_the_agent_does_not_tell() {
    let transport = |limits: &Limits| {
        let agent = Agent::from(config(limits));
        UreqTransport::from_agent(agent).max_response_bytes(limits.max_response_bytes)
    };
    let report = Conformance::new(transport).run();
    let failed: Vec<_> = report.failures().map(|result| result.case()).collect();
    assert_eq!(failed, ["connection reset within a close-delimited body"], "{report}");
}
