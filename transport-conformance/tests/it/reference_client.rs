//! A minimal correct HTTP/1.1 client, and the faults it can be given.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use craftgate_core::http::{HeaderName, HeaderValue, Method, StatusCode};
use craftgate_core::{Body, Request, Response, Transport, TransportError};
use craftgate_transport_conformance::Limits;

/// A violation of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    OmitsEmptyLength,
    ReusesLeftoverBytes,
    IgnoresChunkedEncoding,
    IgnoresSizeLimit,
    ResetsTimeoutPerRead,
    AcceptsConflictingLengths,
    AcceptsTruncatedBody,
    ReturnsInterimResponse,
    AcceptsResetAsEnd,
    IgnoresTimeout,
    LosesPartialResponses,
}

/// A client of one server, with one reusable connection.
pub(crate) struct ReferenceClient {
    limits: Limits,
    fault: Option<Fault>,
    idle: Mutex<Option<Connection>>,
}

impl ReferenceClient {
    pub(crate) fn new(limits: &Limits, fault: Option<Fault>) -> Self {
        Self { limits: *limits, fault, idle: Mutex::new(None) }
    }

    fn connection(&self, request: &Request) -> io::Result<Connection> {
        if let Some(connection) = self.idle.lock().unwrap().take().filter(Connection::is_idle) {
            return Ok(connection);
        }
        let authority = request.uri().authority().unwrap();
        let stream = TcpStream::connect((authority.host(), authority.port_u16().unwrap_or(80)))?;
        Ok(Connection { stream, fault: self.fault, limits: self.limits, read: Vec::new(), until: Instant::now() })
    }
}

impl Transport for ReferenceClient {
    fn send(&self, request: Request) -> Result<Response, TransportError> {
        let mut connection = self.connection(&request).map_err(TransportError::not_sent)?;
        let (response, is_reusable) = connection.exchange(&request)?;
        *self.idle.lock().unwrap() = is_reusable.then_some(connection);
        Ok(response)
    }
}

struct Connection {
    stream: TcpStream,
    fault: Option<Fault>,
    limits: Limits,
    /// Bytes received and not yet consumed.
    read: Vec<u8>,
    until: Instant,
}

struct Head {
    status: StatusCode,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Head {
    fn parse(head: &[u8]) -> io::Result<Self> {
        let mut lines = head.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii_end);
        let line = std::str::from_utf8(lines.next().unwrap_or_default()).unwrap_or_default();
        let line =
            line.strip_prefix("HTTP/1.").and_then(|line| line.get(2..)).ok_or(error("not an HTTP status line"))?;
        let code = line.split(' ').next().unwrap_or_default();
        let status = code.parse().map_err(|_| error("invalid status code"))?;
        let headers = lines.take_while(|line| !line.is_empty()).map(header).collect::<io::Result<_>>()?;
        Ok(Self { status, headers })
    }

    fn values(&self, name: &str) -> Vec<&[u8]> {
        let values = self.headers.iter().filter(|(found, _)| found == name);
        values.map(|(_, value)| value.as_bytes()).collect()
    }
}

fn header(line: &[u8]) -> io::Result<(HeaderName, HeaderValue)> {
    let colon = line.iter().position(|byte| *byte == b':').ok_or(error("invalid header"))?;
    let name = HeaderName::from_bytes(&line[..colon]).map_err(|_| error("invalid header"))?;
    let value = HeaderValue::from_bytes(line[colon + 1..].trim_ascii()).map_err(|_| error("invalid header"))?;
    Ok((name, value))
}

fn response(head: Head, body: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = head.status;
    for (name, value) in head.headers {
        response.headers_mut().append(name, value);
    }
    response
}

fn error(message: &'static str) -> io::Error {
    io::Error::other(message)
}

impl Connection {
    fn has(&self, fault: Fault) -> bool {
        self.fault == Some(fault)
    }

    /// Returns true if nothing arrived since the last response, not even the end.
    fn is_idle(&self) -> bool {
        if self.has(Fault::ReusesLeftoverBytes) {
            return true;
        }
        self.stream.set_nonblocking(true).unwrap();
        let peeked = self.stream.peek(&mut [0]);
        self.stream.set_nonblocking(false).unwrap();
        self.read.is_empty() && peeked.is_err_and(|error| error.kind() == io::ErrorKind::WouldBlock)
    }

    /// Sends a request and returns the response, and whether the connection can be used again.
    fn exchange(&mut self, request: &Request) -> Result<(Response, bool), TransportError> {
        self.until = Instant::now() + self.limits.timeout;
        self.write(request).map_err(TransportError::maybe_sent)?;
        let head = self.final_head().map_err(TransportError::maybe_sent)?;
        let is_last = head.values("connection").contains(&&b"close"[..]);
        let mut body = Vec::new();
        let read = self.body(&head, &mut body);
        let response = response(head, body);
        match read {
            Ok(is_delimited) => Ok((response, is_delimited && !is_last)),
            Err(error) if self.has(Fault::LosesPartialResponses) => Err(TransportError::maybe_sent(error)),
            Err(error) => Err(TransportError::maybe_sent(error).with_partial_response(response)),
        }
    }

