//! Webhooks that are sent to the merchant's server by themselves, and again until it accepts them.
//!
//! A few threads send them, so that a slow server holds up neither the API nor, unless it is slow often, other
//! webhooks. The time of the next try is one of the account's clock, and moves with it. Events wait in the account while
//! many deliveries are open, so memory is bounded.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use chrono::{NaiveDateTime, TimeDelta};
use serde_json::{Value, json};

use crate::domain::event::Event;
use crate::domain::state::State;
use crate::emulator::Emulator;
use crate::simulate::webhook_agent;

/// The number of threads that send.
const SENDERS: usize = 4;
/// The most deliveries that are remembered, open or not.
const MAX_DELIVERIES: usize = 1_000;
/// The longest wait before the clock is looked at again: it may be one of the caller's that nobody tells about.
const LONGEST_WAIT: Duration = Duration::from_secs(1);

/// When a webhook is repeated that the merchant's server did not accept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum WebhookSchedule {
    /// As Craftgate does: after 10 s, 30 s, 3, 10 and 30 minutes.
    #[default]
    Real,
    /// In a hundredth of the time.
    Fast,
}

impl WebhookSchedule {
    /// Returns the wait after so many failed tries; `None` if it is given up.
    fn wait_after(self, tries: usize) -> Option<TimeDelta> {
        let seconds = [10, 30, 3 * 60, 10 * 60, 30 * 60].get(tries.checked_sub(1)?).copied()?;
        Some(match self {
            Self::Real => TimeDelta::seconds(seconds),
            Self::Fast => TimeDelta::milliseconds(seconds * 10),
        })
    }
}

/// A webhook on its way.
struct Delivery {
    id: u64,
    /// The place of its merchant.
    merchant: usize,
    event: Event,
    tries: Vec<Try>,
    state: DeliveryState,
}

/// A try to deliver: when, and the status of the response or why there is none.
struct Try {
    time: NaiveDateTime,
    outcome: Result<u16, String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum DeliveryState {
    /// The next try is due at this time.
    Waiting(NaiveDateTime),
    Sending,
    Delivered,
    GivenUp,
}

/// The deliveries to one URL. They end when this is dropped.
pub(crate) struct Deliveries(Arc<Shared>);

struct Shared {
    url: String,
    schedule: WebhookSchedule,
    merchants: Vec<Emulator>,
    queue: Mutex<Queue>,
    changed: Condvar,
}

#[derive(Default)]
struct Queue {
    deliveries: VecDeque<Delivery>,
    last_id: u64,
    /// The number of events of each merchant that have a delivery.
    seen: Vec<usize>,
    is_closed: bool,
}

impl Deliveries {
    /// Starts to send the events of these merchants from now on.
    pub(crate) fn start(url: String, schedule: WebhookSchedule, merchants: Vec<Emulator>) -> std::io::Result<Self> {
        let queue = Queue { seen: event_counts(&merchants), ..Queue::default() };
        let shared = Shared { url, schedule, merchants, queue: Mutex::new(queue), changed: Condvar::new() };
        let deliveries = Self(Arc::new(shared));
        for merchant in &deliveries.0.merchants {
            let shared = Arc::downgrade(&deliveries.0);
            merchant.observe(Arc::new(move || {
                if let Some(shared) = shared.upgrade() {
                    shared.notify();
                }
            }));
        }
        for _ in 0..SENDERS {
            let shared = Arc::clone(&deliveries.0);
            thread::Builder::new().name("craftgate-webhooks".to_owned()).spawn(move || shared.send_all())?;
        }
        Ok(deliveries)
    }

    /// Looks at the clocks again.
    pub(crate) fn notify(&self) {
        self.0.notify();
    }

    /// Forgets every delivery, and what happened so far.
    pub(crate) fn reset(&self) {
        let mut queue = self.0.lock();
        queue.deliveries.clear();
        queue.seen = event_counts(&self.0.merchants);
    }

    /// Sends a webhook again, at once. Returns false if there is no such delivery, or it is being sent.
    pub(crate) fn resend(&self, id: u64) -> bool {
        let mut queue = self.0.lock();
        let delivery = queue.deliveries.iter_mut().find(|delivery| delivery.id == id);
        let Some(delivery) = delivery.filter(|delivery| delivery.state != DeliveryState::Sending) else { return false };
        delivery.state = DeliveryState::Waiting(NaiveDateTime::MIN);
        drop(queue);
        self.0.changed.notify_all();
        true
    }

