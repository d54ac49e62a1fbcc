//! A connection with stricter framing than ureq's own.
//!
//! - ureq takes a reset, and the end of a TLS connection without `close_notify`, for the end of a body without a length:
//!   a truncated file would count as complete.
//! - It restarts the connect timeout with each byte from a proxy.
//! - Before it reuses a connection, it checks only the socket for unsolicited data. Data that TLS has already buffered, or
//!   a late body, would become the response to the next request.

use std::io::ErrorKind;
use std::time::Instant;

use ureq::Error;
use ureq::tls::TlsProvider;
use ureq::unversioned::transport::time::Duration;
use ureq::unversioned::transport::{Buffers, NextTimeout, Transport};

/// A connection on which a reset is an error, timeouts are absolute, and unsolicited data prevents reuse.
#[derive(Debug)]
pub(crate) struct StrictFraming {
    connection: Box<dyn Transport>,
    /// The implementation of TLS, if the connection uses it.
    tls: TlsProvider,
    /// The timeout given last since something was sent, and its start.
    budget: Option<(NextTimeout, Instant)>,
    /// Whether a response without a body announced one.
    expects_stray_body: bool,
}

impl StrictFraming {
    pub(crate) fn new(connection: Box<dyn Transport>, tls: TlsProvider) -> Self {
        Self { connection, tls, budget: None, expects_stray_body: false }
    }

    /// Returns the rest of a timeout that is given again. Timeouts that ureq itself counts down are never equal.
    fn remaining(&mut self, mut timeout: NextTimeout) -> NextTimeout {
        let since = match self.budget {
            Some((given, since)) if given == timeout => since,
            _ => Instant::now(),
        };
        self.budget = Some((timeout, since));
        if let Duration::Exact(time) = &mut timeout.after {
            *time = time.saturating_sub(since.elapsed());
        }
        timeout
    }

    /// Returns true if no unsolicited data has arrived. A partial TLS record is not detected: its sender could as well
    /// send it later.
    ///
    /// With a zero timeout, ureq and rustls return only buffered data; other implementations of TLS may take it for the
    /// end of the connection.
    fn is_drained(&mut self) -> bool {
        let no_wait = NextTimeout { after: Duration::from_secs(0), ..NextTimeout::default() };
        self.tls != TlsProvider::Rustls || matches!(self.connection.await_input(no_wait), Err(Error::Timeout(_)))
    }
}

impl Transport for StrictFraming {
    fn buffers(&mut self) -> &mut dyn Buffers {
        let buffers = self.connection.buffers();
        self.expects_stray_body |= announces_forbidden_body(buffers.input());
        buffers
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        self.budget = None;
        self.connection.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        let timeout = self.remaining(timeout);
        self.connection.await_input(timeout).map_err(|error| match error {
            Error::Io(error) if is_disconnect(error.kind()) => Error::Other(Box::new(error)),
            error => error,
        })
    }

    fn is_open(&mut self) -> bool {
        !self.expects_stray_body && self.connection.is_open() && self.is_drained()
    }

    fn is_tls(&self) -> bool {
        self.connection.is_tls()
    }
}

fn is_disconnect(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::UnexpectedEof | ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset)
}

/// Returns true for the head of a response that announces a body although its status forbids one (RFC 9112, section 6.3).
/// ureq exposes each head before it reads further.
fn announces_forbidden_body(input: &[u8]) -> bool {
    let input = input.trim_ascii_start();
    let is_bodiless = |status: &[u8]| status.starts_with(b"204") || status.starts_with(b"304");
    if !input.starts_with(b"HTTP/1.") || !input.get(9..).is_some_and(is_bodiless) {
        return false;
    }
    let head = String::from_utf8_lossy(input).to_ascii_lowercase();
    let mut fields = head.lines().take_while(|line| !line.is_empty()).filter_map(|line| line.split_once(':'));
    fields.any(|(name, value)| match name {
        "content-length" => value.trim().parse() != Ok(0_u64),
        "transfer-encoding" => true,
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex, PoisonError};
    use std::{thread, time};

    use ureq::unversioned::transport::LazyBuffers;

    use super::*;

    /// A connection that records its timeouts.
    #[derive(Debug)]
    struct TimeoutRecorder {
        buffers: LazyBuffers,
        times: Arc<Mutex<Vec<time::Duration>>>,
    }

    impl Transport for TimeoutRecorder {
        fn buffers(&mut self) -> &mut dyn Buffers {
            &mut self.buffers
        }

        fn transmit_output(&mut self, _: usize, _: NextTimeout) -> Result<(), Error> {
            Ok(())
        }

        fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
            self.times.lock().unwrap_or_else(PoisonError::into_inner).push(*timeout.after);
            thread::sleep(time::Duration::from_millis(2));
            Ok(true)
        }

        fn is_open(&mut self) -> bool {
            true
        }
    }

    #[test]
    fn a_timeout_starts_when_it_is_first_given() {
        let times = Arc::new(Mutex::new(Vec::new()));
        let recorder = TimeoutRecorder { buffers: LazyBuffers::new(1, 1), times: Arc::clone(&times) };
        let mut connection = StrictFraming::new(Box::new(recorder), TlsProvider::Rustls);
        let hour = NextTimeout { after: Duration::from_secs(3600), ..NextTimeout::default() };

        for _ in 0..2 {
            connection.transmit_output(0, hour).unwrap();
            connection.await_input(hour).unwrap();
            connection.await_input(hour).unwrap();
        }
        connection.await_input(NextTimeout::default()).unwrap();

        let times = times.lock().unwrap();
        let (whole, shorter) = (time::Duration::from_secs(3000), time::Duration::from_millis(2));
        assert!(times[0] > whole && times[1] + shorter <= times[0], "{times:?}");
        assert!(times[2] > whole && times[3] + shorter <= times[2], "{times:?}");
        assert!(times[4] > time::Duration::from_secs(1_000_000), "{times:?}");
    }

    #[test]
    fn a_body_announced_despite_the_status_is_detected() {
        for (head, announces) in [
            ("HTTP/1.1 204 No Content\r\n\r\n", false),
            ("HTTP/1.1 204 No Content\r\nserver: x\r\nCONTENT-LENGTH: 0\r\n\r\n", false),
            ("HTTP/1.1 204 No Content\r\nserver: x\r\nCONTENT-LENGTH: 7\r\n\r\n", true),
            ("HTTP/1.0 304 Not Modified\r\ncontent-length:7\r\n\r\n", true),
            ("\r\nHTTP/1.1 204\nTransfer-Encoding: chunked\n\n", true),
            ("HTTP/1.1 204 No Content\r\n\r\ncontent-length: 7\r\n\r\n", false),
            ("HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\n", false),
            ("HTTP/1.1 20", false),
            ("{}", false),
        ] {
            assert_eq!(announces_forbidden_body(head.as_bytes()), announces, "{head}");
        }
    }
}
