//! Automatic delivery of webhooks to the merchant's server, with retries until it accepts them.
//!
//! A few threads send them, so that a slow server holds up neither the API nor, unless it is slow often, other
//! webhooks. The time of the next try is one of the account's clock, and moves with it. Events wait in the account while
//! many deliveries are open, so memory is bounded.
//!
//! What waits stands in the account too ([`Outbox`](crate::domain::outbox::Outbox)), so that it is kept between runs with the account's state.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use serde_json::Value;

use super::delivery_queue::{Queue, WebhookSchedule};
use crate::domain::outbox::WebhookTry;
use crate::emulator::Emulator;
use crate::simulate::webhook_agent;

/// The number of threads that send.
const SENDERS: usize = 4;

/// The deliveries to one URL. They end when this is dropped.
pub(crate) struct Deliveries(Arc<Shared>);

struct Shared {
    url: String,
    schedule: WebhookSchedule,
    merchants: Vec<Emulator>,
    queue: Mutex<Queue>,
    changed: Condvar,
}

impl Deliveries {
    /// Starts to send the events of these merchants from now on, and what an earlier run left.
    pub(crate) fn start(url: String, schedule: WebhookSchedule, merchants: Vec<Emulator>) -> std::io::Result<Self> {
        let mut queue = Queue::default();
        queue.load(&merchants);
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

    /// Forgets every delivery but those that wait in the accounts, which were replaced.
    pub(crate) fn reload(&self) {
        let mut queue = self.0.lock();
        queue.load(&self.0.merchants);
        drop(queue);
        self.0.changed.notify_all();
    }

    /// Sends a webhook again, at once. Returns false if there is no such delivery, or it is being sent.
    pub(crate) fn resend(&self, id: u64) -> bool {
        let mut queue = self.0.lock();
        if !queue.resend(id) {
            return false;
        }
        queue.store(&self.0.merchants);
        drop(queue);
        self.0.changed.notify_all();
        true
    }

    /// Returns the deliveries as JSON, from the oldest one on.
    pub(crate) fn list(&self) -> Value {
        self.0.lock().as_json()
    }
}

/// Ends the threads, each after the try that it makes.
impl Drop for Deliveries {
    fn drop(&mut self) {
        self.0.lock().is_closed = true;
        self.0.changed.notify_all();
    }
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
            if queue.collect(&self.merchants) {
                queue.store(&self.merchants);
            }
            let Some((id, merchant, event)) = queue.take_due(&self.merchants) else {
                let wait = queue.wait(&self.merchants);
                queue = self.changed.wait_timeout(queue, wait).unwrap_or_else(PoisonError::into_inner).0;
                continue;
            };
            drop(queue);
            let outcome = merchant.send_webhook_by(&agent, &event, &self.url);
            let (status, error) = match outcome {
                Ok(status) => (Some(status.as_u16()), None),
                Err(error) => (None, Some(error.to_string())),
            };
            queue = self.lock();
            queue.record(id, WebhookTry { time: merchant.now(), status, error }, self.schedule);
            queue.store(&self.merchants);
        }
    }
}
