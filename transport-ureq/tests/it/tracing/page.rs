//! The output on the cookbook's page is what its code prints.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use craftgate_core::rust_decimal::Decimal;
use craftgate_emulator::Emulator;
use craftgate_test_support::{APPROVED_CARD, DECLINED_CARD, card, payment};
use craftgate_ureq::TracingObserver;
use tracing_subscriber::fmt::format::FmtSpan;

use super::capture::subscribed;

const PAGE: &str = include_str!("../../../src/cookbook/observability.md");

#[derive(Clone, Default)]
struct Output(Arc<Mutex<Vec<u8>>>);

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Replaces every duration, which differs, by 1.
fn with_equal_durations(output: &str) -> String {
    let mut parts = output.split("duration_ms=");
    let first = parts.next().unwrap().to_owned();
    parts
        .fold(first, |all, part| format!("{all}duration_ms=1{}", part.trim_start_matches(|c: char| c.is_ascii_digit())))
}

#[test]
fn the_output_is_as_shown() {
    let output = Output::default();
    let writer = output.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_writer(move || writer.clone())
        .with_span_events(FmtSpan::CLOSE)
        .with_ansi(false)
        .without_time()
        .finish();
    let client = Emulator::new().client().unwrap().observer(TracingObserver::new());
    subscribed(subscriber, || {
        for number in [APPROVED_CARD, DECLINED_CARD] {
            let payment = payment(Decimal::new(89_90, 2), card(number));
            client.call(&payment).idempotency_key(number).send().ok();
        }
    });
    let output = String::from_utf8(output.0.lock().unwrap().clone()).unwrap();
    let (_, shown) = PAGE.split_once("```text\n").unwrap();
    let (shown, _) = shown.split_once("```").unwrap();
    let trimmed = |text: &str| text.lines().map(str::trim).collect::<Vec<_>>().join("\n");
    assert_eq!(trimmed(&with_equal_durations(shown)), trimmed(&with_equal_durations(&output)));
}
