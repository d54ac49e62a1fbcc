//! The last requests with the string that each one signed, for the panel.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use chrono::NaiveDateTime;
use craftgate_core::{Request, Response};
use http::header::{HOST, HeaderName};

use crate::emulator::Emulator;
use crate::protocol::signed_string::signed_string;

/// The most requests that are remembered.
const MAX_ENTRIES: usize = 100;
/// The most bytes of a body that are remembered, one more than are shown.
const MAX_BODY: usize = 4097;

/// A request as it was signed.
pub(crate) struct JournalEntry {
    /// The place of its merchant.
    merchant: usize,
    pub(crate) time: NaiveDateTime,
    /// The request, without what its signature does not cover.
    request: Request,
    pub(crate) status: u16,
}

impl JournalEntry {
    /// Returns the method and the path.
    pub(crate) fn target(&self) -> String {
        format!("{} {}", self.request.method(), self.request.uri().path())
    }

    /// Returns the string that a client has to sign, without secrets.
    pub(crate) fn signed_string(&self, merchant: &Emulator) -> String {
        signed_string(&self.request, merchant.keys())
    }
}

/// The last requests to the API, of all merchants.
#[derive(Default)]
pub(crate) struct Journal(Mutex<VecDeque<JournalEntry>>);

impl Journal {
    /// Returns what the journal keeps of a request.
    pub(crate) fn copy(request: &Request) -> Request {
        let body = request.body().as_bytes();
        let mut copy = Request::new(body.get(..MAX_BODY).unwrap_or(body).to_vec().into());
        *copy.method_mut() = request.method().clone();
        *copy.uri_mut() = request.uri().clone();
        for name in [HOST, HeaderName::from_static("x-rnd-key")] {
            if let Some(value) = request.headers().get(&name) {
                copy.headers_mut().insert(name, value.clone());
            }
        }
        copy
    }

    /// Adds a request that was responded to.
    pub(crate) fn add(&self, merchant: usize, time: NaiveDateTime, request: Request, response: &Response) {
        let entry = JournalEntry { merchant, time, request, status: response.status().as_u16() };
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if entries.len() >= MAX_ENTRIES {
            entries.pop_front();
        }
        entries.push_back(entry);
    }

    /// Returns what `show` makes of a merchant's requests, from the newest one on.
    pub(crate) fn map<T>(&self, merchant: usize, show: impl Fn(&JournalEntry) -> T) -> Vec<T> {
        let entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        entries.iter().rev().filter(|entry| entry.merchant == merchant).map(show).collect()
    }
}
