//! What the tests have in common: a shop that uses an emulator in process.

#[cfg(feature = "command")]
pub(crate) mod command;
#[cfg(feature = "server")]
pub(crate) mod http;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use craftgate_core::chrono::TimeDelta;
use craftgate_core::id::{MemberId, PaymentId};
use craftgate_core::onboarding::{CreateMember, MemberType, SettlementEarningsDestination};
use craftgate_core::payment::{
    Amounts, CardNumber, CreatePayment, PaymentItem, PaymentStatus, RefundPayment, RefundPaymentTransaction,
    RetrievePayment, StoreCard,
};
use craftgate_core::{ApiError, Client, Currency, Error, Operation, RandomKey, Request, Response, signature};
use craftgate_emulator::{CallbackForm, Emulator, ThreeDsOutcome};
pub(crate) use craftgate_test_support::{
    APPROVED_CARD as GOOD_CARD, DECLINED_CARD as POOR_CARD, card, expiry, member, noon,
};
use rust_decimal::Decimal;
use rust_decimal_macros::dec;

/// Returns the emulator of a seed's only merchant.
#[cfg(feature = "control")]
pub(crate) fn restored(json: &str) -> Emulator {
    let seed = craftgate_emulator::Seed::parse(json).unwrap_or_else(|error| panic!("{error}:\n{json}"));
    seed.into_emulators(|| Emulator::builder().clock(noon)).remove(0)
}

pub(crate) const CALLBACK_URL: &str = "https://shop.example.com/callback";

/// A shop with an emulator of its own.
pub(crate) struct Shop {
    pub(crate) emulator: Emulator,
    client: Client<Emulator>,
}

impl Shop {
    /// Opens a shop on the fixed clock of [`noon`].
    pub(crate) fn open() -> Self {
        Self::on(Emulator::builder().clock(noon).build())
    }

    pub(crate) fn on(emulator: Emulator) -> Self {
        let client = emulator.client().unwrap();
        Self { emulator, client }
    }

    pub(crate) fn try_send<O: Operation>(&self, operation: &O) -> Result<O::Output, Error> {
        self.client.call(operation).send()
    }

    /// Returns the result of a call that must succeed.
    pub(crate) fn send<O: Operation>(&self, operation: &O) -> O::Output {
        self.try_send(operation).unwrap_or_else(|error| panic!("{error}"))
    }

    /// Authenticates the customer of a payment with 3D Secure, and returns the form that the browser posts.
    pub(crate) fn approve(&self, payment_id: PaymentId) -> CallbackForm {
        self.emulator.authenticate(payment_id, ThreeDsOutcome::Approved).unwrap()
    }

    /// Returns the error response of a call that must be rejected.
    pub(crate) fn rejection<O: Operation>(&self, operation: &O) -> Rejection {
        match self.try_send(operation) {
            Ok(_) => panic!("the call succeeded"),
            Err(error) => Rejection::new(error.as_api_error().unwrap_or_else(|| panic!("{error}"))),
        }
    }
}

/// An error response.
#[derive(Debug)]
pub(crate) struct Rejection {
    pub(crate) status: u16,
    pub(crate) code: u32,
    pub(crate) group: Option<String>,
    pub(crate) description: String,
}

impl Rejection {
    pub(crate) fn new(error: &ApiError) -> Self {
        Self {
            status: error.status().as_u16(),
            code: error.code().unwrap().number().unwrap(),
            group: error.group().map(ToString::to_string),
            description: error.description().unwrap().to_owned(),
        }
    }
}

/// A clock that stands at [`noon`] until it is moved. Clones share the time.
#[derive(Clone, Default)]
pub(crate) struct TestClock(Arc<AtomicI64>);

impl TestClock {
    /// Opens a shop on a clock of its own.
    pub(crate) fn with_shop() -> (Self, Shop) {
        let clock = Self::default();
        let emulator = clock.emulator();
        (clock, Shop::on(emulator))
    }

