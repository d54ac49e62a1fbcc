//! The merchant's side: submits signed calls and reads their results.

use std::collections::BTreeSet;

use craftgate_core::{
    Body, Error, Exchange, Language, Operation, Protocol, RandomKey, Request, RequestError, RetryPolicy, TransportError,
};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};

use super::entry::{CallEntry, RequestEntry, ResultEntry};
use super::error::SpoolError;
use super::state::{History, State, no_response};
use super::{Attempt, Dir, Spool, at, disk, file_name};

/// An operation with its idempotency key and language: everything that must survive a restart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PendingCall<O> {
    idempotency_key: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    operation: O,
}

impl<O> PendingCall<O> {
    /// A call with a unique idempotency key, such as the order's number, which also identifies it in the spool.
    pub fn new(operation: O, idempotency_key: impl Into<String>) -> Self {
        Self { idempotency_key: idempotency_key.into(), language: None, operation }
    }

    /// Sets the language of error descriptions, by its code.
    #[must_use]
    pub fn language(mut self, code: impl Into<String>) -> Self {
        self.language = Some(code.into());
        self
    }
}

impl<O: Operation> PendingCall<O> {
    fn call<'a>(&'a self, protocol: &'a Protocol) -> Result<Exchange<'a, O>, RequestError> {
        let call = protocol.exchange(&self.operation).idempotency_key(&self.idempotency_key);
        Ok(match &self.language {
            Some(code) => call.language(Language::new(code)?),
            None => call,
        })
    }

    fn request(&self, protocol: &Protocol, random_key: &RandomKey) -> Result<Request, SpoolError> {
        self.call(protocol).and_then(|call| call.request(random_key)).map_err(SpoolError::Request)
    }

    fn endpoint(&self) -> Result<String, SpoolError> {
        let path = self.operation.path().map_err(SpoolError::Request)?;
        Ok(format!("{} {path}", O::METHOD))
    }
}

impl Spool {
    /// Stores the call, then its first request, signed with `random_key`.
    ///
    /// Submitting the same call again is safe: it continues where the first submission ended.
    ///
    /// # Errors
    ///
    /// [`SpoolError::Request`] and [`SpoolError::KeyTooLong`] before anything is stored, [`SpoolError::KeyTaken`] if the key
    /// belongs to another call, [`SpoolError::Io`].
    pub fn submit<O: Operation + Serialize>(
        &self,
        protocol: &Protocol,
        pending: &PendingCall<O>,
        random_key: &RandomKey,
    ) -> Result<(), SpoolError> {
        let request = pending.request(protocol, random_key)?;
        let name = file_name(&pending.idempotency_key)?;
        let entry = CallEntry { endpoint: pending.endpoint()?.into(), pending };
        if !self.write(Dir::Calls, &name, &entry)? && !self.matches(&name, &entry)? {
            return Err(SpoolError::KeyTaken { key: pending.idempotency_key.clone() });
        }
        if self.attempts(&name)?.is_empty() {
            self.enqueue(Attempt { call: name, number: 1 }, &request)
        } else {
            Ok(())
        }
    }

    /// Returns the state of the call with `key`.
    ///
    /// The first success of any attempt decides, and so does a decline. Any other error decides nothing about earlier
    /// attempts: if one of those may have arrived, the outcome stays unknown.
    ///
    /// # Errors
    ///
    /// [`SpoolError::UnknownKey`], [`SpoolError::OperationMismatch`], [`SpoolError::NeverClaimed`], [`SpoolError::Entry`],
    /// [`SpoolError::Io`].
    pub fn state<O: Operation + DeserializeOwned>(
        &self,
        protocol: &Protocol,
        key: &str,
    ) -> Result<State<O::Output>, SpoolError> {
        let (pending, name) = self.pending::<O>(key)?;
        let call = pending.call(protocol).map_err(SpoolError::Request)?;
        let mut history = History::new();
        for number in self.attempts(&name)? {
            history = history.push(self.attempt_state(&Attempt { call: name.clone(), number }, &call)?);
            if history.is_final() {
                break;
            }
        }
        Ok(history.into_state())
    }

    /// Makes another attempt with the same idempotency key and a new random key.
    ///
    /// # Errors
    ///
    /// [`SpoolError::StillWaiting`] if the last attempt is not claimed yet, [`SpoolError::NotRetryable`] if another attempt
    /// would end the same or could take effect twice (as [`RetryPolicy`] decides), and as [`Spool::state`].
    pub fn retry<O: Operation + DeserializeOwned>(
        &self,
        protocol: &Protocol,
        key: &str,
        random_key: &RandomKey,
    ) -> Result<(), SpoolError> {
        let error = match self.state::<O>(protocol, key)? {
            State::Stored | State::Waiting => return Err(SpoolError::StillWaiting { key: key.to_owned() }),
            State::Claimed => no_response(),
            State::Completed(Err(error)) => error,
            State::Completed(Ok(_)) => return Err(SpoolError::NotRetryable { key: key.to_owned() }),
        };
        if RetryPolicy::new(u32::MAX)
            .backoff_for(1, RetryPolicy::is_repeatable(&O::METHOD, true), &error, None)
            .is_none()
        {
            return Err(SpoolError::NotRetryable { key: key.to_owned() });
        }
        let (pending, name) = self.pending::<O>(key)?;
        let last = self.attempts(&name)?.last().copied().unwrap_or(0);
        self.enqueue(Attempt { call: name, number: last.saturating_add(1) }, &pending.request(protocol, random_key)?)
    }

