//! A request as it arrived on the wire.

use std::io::{self, Read};

/// The longest head that is read, in bytes.
const MAX_HEAD: usize = 64 * 1024;

pub(super) struct ReceivedRequest {
    /// The number of the connection, from 1.
    pub(super) connection: usize,
    /// The request line: method, target and version.
    pub(super) line: String,
    /// Names in lower case, with their values.
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

/// How the length of a body is determined.
#[derive(Clone, Copy, Default)]
pub(super) enum Framing {
    #[default]
    Empty,
    Length(usize),
    Chunked,
}

impl ReceivedRequest {
    pub(super) fn parse(connection: usize, head: &[u8]) -> Self {
        let head = String::from_utf8_lossy(head);
        let mut lines = head.split("\r\n");
        let line = lines.next().unwrap_or_default().to_owned();
        let headers = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        Self { connection, line, headers, body: Vec::new() }
    }

    /// Returns the values of the header whose lower-case name is `name`.
    pub(super) fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers.iter().filter(move |(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn framing(&self) -> Framing {
        if self.values("transfer-encoding").any(|coding| coding.to_ascii_lowercase().contains("chunked")) {
            return Framing::Chunked;
        }
        let length = self.values("content-length").find_map(|length| length.parse().ok());
        length.map_or(Framing::Empty, Framing::Length)
    }
}

/// Reads up to and including the empty line.
pub(super) fn read_head(stream: &mut impl Read) -> io::Result<Vec<u8>> {
    read_until(stream, b"\r\n\r\n")
}

pub(super) fn read_body(stream: &mut impl Read, framing: Framing) -> io::Result<Vec<u8>> {
    match framing {
        Framing::Empty => Ok(Vec::new()),
        Framing::Length(length) => read_exactly(stream, length),
        Framing::Chunked => read_chunks(stream),
    }
}

fn read_chunks(stream: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let line = String::from_utf8_lossy(&read_until(stream, b"\r\n")?).into_owned();
        let size = usize::from_str_radix(line.trim(), 16).map_err(|_| io::Error::from(io::ErrorKind::InvalidData))?;
        body.append(&mut read_exactly(stream, size)?);
        read_until(stream, b"\r\n")?;
        if size == 0 {
            return Ok(body);
        }
    }
}

fn read_until(stream: &mut impl Read, end: &[u8]) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    while !bytes.ends_with(end) {
        if bytes.len() > MAX_HEAD {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let mut byte = [0];
        stream.read_exact(&mut byte)?;
        bytes.extend(byte);
    }
    Ok(bytes)
}

/// Allocates for the bytes that arrive, not for the announced length.
fn read_exactly(stream: &mut impl Read, length: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    stream.take(length as u64).read_to_end(&mut bytes)?;
    if bytes.len() == length { Ok(bytes) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}
