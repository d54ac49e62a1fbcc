//! Payments over libcurl, with a connection for each: the example's transport reuses none, since libcurl resends by
//! itself what it sent on a reused connection that was closed.

use craftgate_core::{Client, Request, Transport};
use craftgate_custom_transports::libcurl::Libcurl;
use curl::easy::{Easy2, Handler, List, WriteError};

use super::{BATCH, Merchant};
use crate::case::{Case, Work};
use crate::requests;

pub(super) fn cases(merchant: &Merchant) -> Vec<Case> {
    vec![
        Case::new("a prepared payment: libcurl transport, libcurl", 1.05, transport(merchant), bare(merchant)),
        Case::new("a payment: libcurl transport, prepared over libcurl", 1.05, library(merchant), bare(merchant)),
    ]
}

fn library(merchant: &Merchant) -> Work {
    let client = Client::new(merchant.protocol.clone(), Libcurl::new(), craftgate_ureq::random_key);
    let payment = requests::payment();
    Work::new(|| (), move |()| client.call(&payment).send().unwrap()).in_batches(BATCH)
}

fn transport(merchant: &Merchant) -> Work {
    let transport = Libcurl::new();
    Work::new(merchant.prepared(), move |request| transport.send(request).unwrap()).in_batches(BATCH)
}

/// Sends the same bytes each time by libcurl, whose options are set once.
fn bare(merchant: &Merchant) -> Work {
    let mut handle = Easy2::new(ResponseBuffer::default());
    set(&mut handle, merchant.prepared()());
    let handle = std::cell::RefCell::new(handle);
    let exchange = move |()| {
        let mut handle = handle.borrow_mut();
        handle.perform().unwrap();
        (handle.response_code().unwrap(), std::mem::take(handle.get_mut()))
    };
    Work::new(|| (), exchange).in_batches(BATCH)
}

fn set(handle: &mut Easy2<ResponseBuffer>, request: Request) {
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

/// The response's headers and body.
#[derive(Default)]
struct ResponseBuffer {
    headers: Vec<u8>,
    body: Vec<u8>,
}

impl Handler for ResponseBuffer {
    fn header(&mut self, line: &[u8]) -> bool {
        self.headers.extend_from_slice(line);
        true
    }

    fn write(&mut self, data: &[u8]) -> Result<usize, WriteError> {
        self.body.extend_from_slice(data);
        Ok(data.len())
    }
}
