//! The limit of calls in flight that the README shows.

use std::sync::Arc;

use craftgate_async::AsyncTransport;
use craftgate_core::{Outcome, Request, Response, Transport as _, TransportError};
use craftgate_emulator::Emulator;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::scripted::{client, payment};

struct Limited<T> {
    http: T,
    permits: Semaphore,
}

impl<T: AsyncTransport + Sync> AsyncTransport for Limited<T> {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        // To wait instead, acquire it.
        let _permit = self.permits.try_acquire().map_err(TransportError::not_sent)?;
        self.http.send(request).await
    }
}

/// A bank that responds when the test permits it.
struct Slow {
    emulator: Emulator,
    arrived: Arc<Semaphore>,
    responses: Arc<Semaphore>,
}

impl AsyncTransport for Slow {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        self.arrived.add_permits(1);
        self.responses.acquire().await.unwrap().forget();
        self.emulator.send(request)
    }
}

#[tokio::test]
async fn calls_beyond_the_limit_are_not_sent_until_others_end_or_are_dropped() {
    let emulator = Emulator::new();
    let (arrived, responses) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
    let http = Slow { emulator: emulator.clone(), arrived: Arc::clone(&arrived), responses: Arc::clone(&responses) };
    let client = client(&emulator, Arc::new(Limited { http, permits: Semaphore::new(3) }));
    let mut calls = JoinSet::new();
    let start = |calls: &mut JoinSet<_>| {
        let client = client.clone();
        calls.spawn(async move { client.call(&payment()).send().await })
    };
    let handles: Vec<_> = (0..3).map(|_| start(&mut calls)).collect();
    arrived.acquire_many(3).await.unwrap().forget();

    let error = client.call(&payment()).send().await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::NotSent, "{error}");

    handles[0].abort();
    assert!(calls.join_next().await.unwrap().unwrap_err().is_cancelled());
    start(&mut calls);
    arrived.acquire().await.unwrap().forget();

    responses.add_permits(3);
    while let Some(call) = calls.join_next().await {
        call.unwrap().unwrap();
    }
    assert_eq!(emulator.events().len(), 3);
}

/// The README's code is the code above.
#[test]
fn the_limit_is_as_shown() {
    let (readme, source) = (include_str!("../../README.md"), include_str!("concurrency.rs"));
    let (_, shown) = readme.split_once("struct Limited<T> {").unwrap();
    let (shown, _) = shown.split_once("```").unwrap();
    assert!(source.contains(shown.trim()), "{shown}");
}
