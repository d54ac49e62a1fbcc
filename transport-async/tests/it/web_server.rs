//! The example `web_server`: a shop on axum, over the async client and over the blocking one.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::extract::Request as HttpRequest;
use axum::middleware::{Next, from_fn};
use craftgate_async::{AsyncTransport, ReqwestTransport, client_with_transport};
use craftgate_core::rust_decimal::Decimal;
use craftgate_core::webhook::SIGNATURE_HEADER;
use craftgate_core::{Environment, Protocol, Request, Response, Transport, TransportError};
use craftgate_emulator::{Emulator, Server, ThreeDsOutcome};
use craftgate_ureq::UreqTransport;
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Handle;
use tokio::sync::{Notify, Semaphore};

#[path = "../../examples/web_server/gateway.rs"]
mod gateway;
#[path = "../../examples/web_server/shop.rs"]
mod shop;

use gateway::{Async, Blocking, Gateway};
use shop::{Shop, Status};

const ORDER: &str = "siparis-17";
const CARD: &str = "holder=G%C3%BCl%C5%9Fah+I%C5%9F%C4%B1k&number=5258640000000001&expiry=07%2F44&cvc=000";
const FORM: &str = "application/x-www-form-urlencoded";

/// What the network does to a completion.
#[derive(Debug, Clone, Copy)]
enum Network {
    Works,
    LosesTheResponse,
    IsDown,
}

/// A transport whose completions wait until they may be sent.
#[derive(Clone)]
struct Gate<T> {
    http: T,
    /// Has a permit for each completion that arrived.
    arrived: Arc<Semaphore>,
    /// Has a permit for each completion that may be sent.
    open: Arc<Semaphore>,
    /// What happens to each completion, by its number from 0.
    network: fn(usize) -> Network,
    completions: Arc<AtomicUsize>,
}

impl<T> Gate<T> {
    fn open(http: T) -> Self {
        let (arrived, open) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(Semaphore::MAX_PERMITS)));
        Self { http, arrived, open, network: |_| Network::Works, completions: Arc::default() }
    }

    fn closed(http: T) -> Self {
        Self { open: Arc::new(Semaphore::new(0)), ..Self::open(http) }
    }

    fn lossy(http: T) -> Self {
        Self { network: |_| Network::LosesTheResponse, ..Self::open(http) }
    }

    fn lossy_then_down(http: T) -> Self {
        let network = |number| match number {
            0 => Network::LosesTheResponse,
            1 => Network::IsDown,
            _ => Network::Works,
        };
        Self { network, ..Self::open(http) }
    }

    fn is_completion(request: &Request) -> bool {
        request.uri().path().ends_with("3ds-complete")
    }

    async fn wait(&self) {
        self.arrived.add_permits(1);
        self.open.acquire().await.unwrap().forget();
    }

    fn next_network(&self) -> Network {
        (self.network)(self.completions.fetch_add(1, Ordering::SeqCst))
    }
}

impl<T: AsyncTransport + Sync> AsyncTransport for Gate<T> {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        if !Self::is_completion(&request) {
            return self.http.send(request).await;
        }
        self.wait().await;
        match self.next_network() {
            Network::Works => self.http.send(request).await,
            Network::LosesTheResponse => lost(self.http.send(request).await),
            Network::IsDown => Err(TransportError::not_sent("connection refused")),
        }
    }
}

impl<T: Transport> Transport for Gate<T> {
    fn send(&self, request: Request) -> Result<Response, TransportError> {
        if !Self::is_completion(&request) {
            return self.http.send(request);
        }
        Handle::current().block_on(self.wait());
        match self.next_network() {
            Network::Works => self.http.send(request),
            Network::LosesTheResponse => lost(self.http.send(request)),
            Network::IsDown => Err(TransportError::not_sent("connection refused")),
        }
    }
}

fn lost(response: Result<Response, TransportError>) -> Result<Response, TransportError> {
    response.and(Err(TransportError::maybe_sent("connection reset")))
}

/// The shop on its server, with an order of 100 lira, and Craftgate.
struct World<G> {
    craftgate: Server,
    shop: Arc<Shop<G>>,
    url: String,
    browser: reqwest::Client,
    /// Notified when a handler has ended or was dropped.
    handler_ended: Arc<Notify>,
}

fn craftgate() -> (Server, Protocol) {
    let craftgate = Server::start(Emulator::new()).unwrap();
    let environment = Environment::custom(&craftgate.url()).unwrap();
    let protocol = Protocol::new(craftgate.emulator().credentials().unwrap(), environment);
    (craftgate, protocol)
}

async fn over_async(
    gate: fn(ReqwestTransport) -> Gate<ReqwestTransport>,
    max: usize,
) -> (World<impl Gateway>, Gate<ReqwestTransport>) {
    let (craftgate, protocol) = craftgate();
    let gate = gate(ReqwestTransport::new().unwrap());
    (World::new(craftgate, Async::new(client_with_transport(protocol, gate.clone()), max)).await, gate)
}