    pub(crate) fn emulator(&self) -> Emulator {
        let seconds = Arc::clone(&self.0);
        Emulator::builder().clock(move || noon() + TimeDelta::seconds(seconds.load(Ordering::Relaxed))).build()
    }

    pub(crate) fn advance(&self, time: TimeDelta) {
        self.0.fetch_add(time.num_seconds(), Ordering::Relaxed);
    }

    pub(crate) fn next_day(&self) {
        self.advance(TimeDelta::days(1));
    }
}

/// Returns a request to store a card under a new user key.
pub(crate) fn card_to_store(number: &str) -> StoreCard {
    StoreCard::plain("Gülşah Işık", CardNumber::new(number), expiry(2044, 7))
}

/// Returns a payment of these items, in lira, with a card that succeeds.
pub(crate) fn payment(prices: &[Decimal]) -> CreatePayment {
    let items: Vec<PaymentItem> = prices.iter().map(|price| PaymentItem::new(*price).name("Çaydanlık")).collect();
    let price: Decimal = prices.iter().sum();
    CreatePayment::new(Amounts::same(price), Currency::Try, 1, items)
        .card(card(GOOD_CARD))
        .conversation_id("sipariş-17")
}

/// Items of 100 lira in total.
pub(crate) fn items() -> [PaymentItem; 2] {
    [PaymentItem::new(dec!(60)).name("İpek şal"), PaymentItem::new(dec!(40))]
}

/// The amounts of [`items`].
pub(crate) fn amounts() -> Amounts {
    Amounts::same(dec!(100))
}

/// Asserts that a payment of [`items`] succeeded and can be refunded once.
pub(crate) fn assert_charged(shop: &Shop, id: PaymentId) {
    let paid = shop.send(&RetrievePayment::new(id));
    assert_eq!((paid.payment_status, paid.paid_price), (PaymentStatus::Success, Some(dec!(100))));
    let part = RefundPaymentTransaction::new(paid.payment_transactions[0].id).refund_price(dec!(10));
    assert_eq!(shop.send(&part).refund_price, Some(dec!(10)));
    assert_eq!(shop.send(&RefundPayment::new(id)).refund_price, Some(dec!(90)));
    assert_eq!(shop.rejection(&RefundPayment::new(id)).status, 422);
}

/// Returns a signed request with any content, as another client could send it.
pub(crate) fn signed(emulator: &Emulator, method: &str, url: &str, body: &str) -> Request {
    let random_key = RandomKey::new("Xa15Fp11T").unwrap();
    let signature = signature::sign(url, &emulator.credentials().unwrap(), &random_key, body.as_bytes());
    let mut request = ::http::Request::builder()
        .method(method)
        .uri(url)
        .header("x-api-key", craftgate_emulator::API_KEY)
        .header("x-rnd-key", "Xa15Fp11T")
        .header("x-auth-version", "V1")
        .header("x-signature", signature)
        .body(body.into())
        .unwrap();
    if !body.is_empty() {
        request.headers_mut().insert("content-type", "application/json".parse().unwrap());
    }
    request
}

/// Returns a response's body as a string.
pub(crate) fn body_of(response: &Response) -> &str {
    std::str::from_utf8(response.body().as_bytes()).unwrap()
}

/// A seller's account at a bank.
pub(crate) const IBAN: &str = "TR930006701000000001111111";

/// Returns a seller who is paid by bank transfer.
pub(crate) fn seller(external_id: impl Into<String>) -> CreateMember {
    member(external_id)
        .is_sub_merchant(true)
        .member_type(MemberType::Personal)
        .iban(IBAN)
        .settlement_earnings_destination(SettlementEarningsDestination::Iban)
}

/// Returns a payment of 100 lira, of which the seller gets 90.
pub(crate) fn sale_of(seller: MemberId) -> CreatePayment {
    let mut sale = payment(&[dec!(100)]);
    sale.items[0].sub_merchant_member_id = Some(seller);
    sale.items[0].sub_merchant_member_price = Some(dec!(90));
    sale
}
