//! Complete HTTP/1.1 responses of RFC 9112, as far as there is one way to read them.

/// A response that every client has to read in the same way.
#[derive(Debug, PartialEq)]
pub(crate) struct Message {
    pub(crate) status: u16,
    /// Names in lower case, in their order.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Message {
    /// Parses a response. `None` if it is truncated, malformed, unusual, or only an interim response. Interim responses
    /// before the final one are skipped, as section 15.2 of RFC 9110 asks of every client.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        let (head, rest) = split_once(bytes, b"\r\n\r\n")?;
        let head = std::str::from_utf8(head).ok()?;
        let is_plain = |character: char| character.is_ascii_graphic() || character == ' ';
        let mut lines = head.split("\r\n");
        let status = status(lines.next()?)?;
        let headers: Option<Vec<(String, String)>> = lines.map(header).collect();
        let headers = headers.filter(|headers| headers.len() <= 20)?;
        if head.len() > 4_000 || !head.replace("\r\n", "").chars().all(is_plain) {
            return None;
        }
        let body = match status {
            101 => return None,
            // ureq rejects headers in a `100 Continue`, which it never requests.
            100 if !headers.is_empty() => return None,
            100..200 => return Self::parse(rest),
            204 | 304 => Vec::new(),
            _ => body(&headers, rest)?,
        };
        Some(Self { status, headers, body })
    }
}

/// Returns the status code in a status line.
fn status(line: &str) -> Option<u16> {
    let (number, reason) = line.strip_prefix("HTTP/1.1 ")?.split_at_checked(3)?;
    let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
    let status = number.parse().ok().filter(|status| is_number && (100..600).contains(status))?;
    (reason.is_empty() || reason.starts_with(' ')).then_some(status)
}

fn header(line: &str) -> Option<(String, String)> {
    let (name, value) = line.split_once(':')?;
    let is_token = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_token.then(|| (name.to_ascii_lowercase(), value.trim_matches(' ').to_owned()))
}

fn body(headers: &[(String, String)], rest: &[u8]) -> Option<Vec<u8>> {
    let values =
        |wanted: &str| headers.iter().filter(|(name, _)| name == wanted).map(|(_, value)| value.as_str()).collect();
    let (lengths, codings): (Vec<&str>, Vec<&str>) = (values("content-length"), values("transfer-encoding"));
    match (lengths.as_slice(), codings.as_slice()) {
        ([], []) => Some(rest.to_vec()),
        ([length], []) if length.bytes().all(|byte| byte.is_ascii_digit()) => {
            rest.get(..length.parse().ok()?).map(<[u8]>::to_vec)
        }
        ([], ["chunked"]) => chunks(rest),
        _ => None,
    }
}

/// Returns the body of chunks without extensions or a trailer.
fn chunks(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let (size, after) = split_once(rest, b"\r\n")?;
        let is_size = (1..=8).contains(&size.len()) && size.iter().all(u8::is_ascii_hexdigit);
        let size = usize::from_str_radix(std::str::from_utf8(size).ok()?, 16).ok().filter(|_| is_size)?;
        let chunk = after.get(..size)?;
        rest = after.get(size..)?.strip_prefix(b"\r\n")?;
        if size == 0 {
            return Some(body);
        }
        body.extend(chunk);
    }
}

fn split_once<'a>(bytes: &'a [u8], separator: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let at = bytes.windows(separator.len()).position(|window| window == separator)?;
    Some((&bytes[..at], &bytes[at + separator.len()..]))
}