    /// Cancels the last attempt unless a sender has claimed it, and returns true if it did. The call is then completed as
    /// not sent.
    ///
    /// # Errors
    ///
    /// As [`Spool::claim`].
    pub fn cancel(&self, key: &str) -> Result<bool, SpoolError> {
        let call = file_name(key)?;
        let Some(number) = self.attempts(&call)?.last().copied() else {
            return Ok(false);
        };
        match self.take(Attempt { call, number })? {
            Some(claim) => claim.complete(Err(TransportError::not_sent("cancelled by the merchant"))).map(|()| true),
            None => Ok(false),
        }
    }

    /// Returns the keys of all calls that are submitted and not deleted, to continue after a restart.
    ///
    /// # Errors
    ///
    /// [`SpoolError::Entry`], [`SpoolError::Io`].
    pub fn keys(&self) -> Result<Vec<String>, SpoolError> {
        let folder = self.dir(Dir::Calls);
        let mut keys = Vec::new();
        for name in at(&folder, disk::names(&folder))?.iter().filter_map(|name| name.strip_suffix(".json")) {
            let key = |entry: CallEntry<PendingCall<IgnoredAny>>| Ok(entry.pending.idempotency_key);
            keys.extend(self.read(Dir::Calls, &name, key)?);
        }
        Ok(keys)
    }

    /// Deletes all files of the call with `key`, the call itself last. Do so once its result is stored elsewhere: the files
    /// contain card data.
    ///
    /// # Errors
    ///
    /// [`SpoolError::Io`]. Retry then.
    pub fn delete(&self, key: &str) -> Result<(), SpoolError> {
        let call = file_name(key)?;
        for dir in Dir::OF_ATTEMPTS.into_iter().chain([Dir::Calls]) {
            let folder = self.dir(dir);
            for name in at(&folder, disk::names(&folder))? {
                if belongs_to(&call, dir, &name) {
                    let path = folder.join(name);
                    at(&path, disk::remove(&path))?;
                }
            }
        }
        Ok(())
    }

    fn enqueue(&self, attempt: Attempt, request: &Request) -> Result<(), SpoolError> {
        let name = attempt.to_string();
        // A concurrent process may have made the same attempt, which is equivalent.
        self.write(Dir::Outbox, &name, &RequestEntry::new(name.clone(), request)).map(|_| ())
    }

    fn matches(&self, name: &str, entry: &impl Serialize) -> Result<bool, SpoolError> {
        let path = self.path(Dir::Calls, &name);
        let stored = at(&path, disk::read(&path))?.map(Body::from);
        // Reports an unreadable file as such.
        self.read(Dir::Calls, &name, |_: CallEntry<IgnoredAny>| Ok(()))?;
        Ok(stored == Some(Dir::Calls.format().write(entry).map_err(SpoolError::Request)?))
    }

    /// Returns the call with `key` as operation `O`, and the name of its files.
    fn pending<O: Operation + DeserializeOwned>(&self, key: &str) -> Result<(PendingCall<O>, String), SpoolError> {
        let name = file_name(key)?;
        // The endpoint distinguishes operations with the same fields.
        let endpoint = self.read(Dir::Calls, &name, |entry: CallEntry<IgnoredAny>| Ok(entry.endpoint))?;
        let Some(endpoint) = endpoint else {
            let attempt = Attempt { call: name, number: 1 };
            return Err(if self.has(Dir::Results, &attempt)? {
                SpoolError::NeverClaimed { attempt: attempt.to_string() }
            } else {
                SpoolError::UnknownKey { key: key.to_owned() }
            });
        };
        let other = || SpoolError::OperationMismatch { key: key.to_owned() };
        let pending = self.read(Dir::Calls, &name, |entry: CallEntry<PendingCall<O>>| Ok(entry.pending));
        let pending = match pending {
            Err(SpoolError::Entry { .. }) | Ok(None) => return Err(other()),
            Err(error) => return Err(error),
            Ok(Some(pending)) => pending,
        };
        if pending.endpoint()? != endpoint.expose() {
            return Err(other());
        }
        Ok((pending, name))
    }

    /// Returns the numbers of the attempts.
    fn attempts(&self, call: &str) -> Result<BTreeSet<u32>, SpoolError> {
        let mut numbers = BTreeSet::new();
        for dir in Dir::OF_ATTEMPTS {
            let folder = self.dir(dir);
            let names = at(&folder, disk::names(&folder))?;
            let attempts = names.iter().filter_map(|name| Attempt::from_file_name(name));
            numbers.extend(attempts.filter(|attempt| attempt.call == call).map(|attempt| attempt.number));
        }
        Ok(numbers)
    }

    /// Returns the state of one attempt.
    fn attempt_state<O: Operation>(
        &self,
        attempt: &Attempt,
        call: &Exchange<'_, O>,
    ) -> Result<State<O::Output>, SpoolError> {
        let name = attempt.to_string();
        let Some(result) = self.read(Dir::Results, &name, |entry: ResultEntry| entry.result(&name))? else {
            let was_waiting = self.has(Dir::Outbox, &name)?;
            let is_claimed = self.has(Dir::Claimed, &name)?;
            return Ok(if was_waiting && !is_claimed { State::Waiting } else { State::Claimed });
        };
        if !self.has(Dir::Claimed, &name)? {
            return Err(SpoolError::NeverClaimed { attempt: name });
        }
        Ok(State::Completed(result.map_err(Error::from).and_then(|response| call.parse(response))))
    }
}

/// Returns true if a file, or a draft of one, belongs to the call.
fn belongs_to(call: &str, dir: Dir, name: &str) -> bool {
    const END: &str = ".json";
    let Some(file) = name.rfind(END).and_then(|at| name.get(..at + END.len())) else {
        return false;
    };
    match dir {
        Dir::Calls => file.strip_suffix(END) == Some(call),
        _ => Attempt::from_file_name(file).is_some_and(|attempt| attempt.call == call),
    }
}
