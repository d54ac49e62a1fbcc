//! A minimal web server for the merchant's side, which receives posts on loopback.

use std::collections::HashMap;
use std::error::Error;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

/// One received `POST` request.
pub(crate) struct Post {
    pub(crate) path: String,
    pub(crate) headers: HashMap<String, String>,
    pub(crate) body: Vec<u8>,
}

/// The merchant's web server. It stops with the process.
pub(crate) struct Merchant {
    url: String,
    posts: Receiver<io::Result<Post>>,
}

impl Merchant {
    pub(crate) fn start() -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let url = format!("http://{}", listener.local_addr()?);
        let (sender, posts) = mpsc::channel();
        thread::spawn(move || listener.incoming().try_for_each(|stream| sender.send(stream.and_then(receive))));
        Ok(Self { url, posts })
    }

    /// Returns the absolute URL of `path` on this server.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    /// Waits for the next post, at most 10 seconds.
    pub(crate) fn next_post(&self) -> Result<Post, Box<dyn Error>> {
        Ok(self.posts.recv_timeout(Duration::from_secs(10))??)
    }
}

fn receive(mut stream: TcpStream) -> io::Result<Post> {
    let post = read_post(&mut BufReader::new(&stream))?;
    stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")?;
    Ok(post)
}

fn read_post(stream: &mut impl BufRead) -> io::Result<Post> {
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line)?;
        match line.trim_end() {
            "" => break,
            line => lines.push(line.to_owned()),
        }
    }
    let path = lines.first().and_then(|line| line.split(' ').nth(1)).unwrap_or_default().to_owned();
    let header =
        |line: &String| line.split_once(':').map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()));
    let headers: HashMap<_, _> = lines.iter().skip(1).filter_map(header).collect();
    let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    Ok(Post { path, headers, body })
}
