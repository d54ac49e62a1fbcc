//! The merchant's side: say what is wanted, sign it, and read what became of it.

use std::collections::BTreeSet;

use craftgate_core::{
    Body, Error, Exchange, Language, Operation, Protocol, RandomKey, Request, RequestError, RetryPolicy, TransportError,
};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};

use super::entry::{AnswerEntry, CallEntry, RequestEntry};
use super::error::SpoolError;
use super::state::{State, Story, never_answered};
use super::{Attempt, Shelf, Spool, at, disk, file_name};

/// What a merchant wants done, and the key under which it is done once: all that has to survive a restart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Intent<O> {
    idempotency_key: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    operation: O,
}

impl<O> Intent<O> {
    /// An operation under a key of its own, such as the order's number. The key is also the call's name in the spool.
    pub fn new(operation: O, idempotency_key: impl Into<String>) -> Self {
        Self { idempotency_key: idempotency_key.into(), language: None, operation }
    }

    /// Asks for error descriptions in this language, by its code.
    #[must_use]
    pub fn language(mut self, code: impl Into<String>) -> Self {
        self.language = Some(code.into());
        self
    }
}

impl<O: Operation> Intent<O> {
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
    /// Writes down what is wanted, then its first request, signed with `random_key`.
    ///
    /// Submitting the same intent again is harmless: it goes on where the first time ended.
    ///
    /// # Errors
    ///
    /// [`SpoolError::Request`] and [`SpoolError::KeyTooLong`] before anything is written, [`SpoolError::KeyTaken`] if
    /// the key stands for something else, [`SpoolError::Io`].
    pub fn submit<O: Operation + Serialize>(
        &self,
        protocol: &Protocol,
        intent: &Intent<O>,
        random_key: &RandomKey,
    ) -> Result<(), SpoolError> {
        let request = intent.request(protocol, random_key)?;
        let name = file_name(&intent.idempotency_key)?;
        let entry = CallEntry { endpoint: intent.endpoint()?.into(), intent };
        if !self.write(Shelf::Calls, &name, &entry)? && !self.holds(&name, &entry)? {
            return Err(SpoolError::KeyTaken { key: intent.idempotency_key.clone() });
        }
        if self.attempts(&name)?.is_empty() {
            self.enqueue(Attempt { call: name, number: 1 }, &request)
        } else {
            Ok(())
        }
    }

    /// What became of the call under `key`.
    ///
    /// The first result counts, whichever attempt it answers, and so does the bank's refusal. Any other refusal says
    /// nothing of earlier attempts: if one of those may have arrived, the outcome stays unknown.
    ///
    /// # Errors
    ///
    /// [`SpoolError::NoCall`], [`SpoolError::OtherOperation`], [`SpoolError::NotAsked`], [`SpoolError::Entry`],
    /// [`SpoolError::Io`].
    pub fn state<O: Operation + DeserializeOwned>(
        &self,
        protocol: &Protocol,
        key: &str,
    ) -> Result<State<O::Output>, SpoolError> {
        let (intent, name) = self.intent::<O>(key)?;
        let call = intent.call(protocol).map_err(SpoolError::Request)?;
        let mut story = Story::new();
        for number in self.attempts(&name)? {
            story = story.then(self.attempt_state(&Attempt { call: name.clone(), number }, &call)?);
            if story.is_told() {
                break;
            }
        }
        Ok(story.end())
    }

    /// Makes another attempt under the same idempotency key. Take a fresh random key.
    ///
    /// # Errors
    ///
    /// [`SpoolError::StillWaiting`] if the last attempt was not taken yet, [`SpoolError::NotRepeatable`] where another
    /// attempt would end the same or could do the thing twice (as [`RetryPolicy`] decides), and as [`Spool::state`].
    pub fn repeat<O: Operation + DeserializeOwned>(
        &self,
        protocol: &Protocol,
        key: &str,
        random_key: &RandomKey,
    ) -> Result<(), SpoolError> {
        let error = match self.state::<O>(protocol, key)? {
            State::Stored | State::Waiting => return Err(SpoolError::StillWaiting { key: key.to_owned() }),
            State::Claimed => never_answered(),
            State::Answered(Err(error)) => error,
            State::Answered(Ok(_)) => return Err(SpoolError::NotRepeatable { key: key.to_owned() }),
        };
        if RetryPolicy::new(u32::MAX).backoff_for(1, &O::METHOD, true, &error).is_none() {
            return Err(SpoolError::NotRepeatable { key: key.to_owned() });
        }
        let (intent, name) = self.intent::<O>(key)?;
        let last = self.attempts(&name)?.last().copied().unwrap_or(0);
        self.enqueue(Attempt { call: name, number: last.saturating_add(1) }, &intent.request(protocol, random_key)?)
    }

    /// Takes the last attempt back, if no sender has taken it yet, and says whether it did. The call then ends as not
    /// sent.
    ///
    /// # Errors
    ///
    /// As [`Spool::claim`].
    pub fn withdraw(&self, key: &str) -> Result<bool, SpoolError> {
        let call = file_name(key)?;
        let Some(number) = self.attempts(&call)?.last().copied() else {
            return Ok(false);
        };
        match self.take(Attempt { call, number })? {
            Some(claim) => claim.answer(Err(TransportError::not_sent("withdrawn by the merchant"))).map(|()| true),
            None => Ok(false),
        }
    }

