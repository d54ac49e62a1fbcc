//! How the handlers call Craftgate: by the async client, or by the blocking one in threads.

use std::sync::Arc;

use craftgate_async::AsyncTransport;
use craftgate_core::{Error, Operation, Transport, TransportError};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

/// Sends a call and returns its result. An error that is "not sent" may also say that too many calls are in flight.
pub(crate) trait Gateway: Clone + Send + Sync + 'static {
    fn call<O>(&self, operation: O, key: Option<String>) -> impl Future<Output = Result<O::Output, Error>> + Send
    where
        O: Operation + Send + Sync + 'static,
        O::Output: Send;
}

/// Over the async client.
#[derive(Clone)]
pub(crate) struct Async<T> {
    client: craftgate_async::Client<T>,
    permits: Arc<Semaphore>,
}

impl<T> Async<T> {
    /// At most `max` calls are in flight.
    pub(crate) fn new(client: craftgate_async::Client<T>, max: usize) -> Self {
        Self { client, permits: Arc::new(Semaphore::new(max)) }
    }
}

impl<T: AsyncTransport + Clone + Send + Sync + 'static> Gateway for Async<T> {
    async fn call<O>(&self, operation: O, key: Option<String>) -> Result<O::Output, Error>
    where
        O: Operation + Send + Sync + 'static,
        O::Output: Send,
    {
        let _permit = self.permits.try_acquire().map_err(TransportError::not_sent)?;
        let call = self.client.call(&operation);
        match key {
            Some(key) => call.idempotency_key(key).send().await,
            None => call.send().await,
        }
    }
}

/// Over the blocking client. Each call takes a thread of tokio's pool, which has 512.
#[derive(Clone)]
pub(crate) struct Blocking<T> {
    client: craftgate_core::Client<T>,
    permits: Arc<Semaphore>,
}

impl<T> Blocking<T> {
    /// At most `max` calls are in flight.
    pub(crate) fn new(client: craftgate_core::Client<T>, max: usize) -> Self {
        Self { client, permits: Arc::new(Semaphore::new(max)) }
    }
}

impl<T: Transport + Clone + Send + Sync + 'static> Gateway for Blocking<T> {
    async fn call<O>(&self, operation: O, key: Option<String>) -> Result<O::Output, Error>
    where
        O: Operation + Send + Sync + 'static,
        O::Output: Send,
    {
        let permit = Arc::clone(&self.permits).try_acquire_owned().map_err(TransportError::not_sent)?;
        let client = self.client.clone();
        let call = move || {
            let _permit = permit; // held until the call ends: dropping the future does not stop the thread
            let call = client.call(&operation);
            match key {
                Some(key) => call.idempotency_key(key).send(),
                None => call.send(),
            }
        };
        spawn_blocking(call).await.unwrap_or_else(|panicked| Err(TransportError::maybe_sent(panicked).into()))
    }
}
