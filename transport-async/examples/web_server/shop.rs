//! The shop: orders, the handlers of its routes, and what happens to payments that nobody waits for.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Form, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use craftgate_core::callback::{self, CallbackKey, NextStep, StartedPayment, ThreeDsCallback};
use craftgate_core::id::PaymentId;
use craftgate_core::payment::{
    Amounts, Card, CardNumber, CreatePayment, ExpectedPayment, InitThreeDsPayment, MdStatus, Payment, PaymentItem,
    PaymentStatus,
};
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::webhook::{self, Freshness, WebhookKey};
use craftgate_core::{ApiError, Currency, Error, Outcome};
use serde::Deserialize;

use super::gateway::Gateway;

/// The state of an order, which customers see at `/orders/{number}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    Open,
    /// The customer is at the bank.
    Started,
    /// The completion may have been sent, and its result is not known.
    Checking,
    Paid(PaymentId),
    NotPaid,
}

/// In production: a row of the database.
#[derive(Clone)]
struct Order {
    price: Decimal,
    attempts: u32,
    started: Option<StartedPayment>,
    status: Status,
}

/// The type, status, id and timestamp of a webhook.
type SignedFields = (String, String, String, i64);

pub(crate) struct Shop<G> {
    gateway: G,
    callback_key: CallbackKey,
    webhook_key: WebhookKey,
    /// The address of this server, as browsers reach it.
    url: String,
    orders: Mutex<BTreeMap<String, Order>>,
    /// The webhooks received, by their four signed fields. In production: a table with a unique index.
    inbox: Mutex<BTreeSet<SignedFields>>,
}

/// What the customer types into the shop's form.
#[derive(Deserialize)]
struct CardForm {
    holder: String,
    number: String,
    expiry: String,
    cvc: String,
}

pub(crate) fn router<G: Gateway>(shop: Arc<Shop<G>>) -> Router {
    Router::new()
        .route("/orders/{number}", get(status::<G>))
        .route("/orders/{number}/pay", post(pay::<G>))
        .route("/3ds/{number}", post(three_ds_callback::<G>))
        .route("/webhook", post(receive_webhook::<G>))
        .with_state(shop)
}

