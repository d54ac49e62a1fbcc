//! ureq alone, configured as `craftgate-ureq` configures it, but without a timeout for resolving the host, which would
//! cost bare ureq a thread for each request.

use std::time::Duration;

use http::{Request, Response};
use ureq::Agent;
use ureq::config::ConfigBuilder;
use ureq::typestate::AgentScope;

pub(crate) fn agent() -> Agent {
    config().build().into()
}

pub(super) fn config() -> ConfigBuilder<AgentScope> {
    let read = Some(Duration::from_secs(150));
    common_config()
        .timeout_send_request(read)
        .timeout_send_body(read)
        .timeout_recv_response(read)
        .timeout_recv_body(read)
        .input_buffer_size(16 * 1024)
        .output_buffer_size(16 * 1024)
}

/// What the configurations with and without the library's limits share.
pub(super) fn common_config() -> ConfigBuilder<AgentScope> {
    Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .proxy(None)
        .user_agent("")
        .accept_encoding("")
        .timeout_connect(Some(Duration::from_secs(10)))
}

/// Sends a request, and returns the whole response.
pub(crate) fn exchange(agent: &Agent, request: Request<impl ureq::AsSendBody>) -> Response<Vec<u8>> {
    let (parts, mut body) = agent.run(request).unwrap().into_parts();
    Response::from_parts(parts, body.read_to_vec().unwrap())
}
