//! The exchange of an operation: from the operation to a signed request, and from the response to a result. No I/O.

use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderName, HeaderValue, Uri};

use crate::encoding::url::{UrlError, decode, decode_target};
use crate::protocol::body::Body;
use crate::protocol::body::{Request, Response};
use crate::protocol::credentials::{Credentials, Language, RandomKey, header_value};
use crate::protocol::environment::{BaseUrl, Environment};
use crate::protocol::error::{Error, RequestError};
use crate::protocol::operation::{Operation, Output};
use crate::protocol::response::{self, ResponseWithMeta};
use crate::protocol::retry::{RetryPolicy, RetryState};
use crate::protocol::signature;

const API_KEY: HeaderName = HeaderName::from_static("x-api-key");
const RANDOM_KEY: HeaderName = HeaderName::from_static("x-rnd-key");
const AUTH_VERSION: HeaderName = HeaderName::from_static("x-auth-version");
const SIGNATURE: HeaderName = HeaderName::from_static("x-signature");
const CLIENT_VERSION: HeaderName = HeaderName::from_static("x-client-version");
const LANGUAGE: HeaderName = HeaderName::from_static("lang");
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("x-idempotency-key");

const CLIENT: HeaderValue = HeaderValue::from_static(concat!("craftgate-rust-client:", env!("CARGO_PKG_VERSION")));
const V1: HeaderValue = HeaderValue::from_static("V1");
const JSON: HeaderValue = HeaderValue::from_static("application/json");
const OCTET_STREAM: HeaderValue = HeaderValue::from_static("application/octet-stream");

/// The protocol for one merchant and one environment: builds signed requests and parses responses. Sends nothing; a
/// [`Client`](crate::Client) does.
///
/// ```
/// use craftgate_core::{Credentials, Environment, Protocol, RandomKey};
/// use craftgate_core::id::PaymentId;
/// use craftgate_core::payment::RetrievePayment;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let protocol = Protocol::new(Credentials::new("api-key", "secret-key")?, Environment::Sandbox);
/// let request = protocol.exchange(&RetrievePayment::new(PaymentId::new(1))).request(&RandomKey::new("Xa15Fp11T")?)?;
/// assert_eq!(request.uri(), "https://sandbox-api.craftgate.io/payment/v1/card-payments/1");
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Protocol {
    credentials: Credentials,
    base_url: BaseUrl,
    language: Option<Language>,
}

impl Protocol {
    /// Returns the protocol for the owner of `credentials` at `environment`.
    #[must_use]
    pub fn new(credentials: Credentials, environment: Environment) -> Self {
        Self { credentials, base_url: environment.into_base_url(), language: None }
    }

    /// Requests error descriptions in this language.
    #[must_use]
    pub fn language(mut self, language: Language) -> Self {
        self.language = Some(language);
        self
    }

    /// Returns a call of `operation`, not yet signed.
    #[must_use]
    pub fn exchange<'a, O: Callable>(&'a self, operation: &'a O) -> Exchange<'a, O> {
        Exchange { protocol: self, operation, language: self.language.clone(), idempotency_key: None }
    }
}

/// One call of an operation: builds its requests and parses their responses.
#[derive(Debug, Clone)]
pub struct Exchange<'a, O> {
    protocol: &'a Protocol,
    pub(super) operation: &'a O,
    language: Option<Language>,
    idempotency_key: Option<String>,
}

impl<O: Callable> Exchange<'_, O> {
    /// Sets the idempotency key, which makes repeating the call safe: Craftgate executes it only once, and returns the
    /// first response again.
    ///
    /// Choose a key for what you ask, such as `siparis-17-1` for an order and the first attempt to pay it, and keep it
    /// however often you send it. A key is for one request: the same order with another card, or another amount, needs
    /// another key. Honoured on `POST`, `PATCH` and `DELETE`. A key that can't be the value of a header is an error
    /// when the request is built.
    #[must_use]
    pub fn idempotency_key(mut self, key: impl Into<String>) -> Self {
        self.idempotency_key = Some(key.into());
        self
    }

    /// Requests error descriptions in this language, for this call only.
    #[must_use]
    pub fn language(mut self, language: Language) -> Self {
        self.language = Some(language);
        self
    }

    /// Returns true if repeating the call is safe; see [`RetryPolicy::is_repeatable`].
    #[must_use]
    pub fn is_repeatable(&self) -> bool {
        RetryPolicy::is_repeatable(&self.operation.method(), self.idempotency_key.is_some())
    }

    /// Returns the state of attempts at this call, for a sender other than [`Client`](crate::Client).
    pub fn retry_state(&self, policy: RetryPolicy) -> RetryState {
        RetryState::new(policy, self.is_repeatable())
    }

    /// Returns the signed request. Use a new random key for every attempt.
    ///
    /// # Errors
    ///
    /// [`RequestError`], before anything is sent, if a parameter or the idempotency key can't be part of a request.
    pub fn request(&self, random_key: &RandomKey) -> Result<Request, RequestError> {
        let idempotency_key = match &self.idempotency_key {
            Some(key) => Some(header_value("x-idempotency-key", key)?),
            None => None,
        };
        self.operation.sign(self.protocol, random_key, self.language.as_ref(), idempotency_key)
    }

    /// Returns the result in a response.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if Craftgate rejected the request or a bank declined, [`Error::Response`] if the response is not
    /// Craftgate's or can't be read.
    pub fn parse(&self, response: Response) -> Result<O::Output, Error> {
        self.parse_with_meta(response).map(|response| response.output)
    }

    /// Returns the result with the response's status, headers and body.
    ///
    /// # Errors
    ///
    /// As [`Exchange::parse`].
    pub fn parse_with_meta(&self, response: Response) -> Result<ResponseWithMeta<O::Output>, Error> {
        self.operation.read(response)
    }
}

