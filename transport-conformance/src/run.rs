//! Runs a case: starts its server, makes its calls on a separate thread, and ends both.

use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use craftgate_core::{Request, Transport};

use crate::case::{Call, Case, Target};
use crate::report::{CaseResult, Verdict};
use crate::server::Server;
use crate::verdict::{self, CompletedCall};

/// A running case.
pub(super) struct Running {
    case: Case,
    server: Server,
    calls: Receiver<Vec<CompletedCall>>,
    until: Instant,
}

impl Running {
    /// Starts the server and the calls.
    ///
    /// # Errors
    ///
    /// The result of a case that cannot be run on this machine.
    pub(super) fn start(
        mut case: Case,
        transport: impl Transport + Send + 'static,
        time_limit: Duration,
    ) -> Result<Self, CaseResult> {
        let started = (|| {
            let server = Server::start(std::mem::take(&mut case.scripts))?;
            let requests = requests(&case, &server.url()).map_err(std::io::Error::other)?;
            let until_idle = server.until_idle(time_limit);
            let (report, calls) = mpsc::channel();
            let work = move || drop(report.send(make_calls(transport, requests, until_idle)));
            thread::Builder::new().name("conformance-case".to_owned()).spawn(work)?;
            std::io::Result::Ok((server, calls))
        })();
        match started {
            Ok((server, calls)) => Ok(Self { case, server, calls, until: Instant::now() + time_limit }),
            Err(error) => {
                Err(result(case, error.to_string(), Verdict::Fail, Some("the case could not be run".to_owned())))
            }
        }
    }

    /// Waits until the calls return or the time limit is reached.
    pub(super) fn finish(self) -> CaseResult {
        let Self { case, server, calls, until } = self;
        let calls = calls.recv_timeout(until.saturating_duration_since(Instant::now()));
        let log = server.finish(calls.is_ok());
        match calls {
            Ok(calls) => {
                let (verdict, failure) = verdict::verdict(&case, &calls, &log);
                result(case, verdict::describe(&calls, &log), verdict, failure)
            }
            Err(RecvTimeoutError::Timeout) => failed(case, "hung", "the call did not return"),
            Err(RecvTimeoutError::Disconnected) => failed(case, "panicked", "expected a response or an error"),
        }
    }
}

fn failed(case: Case, observed: &str, failure: &str) -> CaseResult {
    result(case, observed.to_owned(), Verdict::Fail, Some(failure.to_owned()))
}

fn result(case: Case, observed: String, verdict: Verdict, failure: Option<String>) -> CaseResult {
    CaseResult { requirement: case.requirement, case: case.name, observed, failure, verdict }
}

fn requests(case: &Case, server: &str) -> craftgate_core::http::Result<Vec<Request>> {
    let base = match case.target {
        Target::Server => server,
        // A privileged port, on which no user's process can listen.
        Target::ClosedPort => "http://127.0.0.1:1",
        Target::UnknownHost => "http://no-such-host.invalid",
    };
    let request = |(index, call): (usize, &Call)| call.request(base, index);
    case.calls.iter().enumerate().map(request).collect()
}

/// Makes the calls one after another, each when the server has finished the previous one.
fn make_calls(transport: impl Transport, requests: Vec<Request>, until_idle: impl Fn()) -> Vec<CompletedCall> {
    let call = |request: Request| {
        until_idle();
        let started = Instant::now();
        let result = transport.send(request.clone());
        CompletedCall { request, result, elapsed: started.elapsed() }
    };
    requests.into_iter().map(call).collect()
}
