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
    let (connect, read) = (Some(Duration::from_secs(10)), Some(Duration::from_secs(150)));
    Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .proxy(None)
        .user_agent("")
        .accept_encoding("")
        .timeout_connect(connect)
        .timeout_send_request(read)
        .timeout_send_body(read)
        .timeout_recv_response(read)
        .timeout_recv_body(read)
        .input_buffer_size(16 * 1024)
        .output_buffer_size(16 * 1024)
}

/// Sends a request, and returns the whole response.
pub(crate) fn exchange(agent: &Agent, request: Request<impl ureq::AsSendBody>) -> Response<Vec<u8>> {
    let (parts, mut body) = agent.run(request).unwrap().into_parts();
    Response::from_parts(parts, body.read_to_vec().unwrap())
}
