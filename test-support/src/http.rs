//! HTTP/1.1 messages as they arrive at a socket.

use std::io::Read;

/// A request or a response.
#[derive(Debug)]
#[non_exhaustive]
pub struct Message {
    /// The head, with its empty line.
    pub head: String,
    /// The bytes after the head.
    pub body: Vec<u8>,
}

impl Message {
    /// Returns the value of a header, whatever the letter case of its name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

/// Reads a message whose body has a `content-length` or is empty; `None` if the connection was closed instead.
pub fn receive(stream: &mut impl Read) -> Option<Message> {
    let mut message = read_head(stream)?;
    let length = message.header("content-length").map_or(0, |length| length.parse().unwrap());
    message.body.resize(length, 0);
    stream.read_exact(&mut message.body).unwrap();
    Some(message)
}

/// Reads to the empty line; `None` if the connection was closed instead.
pub fn read_head(stream: &mut impl Read) -> Option<Message> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        if stream.read(&mut byte).unwrap() == 0 {
            assert!(head.is_empty(), "truncated message");
            return None;
        }
        head.extend(byte);
    }
    Some(Message { head: String::from_utf8(head).unwrap(), body: Vec::new() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_read_one_after_another() {
        let mut stream = &b"POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 204 No Content\r\n\r\n"[..];
        assert_eq!(receive(&mut stream).unwrap().body, b"{}");
        assert_eq!(receive(&mut stream).unwrap().head, "HTTP/1.1 204 No Content\r\n\r\n");
        assert!(receive(&mut stream).is_none());
    }
}
