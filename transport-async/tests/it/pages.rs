//! Walks over pages and results.

use std::sync::atomic::{AtomicBool, Ordering};

use craftgate_async::{AsyncTransport, from_fn};
use craftgate_core::onboarding::SearchMembers;
use craftgate_core::{Error, Request, Transport as _, TransportError};
use craftgate_emulator::Emulator;

use crate::scripted::client;

const NAMES: [&str; 5] = ["Gülşah", "Işık", "İnci", "Ömer", "Şule"];

/// An account with five members.
fn emulator() -> Emulator {
    let emulator = Emulator::new();
    let client = emulator.client().unwrap();
    for name in NAMES {
        client.call(&craftgate_test_support::member(name).name(name)).send().unwrap();
    }
    emulator
}

fn in_process(emulator: &Emulator) -> impl AsyncTransport {
    from_fn(move |request: Request| std::future::ready(emulator.send(request)))
}

#[tokio::test]
async fn every_page_is_walked() {
    let emulator = emulator();
    let client = client(&emulator, in_process(&emulator));
    let mut pages = client.pages(SearchMembers::new().size(2));
    let mut sizes = Vec::new();
    while let Some(page) = pages.next().await {
        sizes.push(page.unwrap().items.len());
    }
    assert_eq!(sizes, [2, 2, 1]);
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn every_result_is_walked() {
    let emulator = emulator();
    let client = client(&emulator, in_process(&emulator));
    let mut members = client.items(SearchMembers::new().size(2));
    let mut names = Vec::new();
    while let Some(member) = members.next().await {
        names.push(member.unwrap().name.unwrap());
    }
    names.sort();
    let mut expected = NAMES;
    expected.sort_unstable();
    assert_eq!(names, expected);
}

#[tokio::test]
async fn a_walk_ends_after_an_error() {
    let emulator = emulator();
    let is_first = AtomicBool::new(true);
    let breaking = from_fn(|request: Request| {
        let is_first = is_first.swap(false, Ordering::Relaxed);
        let result = emulator.send(request);
        std::future::ready(if is_first { result } else { Err(TransportError::maybe_sent("connection reset")) })
    });
    let client = client(&emulator, breaking);
    let mut members = client.items(SearchMembers::new().size(2));
    for _ in 0..2 {
        members.next().await.unwrap().unwrap();
    }
    assert!(matches!(members.next().await, Some(Err(Error::Transport(_)))));
    assert!(members.next().await.is_none());
}

#[tokio::test]
async fn a_page_whose_future_was_dropped_is_asked_for_again() {
    let emulator = emulator();
    let is_first = AtomicBool::new(true);
    let stalling = from_fn(|request: Request| {
        let is_first = is_first.swap(false, Ordering::Relaxed);
        let result = emulator.send(request);
        async move { if is_first { std::future::pending().await } else { result } }
    });
    let client = client(&emulator, stalling);
    let mut members = client.items(SearchMembers::new().size(2));
    tokio::select! {
        biased;
        _ = members.next() => panic!("no response is returned"),
        () = tokio::task::yield_now() => {}
    }
    let mut count = 0;
    while let Some(member) = members.next().await {
        member.unwrap();
        count += 1;
    }
    assert_eq!(count, 5);
}