async fn over_blocking(
    gate: fn(UreqTransport) -> Gate<UreqTransport>,
    max: usize,
) -> (World<impl Gateway>, Gate<UreqTransport>) {
    let (craftgate, protocol) = craftgate();
    let gate = gate(UreqTransport::new());
    let client = craftgate_core::Client::new(protocol, gate.clone(), craftgate_ureq::random_key);
    (World::new(craftgate, Blocking::new(client, max)).await, gate)
}

impl<G: Gateway> World<G> {
    async fn new(craftgate: Server, gateway: G) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let emulator = craftgate.emulator();
        let (callback_key, webhook_key) = (emulator.callback_key().unwrap(), emulator.webhook_key().unwrap());
        let shop = Arc::new(Shop::new(gateway, callback_key, webhook_key, url.clone()));
        shop.add_order(ORDER, Decimal::new(89_90, 2));
        let handler_ended = Arc::new(Notify::new());
        let ended = Arc::clone(&handler_ended);
        let watched = shop::router(Arc::clone(&shop)).layer(from_fn(move |request: HttpRequest, next: Next| {
            let ended = Ended(Arc::clone(&ended));
            async move {
                let _ended = ended;
                next.run(request).await
            }
        }));
        tokio::spawn(axum::serve(listener, watched).into_future());
        let browser = reqwest::Client::builder().no_proxy().build().unwrap();
        Self { craftgate, shop, url, browser, handler_ended }
    }

    async fn post(&self, path: &str, body: impl Into<reqwest::Body>) -> (u16, String) {
        let post = self.browser.post(format!("{}{path}", self.url)).header("content-type", FORM).body(body);
        let response = post.send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    }

    /// Starts the payment, authenticates the customer, and returns the form that the browser posts then.
    async fn authenticated(&self, outcome: ThreeDsOutcome) -> String {
        let (status, page) = self.post(&format!("/orders/{ORDER}/pay"), CARD).await;
        assert!(status == 200 && page.contains("<form"), "{status} {page}");
        let started = self.shop.started(ORDER).unwrap();
        self.craftgate.emulator().authenticate(started.payment_id, outcome).unwrap().form_body()
    }

    async fn wait_for(&self, is_it: impl Fn(Status) -> bool) {
        while !self.shop.status(ORDER).is_some_and(&is_it) {
            tokio::task::yield_now().await;
        }
    }
}

/// Notifies when the handler that holds it has ended or was dropped.
struct Ended(Arc<Notify>);

impl Drop for Ended {
    fn drop(&mut self) {
        self.0.notify_one();
    }
}

fn is_paid(status: Status) -> bool {
    matches!(status, Status::Paid(_))
}

