//! The webhooks that are sent or wait to be, and when each is due.

use std::collections::VecDeque;
use std::time::Duration;

use chrono::{NaiveDateTime, TimeDelta};
use serde_json::{Value, json};

use crate::domain::event::Event;
use crate::domain::outbox::{Outbox, WaitingWebhook, WebhookTry};
use crate::domain::state::State;
use crate::emulator::Emulator;

/// The most deliveries that are remembered, open or not.
const MAX_DELIVERIES: usize = 1_000;
/// The longest wait before the clock is looked at again: it may be one of the caller's that nobody tells about.
const LONGEST_WAIT: Duration = Duration::from_secs(1);

/// The schedule of retries for webhooks that the merchant's server did not accept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum WebhookSchedule {
    /// Craftgate's own schedule: after 10 s, 30 s, 3, 10 and 30 minutes.
    #[default]
    Real,
    /// A hundredth of Craftgate's times.
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
    /// The place of its event in the merchant's account.
    place: usize,
    event: Event,
    tries: Vec<WebhookTry>,
    state: DeliveryState,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum DeliveryState {
    /// The next try is due at this time.
    Waiting(NaiveDateTime),
    Sending,
    Delivered,
    GivenUp,
}

/// The deliveries of all merchants.
#[derive(Default)]
pub(super) struct Queue {
    deliveries: VecDeque<Delivery>,
    last_id: u64,
    /// The number of events of each merchant that have or had a delivery.
    notified: Vec<usize>,
    pub(super) is_closed: bool,
}

impl Queue {
    /// Replaces the deliveries by what waits in the accounts. Without an outbox, only what happens from now on is sent.
    pub(super) fn load(&mut self, merchants: &[Emulator]) {
        self.deliveries.clear();
        self.notified.clear();
        for (number, merchant) in merchants.iter().enumerate() {
            let (notified, waiting) = merchant.read_state(|state| {
                let outbox = state.webhooks.clone();
                let outbox = outbox.unwrap_or_else(|| Outbox { notified: state.events.len(), waiting: Vec::new() });
                let waiting = outbox.waiting.into_iter();
                let with_event = |webhook: WaitingWebhook| state.events.get(webhook.event).cloned().zip(Some(webhook));
                (outbox.notified, waiting.filter_map(with_event).collect::<Vec<_>>())
            });
            self.notified.push(notified);
            for (event, webhook) in waiting {
                let state = DeliveryState::Waiting(webhook.next_try.unwrap_or(NaiveDateTime::MIN));
                self.add(Delivery {
                    id: 0,
                    merchant: number,
                    place: webhook.event,
                    event,
                    tries: webhook.tries,
                    state,
                });
            }
        }
    }

    /// Keeps what waits in the accounts.
    pub(super) fn store(&self, merchants: &[Emulator]) {
        for ((number, merchant), notified) in merchants.iter().enumerate().zip(&self.notified) {
            let open = self.deliveries.iter().filter(|delivery| delivery.merchant == number && delivery.is_open());
            let outbox = Outbox { notified: *notified, waiting: open.map(Delivery::as_waiting).collect() };
            if merchant.read_state(|state| state.webhooks.as_ref() != Some(&outbox)) {
                merchant.set_outbox(outbox);
            }
        }
    }

    /// Adds a delivery of every new event, as far as there is room. Returns true if there was one.
    pub(super) fn collect(&mut self, merchants: &[Emulator]) -> bool {
        let before = self.last_id;
        for (number, merchant) in merchants.iter().enumerate() {
            let notified = self.notified.get(number).copied().unwrap_or_default();
            let room = MAX_DELIVERIES.saturating_sub(self.open_count());
            let is_new = |state: &State| state.events.iter().skip(notified).take(room).cloned().collect::<Vec<_>>();
            for (place, event) in (notified..).zip(merchant.read_state(is_new)) {
                let state = DeliveryState::Waiting(NaiveDateTime::MIN);
                self.add(Delivery { id: 0, merchant: number, place, event, tries: Vec::new(), state });
                if let Some(notified) = self.notified.get_mut(number) {
                    *notified = place + 1;
                }
            }
        }
        self.last_id != before
    }

    /// Adds a delivery, with the next id.
    fn add(&mut self, delivery: Delivery) {
        if self.deliveries.len() >= MAX_DELIVERIES {
            forget_one(&mut self.deliveries);
        }
        self.last_id += 1;
        self.deliveries.push_back(Delivery { id: self.last_id, ..delivery });
    }

    /// Makes a delivery due at once. Returns false if there is no such delivery, or it is being sent.
    pub(super) fn resend(&mut self, id: u64) -> bool {
        let delivery = self.deliveries.iter_mut().find(|delivery| delivery.id == id);
        let Some(delivery) = delivery.filter(|delivery| delivery.state != DeliveryState::Sending) else { return false };
        delivery.state = DeliveryState::Waiting(NaiveDateTime::MIN);
        true
    }

    /// Returns the deliveries as JSON, from the oldest one on.
    pub(super) fn as_json(&self) -> Value {
        self.deliveries.iter().map(Delivery::as_json).collect()
    }

    fn open_count(&self) -> usize {
        self.deliveries.iter().filter(|delivery| delivery.is_open()).count()
    }

    /// Returns a delivery that is due, which is being sent from now on.
    pub(super) fn take_due<'a>(&mut self, merchants: &'a [Emulator]) -> Option<(u64, &'a Emulator, Event)> {
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
    pub(super) fn wait(&self, merchants: &[Emulator]) -> Duration {
        let waits = self.deliveries.iter().filter_map(|delivery| match delivery.state {
            DeliveryState::Waiting(time) => (time - merchants.get(delivery.merchant)?.now()).to_std().ok(),
            _ => None,
        });
        waits.min().unwrap_or(LONGEST_WAIT).min(LONGEST_WAIT)
    }

    pub(super) fn record(&mut self, id: u64, made: WebhookTry, schedule: WebhookSchedule) {
        let Some(delivery) = self.deliveries.iter_mut().find(|delivery| delivery.id == id) else { return };
        let (is_accepted, time) = (made.is_accepted(), made.time);
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

    /// Returns when it is tried again, if it is not due at once.
    fn next_try(&self) -> Option<NaiveDateTime> {
        match self.state {
            DeliveryState::Waiting(time) if time != NaiveDateTime::MIN => Some(time),
            _ => None,
        }
    }

    /// Returns what is kept of it. One that is being sent is sent again if nothing is heard of it.
    fn as_waiting(&self) -> WaitingWebhook {
        WaitingWebhook { event: self.place, tries: self.tries.clone(), next_try: self.next_try() }
    }

    fn as_json(&self) -> Value {
        let state = match self.state {
            DeliveryState::Waiting(_) => "WAITING",
            DeliveryState::Sending => "SENDING",
            DeliveryState::Delivered => "DELIVERED",
            DeliveryState::GivenUp => "GIVEN_UP",
        };
        json!({
            "id": self.id,
            "merchant": self.merchant + 1,
            "eventType": self.event.event_type.as_str(),
            "status": self.event.status.as_str(),
            "payloadId": self.event.payload_id,
            "state": state,
            "nextTry": self.next_try(),
            "tries": self.tries,
        })
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