/// The trait of values that can be called: every [`Operation`] and, with the feature `catalog`, the value that is any
/// of them.
///
/// It can't be implemented elsewhere: implement [`Operation`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an operation",
    note = "implement `craftgate_core::Operation`"
)]
pub trait Callable {
    /// The result of a successful call.
    type Output;

    #[doc(hidden)]
    fn name(&self) -> &'static str;

    #[doc(hidden)]
    fn method(&self) -> http::Method;

    #[doc(hidden)]
    fn path_template(&self) -> &'static str;

    #[doc(hidden)]
    fn sign(
        &self,
        protocol: &Protocol,
        random_key: &RandomKey,
        language: Option<&Language>,
        idempotency_key: Option<HeaderValue>,
    ) -> Result<Request, RequestError>;

    #[doc(hidden)]
    fn read(&self, response: Response) -> Result<ResponseWithMeta<Self::Output>, Error>;
}

impl<O: Operation> Callable for O {
    type Output = O::Output;

    fn name(&self) -> &'static str {
        O::NAME
    }

    fn method(&self) -> http::Method {
        O::METHOD
    }

    fn path_template(&self) -> &'static str {
        O::PATH_TEMPLATE
    }

    fn sign(
        &self,
        protocol: &Protocol,
        random_key: &RandomKey,
        language: Option<&Language>,
        idempotency_key: Option<HeaderValue>,
    ) -> Result<Request, RequestError> {
        let content = Content {
            method: O::METHOD,
            path: self.path()?,
            query: self.query()?,
            body: self.body()?,
            expects_file: <O::Output as Output>::IS_FILE,
        };
        protocol.sign(content, random_key, language, idempotency_key)
    }

    fn read(&self, response: Response) -> Result<ResponseWithMeta<O::Output>, Error> {
        response::read(response, |output| self.check_output(output))
    }
}

/// An operation's request, not yet signed.
struct Content {
    method: http::Method,
    path: String,
    query: String,
    body: Option<Body>,
    expects_file: bool,
}

impl Protocol {
    fn sign(
        &self,
        content: Content,
        random_key: &RandomKey,
        language: Option<&Language>,
        idempotency_key: Option<HeaderValue>,
    ) -> Result<Request, RequestError> {
        let Content { method, path, query, body, expects_file } = content;
        let content_type = match &body {
            Some(_) => Some(JSON),
            None => expects_file.then_some(OCTET_STREAM),
        };
        let url = self.url(&path, &query)?;
        let body = body.unwrap_or_default();
        let signature = self.signature(&url, random_key, &body)?;

        let mut request = Request::new(body);
        *request.method_mut() = method;
        *request.uri_mut() = Uri::try_from(url).map_err(|_| RequestError::Url(UrlError::TooLong))?;
        let headers = request.headers_mut();
        headers.reserve(10);
        headers.insert(API_KEY, self.credentials.api_key.clone());
        headers.insert(RANDOM_KEY, random_key.0.clone());
        headers.insert(AUTH_VERSION, V1);
        headers.insert(SIGNATURE, signature);
        headers.insert(CLIENT_VERSION, CLIENT);
        headers.insert(ACCEPT, JSON);
        let optional = [
            (CONTENT_TYPE, content_type),
            (LANGUAGE, language.map(|language| language.0.clone())),
            (IDEMPOTENCY_KEY, idempotency_key),
        ];
        headers.extend(optional.into_iter().filter_map(|(name, value)| Some((name, value?))));
        Ok(request)
    }

    /// Returns the URL as it is sent.
    fn url(&self, path: &str, query: &str) -> Result<String, RequestError> {
        if !path.starts_with('/') {
            return Err(RequestError::Url(UrlError::NoLeadingSlash));
        }
        let separator = if query.is_empty() { "" } else { "?" };
        Ok([self.base_url.as_str(), path, separator, query].concat())
    }

    /// Returns the signature over the decoded form of the URL that is sent.
    fn signature(&self, url: &str, random_key: &RandomKey, body: &Body) -> Result<HeaderValue, RequestError> {
        let (base_url, target) = url.split_at(self.base_url.as_str().len());
        let target = decode_target(target).map_err(RequestError::Url)?;
        let base_url = decode(base_url).map_err(RequestError::Url)?;
        let url = [base_url.as_bytes(), target.as_bytes()];
        let signature = signature::sign_decoded(&url, &self.credentials, random_key, body.as_bytes());
        let mut signature = header_value("x-signature", &signature)?;
        signature.set_sensitive(true);
        Ok(signature)
    }
}