/// Runs a test over both clients.
macro_rules! over_both {
    ($($name:ident: $test:ident, $gate:expr, $max:expr;)*) => {$(
        mod $name {
            use super::*;

            #[tokio::test(flavor = "multi_thread")]
            async fn over_the_async_client() {
                let (world, gate) = over_async($gate, $max).await;
                $test(world, gate).await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn over_the_blocking_client() {
                let (world, gate) = over_blocking($gate, $max).await;
                $test(world, gate).await;
            }
        }
    )*};
}

over_both! {
    an_authenticated_payment_is_taken_once: taken_once, Gate::open, 10;
    a_failed_authentication_takes_nothing: takes_nothing, Gate::open, 10;
    webhooks_are_verified_by_their_raw_body: webhooks, Gate::open, 10;
    a_payment_is_completed_without_its_browser: without_browser, Gate::closed, 10;
    a_lost_response_is_settled: settled, Gate::lossy, 10;
    a_reload_without_a_network_leaves_the_payment_open: reloaded, Gate::lossy_then_down, 10;
    a_full_house_takes_no_more_payments: full_house, Gate::open, 0;
}

async fn taken_once<T>(world: World<impl Gateway>, _: Gate<T>) {
    let form = world.authenticated(ThreeDsOutcome::Approved).await;
    let path = format!("/3ds/{ORDER}");
    let forged = form.replace("status=SUCCESS", "status=SUCCES5");
    assert_eq!(world.post(&path, forged).await.0, 400);
    assert_eq!(world.shop.status(ORDER), Some(Status::Started));

    let (status, body) = world.post(&path, form.clone()).await;
    assert!(status == 200 && body.starts_with("Paid("), "{status} {body}");
    assert_eq!(world.post(&path, form.clone()).await, (status, body.clone()), "a reload shows the same");
    assert_eq!(world.post("/3ds/siparis-18", form).await.0, 409, "there is no such order");
    let events = world.craftgate.emulator().events();
    assert_eq!(events.iter().filter(|event| event.event_type.as_str() == "API_AUTH").count(), 1);

    let shown = world.browser.get(format!("{}/orders/{ORDER}", world.url)).send().await.unwrap();
    assert_eq!(shown.text().await.unwrap(), body);
    assert_eq!(world.post(&format!("/orders/{ORDER}/pay"), CARD).await.0, 404, "it is not paid again");
}

async fn takes_nothing<T>(world: World<impl Gateway>, _: Gate<T>) {
    let form = world.authenticated(ThreeDsOutcome::Declined).await;
    let (status, body) = world.post(&format!("/3ds/{ORDER}"), form).await;
    assert_eq!((status, body.as_str()), (200, "NotPaid"));
    assert_eq!(world.post(&format!("/orders/{ORDER}/pay"), CARD.replace("07%2F44", "temmuz")).await.0, 400);
    assert_eq!(world.post(&format!("/orders/{ORDER}/pay"), CARD).await.0, 200, "it can be tried again");
}

async fn webhooks<T>(world: World<impl Gateway>, _: Gate<T>) {
    let form = world.authenticated(ThreeDsOutcome::Approved).await;
    world.post(&format!("/3ds/{ORDER}"), form).await;
    let events = world.craftgate.emulator().events();
    assert!(!events.is_empty());
    let webhook = |event| world.craftgate.emulator().webhook(event, &world.url).unwrap();
    let post = async |request: Request, change: fn(String) -> String| {
        let signature = request.headers()[SIGNATURE_HEADER].clone();
        let body = String::from_utf8(request.into_body().into_bytes()).unwrap();
        let post = world.browser.post(format!("{}/webhook", world.url)).header(SIGNATURE_HEADER, signature);
        post.body(change(body)).send().await.unwrap().status().as_u16()
    };
    for event in &events {
        assert_eq!(post(webhook(event), |body| body).await, 200);
        assert_eq!(post(webhook(event), |body| body).await, 200, "a duplicate is accepted");
        assert_eq!(post(webhook(event), |body| body.replace("SUCCESS", "FAILURE")).await, 400);
    }
    assert_eq!(world.post("/webhook", webhook(&events[0]).into_body().into_bytes()).await.0, 400, "no signature");
    assert_eq!(world.shop.webhooks(), events.len(), "and ignored");
}

/// The browser disconnects while the bank works: the handler is dropped, and the payment is taken all the same.
async fn without_browser<T>(world: World<impl Gateway>, gate: Gate<T>) {
    let form = world.authenticated(ThreeDsOutcome::Approved).await;
    world.handler_ended.notified().await; // that of the start
    let mut browser = TcpStream::connect(world.url.trim_start_matches("http://")).await.unwrap();
    let head = format!("POST /3ds/{ORDER} HTTP/1.1\r\nhost: shop\r\ncontent-length: {}\r\n\r\n", form.len());
    browser.write_all((head + &form).as_bytes()).await.unwrap();
    gate.arrived.acquire().await.unwrap().forget();
    drop(browser);
    world.handler_ended.notified().await;
    assert_eq!(world.shop.status(ORDER), Some(Status::Checking), "recorded before it was sent");

    gate.open.add_permits(1);
    world.wait_for(is_paid).await;
}

/// The process would have stopped, or the network lost the response.
async fn settled<T>(world: World<impl Gateway>, _: Gate<T>) {
    let form = world.authenticated(ThreeDsOutcome::Approved).await;
    let (status, body) = world.post(&format!("/3ds/{ORDER}"), form).await;
    assert_eq!((status, body.as_str()), (200, "Checking"));
    world.shop.settle().await;
    assert!(world.shop.status(ORDER).is_some_and(is_paid));
}

/// The reload was not sent; the payment was, before it.
async fn reloaded<T>(world: World<impl Gateway>, _: Gate<T>) {
    let form = world.authenticated(ThreeDsOutcome::Approved).await;
    let path = format!("/3ds/{ORDER}");
    assert_eq!(world.post(&path, form.clone()).await, (200, "Checking".to_owned()), "the response was lost");
    assert_eq!(world.post(&path, form.clone()).await, (200, "Checking".to_owned()), "the reload was not sent");
    assert_eq!(world.post(&format!("/orders/{ORDER}/pay"), CARD).await.0, 404, "it is not paid again");
    world.shop.settle().await;
    assert!(world.shop.status(ORDER).is_some_and(is_paid));
}

async fn full_house<T>(world: World<impl Gateway>, _: Gate<T>) {
    assert_eq!(world.post(&format!("/orders/{ORDER}/pay"), CARD).await.0, 503);
    assert_eq!(world.shop.status(ORDER), Some(Status::Open));
    assert!(world.craftgate.emulator().events().is_empty());
}