async fn status<G: Gateway>(State(shop): State<Arc<Shop<G>>>, Path(number): Path<String>) -> Response {
    match shop.status(&number) {
        Some(status) => format!("{status:?}").into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Starts a payment, and responds with the bank's page.
async fn pay<G: Gateway>(
    State(shop): State<Arc<Shop<G>>>,
    Path(number): Path<String>,
    Form(card): Form<CardForm>,
) -> Response {
    let Ok(expiry) = card.expiry.parse() else {
        return (StatusCode::BAD_REQUEST, "the expiry is not a month and a year").into_response();
    };
    let card = Card::new(card.holder, CardNumber::new(card.number), expiry, card.cvc);
    match shop.start(&number, card).await {
        Ok(Some(page)) => Html(page).into_response(),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) if error.outcome() == Outcome::NotSent => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Err(error) => (StatusCode::BAD_GATEWAY, error.customer_message().turkish()).into_response(),
    }
}

/// The customer's browser returns from the bank. `form` is the raw body: the hash covers it as it was sent.
async fn three_ds_callback<G: Gateway>(
    State(shop): State<Arc<Shop<G>>>,
    Path(number): Path<String>,
    form: Bytes,
) -> Response {
    let Ok(callback) = callback::verify(&shop.callback_key, &form) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    // If the browser disconnects, this handler is dropped wherever it waits. The task is not: it takes the payment and
    // stores the result.
    let completion = tokio::spawn(async move { shop.complete(&number, &callback).await });
    match completion.await {
        Ok(Some(status)) => format!("{status:?}").into_response(),
        Ok(None) => StatusCode::CONFLICT.into_response(),
        Err(_panicked) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Craftgate posts an event. `body` is the raw body: parsed and serialized again, it would be another one.
async fn receive_webhook<G: Gateway>(State(shop): State<Arc<Shop<G>>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let signature = headers.get(webhook::SIGNATURE_HEADER).and_then(|signature| signature.to_str().ok());
    let verify = |signature| webhook::verify(&shop.webhook_key, signature, &body, Freshness::at(unix_time()));
    let Some(Ok(webhook)) = signature.map(verify) else {
        return StatusCode::BAD_REQUEST;
    };
    let (event_type, status) = (webhook.event_type().to_string(), webhook.status().to_string());
    let event = (event_type, status, webhook.payload_id().to_owned(), webhook.event_timestamp());
    shop.inbox.lock().unwrap_or_else(PoisonError::into_inner).insert(event);
    StatusCode::OK // stored; a task of its own retrieves the payment
}

impl<G: Gateway> Shop<G> {
    pub(crate) fn new(gateway: G, callback_key: CallbackKey, webhook_key: WebhookKey, url: String) -> Self {
        Self { gateway, callback_key, webhook_key, url, orders: Mutex::default(), inbox: Mutex::default() }
    }

    pub(crate) fn add_order(&self, number: &str, price: Decimal) {
        let order = Order { price, attempts: 0, started: None, status: Status::Open };
        self.orders().insert(number.to_owned(), order);
    }

    pub(crate) fn status(&self, number: &str) -> Option<Status> {
        self.orders().get(number).map(|order| order.status)
    }

    /// The payment that was started for an order.
    pub(crate) fn started(&self, number: &str) -> Option<StartedPayment> {
        self.orders().get(number)?.started.clone()
    }

    /// The number of different webhooks received.
    pub(crate) fn webhooks(&self) -> usize {
        self.inbox.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Starts a payment, which takes no money. `None` if there is no such order to pay.
    async fn start(&self, number: &str, card: Card) -> Result<Option<String>, Error> {
        let Some((price, attempt)) = self.next_attempt(number) else { return Ok(None) };
        let items = [PaymentItem::new(price).name("Gümüş tepsi")];
        let payment = CreatePayment::new(Amounts::same(price), Currency::Try, 1, items)
            .card(card)
            .external_id(number)
            .conversation_id(attempt.as_str());
        let init = InitThreeDsPayment::new(payment, format!("{}/3ds/{number}", self.url)).callback_v2();
        let response = self.gateway.call(init.clone(), Some(attempt)).await?;
        let started = init.started(&response);
        self.update(number, |order| (order.started, order.status) = (started, Status::Started));
        Ok(response.html_content.and_then(|page| page.decode().ok()))
    }

    /// The price of an order and the key of a new attempt to pay it, if it may be paid.
    fn next_attempt(&self, number: &str) -> Option<(Decimal, String)> {
        let mut orders = self.orders();
        let order = orders.get_mut(number)?;
        if matches!(order.status, Status::Checking | Status::Paid(_)) {
            return None;
        }
        order.attempts += 1;
        Some((order.price, format!("{number}-{}", order.attempts)))
    }

    /// Takes the payment that the customer has authenticated. `None` if the callback is not about this order.
    async fn complete(&self, number: &str, callback: &ThreeDsCallback) -> Option<Status> {
        let order = self.order(number)?;
        let started = order.started.as_ref()?;
        if let Status::Paid(_) = order.status {
            return Some(order.status);
        }
        let result = match callback.next_step(started) {
            NextStep::Complete(_) if !callback.md_status().is_some_and(MdStatus::is_authenticated) => {
                return Some(self.set_status(number, Status::NotPaid));
            }
            NextStep::Complete(complete) => {
                // Before the first await: whatever happens now, the order says that somebody has to look.
                self.set_status(number, Status::Checking);
                self.gateway.call(complete, Some(format!("3ds-complete-{}", started.payment_id))).await
            }
            NextStep::Retrieve(retrieve) => self.gateway.call(retrieve, None).await,
            NextStep::Failed => return Some(self.set_status(number, Status::NotPaid)),
            _ => return None,
        };
        Some(self.set_status(number, status_of(&order, number, result)))
    }

    /// Looks up the payments whose result is not known, as after a restart. Run it every minute.
    pub(crate) async fn settle(&self) {
        let orders: Vec<(String, Order)> =
            self.orders().iter().map(|(number, order)| (number.clone(), order.clone())).collect();
        for (number, order) in orders {
            if let (Status::Checking, Some(started)) = (order.status, &order.started) {
                let found = self.gateway.call(started.retrieve(), None).await;
                if let status @ Status::Paid(_) = status_of(&order, &number, found) {
                    self.set_status(&number, status);
                }
            }
        }
    }

    fn order(&self, number: &str) -> Option<Order> {
        self.orders().get(number).cloned()
    }

    /// Sets the status of an order, and returns the one that it has now: a paid order stays paid.
    fn set_status(&self, number: &str, status: Status) -> Status {
        let mut now = status;
        self.update(number, |order| match order.status {
            Status::Paid(_) => now = order.status,
            _ => order.status = status,
        });
        now
    }

    fn update(&self, number: &str, change: impl FnOnce(&mut Order)) {
        if let Some(order) = self.orders().get_mut(number) {
            change(order);
        }
    }

    fn orders(&self) -> MutexGuard<'_, BTreeMap<String, Order>> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the result of a completion or of a look-up says of the order.
fn status_of(order: &Order, number: &str, result: Result<Payment, Error>) -> Status {
    match result {
        Ok(payment) => match payment.payment_status {
            PaymentStatus::Success if is_of(order, number, &payment) => Status::Paid(payment.id),
            PaymentStatus::Failure => Status::NotPaid,
            _ => Status::Checking,
        },
        Err(error) => {
            // An earlier completion may have been sent: that this one was not says nothing of it.
            let earlier = if order.status == Status::Checking { Outcome::Unknown } else { Outcome::NotSent };
            let is_declined = error.as_api_error().is_some_and(ApiError::is_payment_error);
            match error.outcome_after(earlier) {
                Outcome::NotSent => Status::Started,
                Outcome::Rejected if is_declined => Status::NotPaid,
                Outcome::Rejected | Outcome::Unknown => Status::Checking,
            }
        }
    }
}

fn is_of(order: &Order, number: &str, payment: &Payment) -> bool {
    let expected = ExpectedPayment::by_external_id(number, Amounts::same(order.price), Currency::Try);
    expected.is_ok_and(|expected| expected.check(payment).is_ok())
}

/// The system's time in seconds since 1970 UTC.
fn unix_time() -> i64 {
    let since_1970 = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since_1970.as_secs()).unwrap_or(i64::MAX)
}