    fn write(&mut self, request: &Request) -> io::Result<()> {
        let (uri, body) = (request.uri(), request.body());
        let mut bytes = Vec::new();
        write!(
            bytes,
            "{} {} HTTP/1.1\r\nhost: {}\r\n",
            request.method(),
            uri.path_and_query().unwrap(),
            uri.authority().unwrap()
        )?;
        for (name, value) in request.headers() {
            bytes.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
        }
        let needs_length = [Method::POST, Method::PUT].contains(request.method()) && !self.has(Fault::OmitsEmptyLength);
        if needs_length || !body.is_empty() {
            write!(bytes, "content-length: {}\r\n", body.len())?;
        }
        bytes.extend([b"\r\n", body.as_bytes()].concat());
        self.stream.write_all(&bytes)
    }

    fn final_head(&mut self) -> io::Result<Head> {
        loop {
            let head = self.head()?;
            if head.status.as_u16() == 101 || !head.status.is_informational() || self.has(Fault::ReturnsInterimResponse)
            {
                return Ok(head);
            }
        }
    }

    fn head(&mut self) -> io::Result<Head> {
        const MAX_HEAD: usize = 64 * 1024;
        let end = |bytes: &[u8]| String::from_utf8_lossy(bytes).find("\r\n\r\n");
        let mut searched = 0;
        loop {
            if let Some(end) = end(&self.read[searched..]) {
                let head: Vec<u8> = self.read.drain(..searched + end + 4).collect();
                return Head::parse(&head);
            }
            searched = self.read.len().saturating_sub(3);
            if self.read.len() > MAX_HEAD && !self.has(Fault::IgnoresSizeLimit) {
                return Err(error("head too long"));
            }
            if !self.fill()? {
                let closed = error("connection closed");
                return Err(if self.read.is_empty() {
                    closed
                } else {
                    Head::parse(&self.read).err().unwrap_or(closed)
                });
            }
        }
    }

    /// Reads the body, and returns whether it was delimited by other means than the end of the connection.
    fn body(&mut self, head: &Head, body: &mut Vec<u8>) -> io::Result<bool> {
        let lengths = head.values("content-length");
        if [101, 204, 304].contains(&head.status.as_u16()) {
            return Ok(true);
        }
        if head.values("transfer-encoding") == [b"chunked"] && !self.has(Fault::IgnoresChunkedEncoding) {
            return self.chunks(body).map(|()| true);
        }
        let Some(length) = lengths.first() else { return self.rest(body).map(|()| false) };
        if lengths.iter().any(|other| other != length) && !self.has(Fault::AcceptsConflictingLengths) {
            return Err(error("conflicting lengths"));
        }
        let length = std::str::from_utf8(length).ok().and_then(|length| length.parse().ok());
        self.exactly(length.ok_or(error("invalid length"))?, body)?;
        Ok(true)
    }

    fn chunks(&mut self, body: &mut Vec<u8>) -> io::Result<()> {
        loop {
            let line = self.line()?;
            let size = line.split(';').next().unwrap_or_default().trim();
            let size = usize::from_str_radix(size, 16).map_err(|_| error("invalid length"))?;
            self.exactly(size, body)?;
            if size > 0 {
                self.line()?;
            } else {
                while !self.line()?.is_empty() {}
                return Ok(());
            }
        }
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = Vec::new();
        while !line.ends_with(b"\r\n") {
            self.exactly(1, &mut line)?;
        }
        Ok(String::from_utf8_lossy(&line).trim_end().to_owned())
    }

    /// Appends this many bytes, or those that arrive before an error.
    fn exactly(&mut self, length: usize, bytes: &mut Vec<u8>) -> io::Result<()> {
        let start = bytes.len();
        let end = start.saturating_add(length);
        self.check(end)?;
        loop {
            let length = self.read.len().min(end - bytes.len());
            bytes.extend(self.read.drain(..length));
            if bytes.len() == end {
                return Ok(());
            }
            if !self.fill()? {
                let accepts = self.has(Fault::AcceptsTruncatedBody) && bytes.len() > start;
                return if accepts { Ok(()) } else { Err(error("connection closed")) };
            }
        }
    }

    fn rest(&mut self, body: &mut Vec<u8>) -> io::Result<()> {
        loop {
            body.append(&mut self.read);
            self.check(body.len())?;
            match self.fill() {
                Err(error) if error.kind() == io::ErrorKind::ConnectionReset && self.has(Fault::AcceptsResetAsEnd) => {
                    return Ok(());
                }
                filled => {
                    if !filled? {
                        return Ok(());
                    }
                }
            }
        }
    }

    fn check(&self, length: usize) -> io::Result<()> {
        let is_too_long = length as u64 > self.limits.max_response_bytes && !self.has(Fault::IgnoresSizeLimit);
        if is_too_long { Err(error("response too long")) } else { Ok(()) }
    }

    /// Reads the available bytes, or waits for some. Returns false at the end of the connection.
    fn fill(&mut self) -> io::Result<bool> {
        let remaining = self.until.saturating_duration_since(Instant::now());
        let timeout = match self.fault {
            Some(Fault::IgnoresTimeout) => None,
            Some(Fault::ResetsTimeoutPerRead) => Some(self.limits.timeout),
            _ if remaining.is_zero() => return Err(error("timed out")),
            _ => Some(remaining.max(Duration::from_millis(1))),
        };
        self.stream.set_read_timeout(timeout)?;
        let mut bytes = [0; 64 * 1024];
        let read = self.stream.read(&mut bytes)?;
        self.read.extend(&bytes[..read]);
        Ok(read > 0)
    }
}