    /// Returns the deliveries as JSON, from the oldest one on.
    pub(crate) fn list(&self) -> Value {
        self.0.lock().deliveries.iter().map(Delivery::as_json).collect()
    }
}

/// Ends the threads, each after the try that it makes.
impl Drop for Deliveries {
    fn drop(&mut self) {
        self.0.lock().is_closed = true;
        self.0.changed.notify_all();
    }
}

fn event_counts(merchants: &[Emulator]) -> Vec<usize> {
    merchants.iter().map(|merchant| merchant.read_state(|state| state.events.len())).collect()
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wakes the threads. Whoever is about to wait holds the lock, so that nothing is missed.
    fn notify(&self) {
        drop(self.lock());
        self.changed.notify_all();
    }

    /// Sends what is due until the deliveries are closed.
    fn send_all(&self) {
        let agent = webhook_agent();
        let mut queue = self.lock();
        while !queue.is_closed {
            queue.collect(&self.merchants);
            let Some((id, merchant, event)) = queue.take_due(&self.merchants) else {
                let wait = queue.wait(&self.merchants);
                queue = self.changed.wait_timeout(queue, wait).unwrap_or_else(PoisonError::into_inner).0;
                continue;
            };
            drop(queue);
            let outcome = merchant.send_webhook_by(&agent, &event, &self.url);
            let outcome = outcome.map(|status| status.as_u16()).map_err(|error| error.to_string());
            queue = self.lock();
            queue.record(id, Try { time: merchant.now(), outcome }, self.schedule);
        }
    }
}

impl Queue {
    /// Adds a delivery of every new event, as far as there is room.
    fn collect(&mut self, merchants: &[Emulator]) {
        for (place, merchant) in merchants.iter().enumerate() {
            let seen = self.seen.get(place).copied().unwrap_or_default();
            let room = MAX_DELIVERIES.saturating_sub(self.open_count());
            let is_new = |state: &State| state.events.iter().skip(seen).take(room).cloned().collect::<Vec<_>>();
            for event in merchant.read_state(is_new) {
                self.add(place, event);
            }
        }
    }

    fn add(&mut self, merchant: usize, event: Event) {
        if self.deliveries.len() >= MAX_DELIVERIES {
            forget_one(&mut self.deliveries);
        }
        if let Some(seen) = self.seen.get_mut(merchant) {
            *seen += 1;
        }
        self.last_id += 1;
        let state = DeliveryState::Waiting(NaiveDateTime::MIN);
        self.deliveries.push_back(Delivery { id: self.last_id, merchant, event, tries: Vec::new(), state });
    }

    fn open_count(&self) -> usize {
        self.deliveries.iter().filter(|delivery| delivery.is_open()).count()
    }

    /// Returns a delivery that is due, which is being sent from now on.
    fn take_due<'a>(&mut self, merchants: &'a [Emulator]) -> Option<(u64, &'a Emulator, Event)> {
        for delivery in &mut self.deliveries {
            let DeliveryState::Waiting(time) = delivery.state else { continue };
            let Some(merchant) = merchants.get(delivery.merchant) else { continue };
            if time <= merchant.now() {
                delivery.state = DeliveryState::Sending;
                return Some((delivery.id, merchant, delivery.event.clone()));
            }
        }
        None
    }

    /// Returns how long nothing is due, unless a clock is moved or something happens.
    fn wait(&self, merchants: &[Emulator]) -> Duration {
        let waits = self.deliveries.iter().filter_map(|delivery| match delivery.state {
            DeliveryState::Waiting(time) => (time - merchants.get(delivery.merchant)?.now()).to_std().ok(),
            _ => None,
        });
        waits.min().unwrap_or(LONGEST_WAIT).min(LONGEST_WAIT)
    }

    fn record(&mut self, id: u64, made: Try, schedule: WebhookSchedule) {
        let Some(delivery) = self.deliveries.iter_mut().find(|delivery| delivery.id == id) else { return };
        let is_accepted = made.outcome.as_ref().is_ok_and(|status| (200..300).contains(status));
        let time = made.time;
        delivery.tries.push(made);
        let wait = schedule.wait_after(delivery.tries.len());
        delivery.state = match wait.and_then(|wait| time.checked_add_signed(wait)) {
            _ if is_accepted => DeliveryState::Delivered,
            Some(next) => DeliveryState::Waiting(next),
            None => DeliveryState::GivenUp,
        };
    }
}

/// Forgets the oldest delivery that is over.
fn forget_one(deliveries: &mut VecDeque<Delivery>) {
    if let Some(place) = deliveries.iter().position(|delivery| !delivery.is_open()) {
        deliveries.remove(place);
    }
}

impl Delivery {
    fn is_open(&self) -> bool {
        matches!(self.state, DeliveryState::Waiting(_) | DeliveryState::Sending)
    }

    fn as_json(&self) -> Value {
        let (state, next_try) = match self.state {
            DeliveryState::Waiting(time) => ("WAITING", Some(time).filter(|time| *time != NaiveDateTime::MIN)),
            DeliveryState::Sending => ("SENDING", None),
            DeliveryState::Delivered => ("DELIVERED", None),
            DeliveryState::GivenUp => ("GIVEN_UP", None),
        };
        json!({
            "id": self.id,
            "merchant": self.merchant + 1,
            "eventType": self.event.event_type.as_str(),
            "status": self.event.status.as_str(),
            "payloadId": self.event.payload_id,
            "state": state,
            "nextTry": next_try,
            "tries": self.tries.iter().map(Try::as_json).collect::<Value>(),
        })
    }
}

impl Try {
    fn as_json(&self) -> Value {
        match &self.outcome {
            Ok(status) => json!({"time": self.time, "status": status}),
            Err(error) => json!({"time": self.time, "error": error}),
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::WebhookSchedule;

    #[test]
    fn webhooks_are_repeated_five_times() {
        let seconds = |schedule: WebhookSchedule| {
            (1..=7).map(|tries| schedule.wait_after(tries).map(|wait| wait.as_seconds_f64())).collect::<Vec<_>>()
        };
        let real = [Some(10.0), Some(30.0), Some(180.0), Some(600.0), Some(1800.0), None, None];
        assert_eq!(seconds(WebhookSchedule::Real), real);
        assert_eq!(WebhookSchedule::Fast.wait_after(1), Some(TimeDelta::milliseconds(100)));
        assert_eq!(WebhookSchedule::Fast.wait_after(5), Some(TimeDelta::seconds(18)));
    }
}