    /// The keys of all calls that were submitted and not forgotten: where to go on after a restart.
    ///
    /// # Errors
    ///
    /// [`SpoolError::Entry`], [`SpoolError::Io`].
    pub fn keys(&self) -> Result<Vec<String>, SpoolError> {
        let folder = self.shelf(Shelf::Calls);
        let mut keys = Vec::new();
        for name in at(&folder, disk::names(&folder))?.iter().filter_map(|name| name.strip_suffix(".json")) {
            let key = |entry: CallEntry<Intent<IgnoredAny>>| Ok(entry.intent.idempotency_key);
            keys.extend(self.read(Shelf::Calls, &name, key)?);
        }
        Ok(keys)
    }

    /// Deletes all files of the call under `key`, the key itself last. Do so once its result is in your books: the
    /// files hold card data.
    ///
    /// # Errors
    ///
    /// [`SpoolError::Io`]. Call it again then.
    pub fn forget(&self, key: &str) -> Result<(), SpoolError> {
        let call = file_name(key)?;
        for shelf in Shelf::OF_ATTEMPTS.into_iter().chain([Shelf::Calls]) {
            let folder = self.shelf(shelf);
            for name in at(&folder, disk::names(&folder))? {
                if belongs_to(&call, shelf, &name) {
                    let path = folder.join(name);
                    at(&path, disk::remove(&path))?;
                }
            }
        }
        Ok(())
    }

    fn enqueue(&self, attempt: Attempt, request: &Request) -> Result<(), SpoolError> {
        let name = attempt.to_string();
        // If somebody else made the same attempt meanwhile, theirs does just as well.
        self.write(Shelf::Outbox, &name, &RequestEntry::new(name.clone(), request)).map(|_| ())
    }

    fn holds(&self, name: &str, entry: &impl Serialize) -> Result<bool, SpoolError> {
        let path = self.path(Shelf::Calls, &name);
        let stored = at(&path, disk::read(&path))?.map(Body::from);
        // What can't be read is an error of its own.
        self.read(Shelf::Calls, &name, |_: CallEntry<IgnoredAny>| Ok(()))?;
        Ok(stored == Some(Shelf::Calls.format().write(entry).map_err(SpoolError::Request)?))
    }

    /// The call under `key` as an intent of operation `O`, and its files' name.
    fn intent<O: Operation + DeserializeOwned>(&self, key: &str) -> Result<(Intent<O>, String), SpoolError> {
        let name = file_name(key)?;
        // Some operations have the same fields: the endpoint is what tells them apart.
        let endpoint = self.read(Shelf::Calls, &name, |entry: CallEntry<IgnoredAny>| Ok(entry.endpoint))?;
        let Some(endpoint) = endpoint else {
            let attempt = Attempt { call: name, number: 1 };
            return Err(if self.has(Shelf::Answers, &attempt)? {
                SpoolError::NotAsked { attempt: attempt.to_string() }
            } else {
                SpoolError::NoCall { key: key.to_owned() }
            });
        };
        let other = || SpoolError::OtherOperation { key: key.to_owned() };
        let intent = self.read(Shelf::Calls, &name, |entry: CallEntry<Intent<O>>| Ok(entry.intent));
        let intent = match intent {
            Err(SpoolError::Entry { .. }) | Ok(None) => return Err(other()),
            Err(error) => return Err(error),
            Ok(Some(intent)) => intent,
        };
        if intent.endpoint()? != endpoint.expose() {
            return Err(other());
        }
        Ok((intent, name))
    }

    /// The attempts so far.
    fn attempts(&self, call: &str) -> Result<BTreeSet<u32>, SpoolError> {
        let mut numbers = BTreeSet::new();
        for shelf in Shelf::OF_ATTEMPTS {
            let folder = self.shelf(shelf);
            let names = at(&folder, disk::names(&folder))?;
            let attempts = names.iter().filter_map(|name| Attempt::from_file_name(name));
            numbers.extend(attempts.filter(|attempt| attempt.call == call).map(|attempt| attempt.number));
        }
        Ok(numbers)
    }

    /// How far one attempt has come.
    fn attempt_state<O: Operation>(
        &self,
        attempt: &Attempt,
        call: &Exchange<'_, O>,
    ) -> Result<State<O::Output>, SpoolError> {
        let name = attempt.to_string();
        let Some(result) = self.read(Shelf::Answers, &name, |entry: AnswerEntry| entry.result(&name))? else {
            let was_waiting = self.has(Shelf::Outbox, &name)?;
            let is_claimed = self.has(Shelf::Claimed, &name)?;
            return Ok(if was_waiting && !is_claimed { State::Waiting } else { State::Claimed });
        };
        if !self.has(Shelf::Claimed, &name)? {
            return Err(SpoolError::NotAsked { attempt: name });
        }
        Ok(State::Answered(result.map_err(Error::from).and_then(|response| call.parse(response))))
    }
}

/// Whether a file, or a draft of one, is one of the call's.
fn belongs_to(call: &str, shelf: Shelf, name: &str) -> bool {
    const END: &str = ".json";
    let Some(file) = name.rfind(END).and_then(|at| name.get(..at + END.len())) else {
        return false;
    };
    match shelf {
        Shelf::Calls => file.strip_suffix(END) == Some(call),
        _ => Attempt::from_file_name(file).is_some_and(|attempt| attempt.call == call),
    }
}
