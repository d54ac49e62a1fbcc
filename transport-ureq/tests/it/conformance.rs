//! The transport meets the contract of [`craftgate_core::Transport`].

use std::time::Duration;

use craftgate_core::Transport;
use craftgate_transport_conformance::{Conformance, Limits, Report};
use craftgate_ureq::UreqTransport;
use craftgate_ureq::ureq::Agent;
use craftgate_ureq::ureq::config::Config;

/// Runs all cases, with timeouts that only the cases without a response reach, on the busiest machine.
fn run<T: Transport + Send + 'static>(transport: impl Fn(&Limits) -> T) -> Report {
    Conformance::new(transport).timeout(Duration::from_secs(5)).run()
}

fn config(limits: &Limits) -> Config {
    Agent::config_builder().user_agent("").proxy(None).timeout_global(Some(limits.timeout)).build()
}

#[test]
fn from_the_builder() {
    let transport = |limits: &Limits| {
        let builder = UreqTransport::builder().timeout(limits.timeout);
        builder.max_response_bytes(limits.max_response_bytes).build()
    };
    let report = run(transport);
    assert!(report.passed(), "{report}");
}

#[test]
fn from_a_custom_configuration() {
    let transport = |limits: &Limits| {
        UreqTransport::from_config(config(limits)).unwrap().max_response_bytes(limits.max_response_bytes)
    };
    let report = run(transport);
    assert!(report.passed(), "{report}");
}

/// ureq itself takes a reset for the end of a body without a length.
#[test]
fn from_a_custom_agent_with_one_deviation() {
    let transport = |limits: &Limits| {
        let agent = Agent::from(config(limits));
        UreqTransport::from_agent(agent).unwrap().max_response_bytes(limits.max_response_bytes)
    };
    let report = run(transport);
    let failed: Vec<_> = report.failures().map(|result| result.case()).collect();
    assert_eq!(failed, ["connection reset within a close-delimited body"], "{report}");
}
