//! A blocking client over any transport: sign, send, read, and again if that was asked for.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::craftgate::{Call, Craftgate, Reply};
use crate::credentials::{Language, RandomKey};
use crate::error::{Error, RequestError};
use crate::operation::Operation;
use crate::retry::Retries;
use crate::transport::Transport;

type RandomKeys = dyn Fn() -> Result<RandomKey, RequestError> + Send + Sync;
type Wait = dyn Fn(Duration) + Send + Sync;

/// Calls operations through a [`Transport`].
///
/// ```
/// use craftgate_core::payment::RetrievePayment;
/// use craftgate_core::transport::from_fn;
/// use craftgate_core::{Body, Client, Craftgate, Credentials, Environment, RandomKey, Response};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let transport = from_fn(|_| Ok(Response::new(Body::from(r#"{"data":{"id":1,"paymentStatus":"SUCCESS"}}"#))));
/// let craftgate = Craftgate::new(Credentials::new("api-key", "secret-key")?, Environment::Sandbox);
/// let client = Client::new(craftgate, transport, || RandomKey::new("use the OS's randomness here"));
///
/// let payment = client.call(&RetrievePayment::new(1)).send()?;
/// assert_eq!(payment.id, 1);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client<T> {
    craftgate: Craftgate,
    transport: T,
    random_keys: Arc<RandomKeys>,
    retries: Option<(Retries, Arc<Wait>)>,
}

impl<T: Transport> Client<T> {
    /// Puts a merchant, a transport and a source of random keys together. A transport crate does this
    /// for you, with the operating system's randomness.
    pub fn new<F>(craftgate: Craftgate, transport: T, random_keys: F) -> Self
    where
        F: Fn() -> Result<RandomKey, RequestError> + Send + Sync + 'static,
    {
        Self { craftgate, transport, random_keys: Arc::new(random_keys), retries: None }
    }

    /// Asks for error descriptions in this language.
    #[must_use]
    pub fn language(mut self, language: Language) -> Self {
        self.craftgate = self.craftgate.language(language);
        self
    }

    /// Tries again what can be tried again without doing it twice. Off unless this is called.
    ///
    /// `wait` does the waiting, such as [`std::thread::sleep`].
    #[must_use]
    pub fn retries(mut self, retries: Retries, wait: impl Fn(Duration) + Send + Sync + 'static) -> Self {
        self.retries = Some((retries, Arc::new(wait)));
        self
    }

    /// One call of `operation`, not yet sent.
    pub fn call<'a, O: Operation>(&'a self, operation: &'a O) -> ClientCall<'a, T, O> {
        ClientCall { client: self, call: self.craftgate.call(operation) }
    }

    /// The transport.
    pub fn transport(&self) -> &T {
        &self.transport
    }
}

impl<T> fmt::Debug for Client<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("craftgate", &self.craftgate)
            .field("retries", &self.retries.as_ref().map(|(retries, _)| retries))
            .finish_non_exhaustive()
    }
}

/// One call of an operation through a client.
#[derive(Debug, Clone)]
#[must_use = "a call does nothing until it is sent"]
pub struct ClientCall<'a, T, O> {
    client: &'a Client<T>,
    call: Call<'a, O>,
}

impl<T: Transport, O: Operation> ClientCall<'_, T, O> {
    /// Makes repeating the call safe; see [`Call::idempotency_key`].
    pub fn idempotency_key(mut self, key: impl Into<String>) -> Self {
        self.call = self.call.idempotency_key(key);
        self
    }

    /// Asks for error descriptions in this language, for this call alone.
    pub fn language(mut self, language: Language) -> Self {
        self.call = self.call.language(language);
        self
    }

    /// Sends the call and gives its result.
    ///
    /// # Errors
    ///
    /// [`Error`] says what is known: not sent, refused, or unknown.
    pub fn send(self) -> Result<O::Output, Error> {
        self.reply().map(|reply| reply.output)
    }

    /// Sends the call and gives its result with the answer it came in.
    ///
    /// # Errors
    ///
    /// As [`ClientCall::send`]. If an earlier attempt may have arrived, its error is the one that comes back,
    /// unless the last attempt ended in the refusal of the payment itself.
    pub fn reply(self) -> Result<Reply<O::Output>, Error> {
        let Some((retries, wait)) = &self.client.retries else {
            return self.attempt();
        };
        let mut attempts = self.call.attempts(retries.clone());
        loop {
            match self.attempt() {
                Ok(reply) => return Ok(reply),
                Err(error) => wait(attempts.pause_after(error)?),
            }
        }
    }

    fn attempt(&self) -> Result<Reply<O::Output>, Error> {
        let random_key = (self.client.random_keys)()?;
        let request = self.call.request(&random_key)?;
        let response = self.client.transport.send(request)?;
        self.call.reply(response)
    }
}
