//! A subscriber that writes everything down.

use std::fmt::{Debug, Write as _};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, Once};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Runs `work`, and returns its result with every span, event and record of a span's values, one a line.
pub(super) fn captured<T>(work: impl FnOnce() -> T) -> (T, Vec<String>) {
    let capture = Capture::default();
    let result = subscribed(capture.clone(), work);
    let lines = std::mem::take(&mut *capture.lines.lock().unwrap());
    (result, lines)
}

/// Runs `work` under a subscriber of its own, beside the clients of other tests, which have none.
///
/// As long as there is a single subscriber, tracing asks the current thread's whether an event is of interest when the
/// event is first met: without a global one, a thread that has none would turn the event off for all of them.
pub(super) fn subscribed<T>(subscriber: impl Subscriber + Send + Sync, work: impl FnOnce() -> T) -> T {
    static GLOBAL: Once = Once::new();
    GLOBAL.call_once(|| tracing::subscriber::set_global_default(tracing_subscriber::registry()).unwrap());
    tracing::subscriber::with_default(subscriber, work)
}

/// Hides the durations.
pub(super) fn without_times(lines: Vec<String>) -> Vec<String> {
    lines.iter().map(|line| hide_duration(line)).collect()
}

fn hide_duration(line: &str) -> String {
    let Some((before, after)) = line.split_once("duration_ms=") else { return line.to_owned() };
    format!("{before}duration_ms=…{}", after.trim_start_matches(|c: char| c.is_ascii_digit()))
}

#[derive(Clone, Default)]
struct Capture {
    lines: Arc<Mutex<Vec<String>>>,
    spans: Arc<AtomicU64>,
}

impl Capture {
    fn add(&self, line: String) {
        self.lines.lock().unwrap().push(line);
    }
}

impl Subscriber for Capture {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "craftgate"
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut fields = Fields(head(span.metadata()));
        span.record(&mut fields);
        self.add(fields.0);
        Id::from_u64(self.spans.fetch_add(1, Ordering::Relaxed) + 1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        let mut fields = Fields("call:".to_owned());
        values.record(&mut fields);
        self.add(fields.0);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let metadata = event.metadata();
        assert!(event.parent().is_some(), "an event outside of a span");
        let mut fields = Fields(format!("{} {} call >", metadata.level(), metadata.target()));
        event.record(&mut fields);
        self.add(fields.0);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

fn head(metadata: &Metadata<'_>) -> String {
    format!("{} {} {}", metadata.level(), metadata.target(), metadata.name())
}

struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        match field.name() {
            "message" => write!(self.0, " {value:?}").unwrap(),
            name => write!(self.0, " {name}={value:?}").unwrap(),
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        write!(self.0, " {}={value}", field.name()).unwrap();
    }
}
