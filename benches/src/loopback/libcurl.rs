//! The same over libcurl, with a connection for each payment: the example's transport keeps none, since libcurl sends
//! again by itself what a kept connection has lost.

use craftgate_core::{Client, Request, Transport};
use craftgate_custom_transports::libcurl::Libcurl;
use curl::easy::{Easy2, Handler, List, WriteError};

use super::{BATCH, Shop};
use crate::requests;
use crate::row::{Row, Work};

pub(super) fn rows(shop: &Shop) -> Vec<Row> {
    vec![
        Row::new("a prepared payment: libcurl transport, libcurl", 1.05, transport(shop), bare(shop)),
        Row::new("a payment: libcurl transport, prepared over libcurl", 1.05, library(shop), bare(shop)),
    ]
}

fn library(shop: &Shop) -> Work {
    let client = Client::new(shop.protocol.clone(), Libcurl::new(), craftgate_ureq::random_key);
    let payment = requests::payment();
    Work::new(|| (), move |()| client.call(&payment).send().unwrap()).in_batches(BATCH)
}

fn transport(shop: &Shop) -> Work {
    let transport = Libcurl::new();
    Work::new(shop.prepared(), move |request| transport.send(request).unwrap()).in_batches(BATCH)
}

/// libcurl with its options set once, and the same bytes each time.
fn bare(shop: &Shop) -> Work {
    let mut handle = Easy2::new(Answer::default());
    set(&mut handle, shop.prepared()());
    let handle = std::cell::RefCell::new(handle);
    let exchange = move |()| {
        let mut handle = handle.borrow_mut();
        handle.perform().unwrap();
        (handle.response_code().unwrap(), std::mem::take(handle.get_mut()))
    };
    Work::new(|| (), exchange).in_batches(BATCH)
}

fn set(handle: &mut Easy2<Answer>, request: Request) {
    let mut headers = List::new();
    for (name, value) in request.headers() {
        headers.append(&format!("{name}: {}", value.to_str().unwrap())).unwrap();
    }
    handle.url(&request.uri().to_string()).unwrap();
    handle.http_headers(headers).unwrap();
    handle.forbid_reuse(true).unwrap();
    handle.post(true).unwrap();
    handle.post_fields_copy(request.body().as_bytes()).unwrap();
}

/// What the server says.
#[derive(Default)]
struct Answer {
    headers: Vec<u8>,
    body: Vec<u8>,
}

impl Handler for Answer {
    fn header(&mut self, line: &[u8]) -> bool {
        self.headers.extend_from_slice(line);
        true
    }

    fn write(&mut self, data: &[u8]) -> Result<usize, WriteError> {
        self.body.extend_from_slice(data);
        Ok(data.len())
    }
}
