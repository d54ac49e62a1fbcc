//! What became of a call is found out truly, whatever the network does to it and to every call that asks: it is called done
//! where it was done once, and not done only where nothing that was sent can arrive any more.

mod network;

use std::time::Duration;

use craftgate_core::payment::{
    ApmType, CompleteThreeDsPayment, DeleteStoredCard, InitApmPayment, InitThreeDsPayment, PaymentPhase, PaymentStatus,
    PostAuthPayment, RefundPayment, RefundPaymentTransaction, RefundStatus, RefundWaitingPayment, RetrievePayment,
    SearchStoredCards,
};
use craftgate_core::payment_reporting::{SearchPaymentRefunds, SearchPaymentTransactionRefunds, SearchPayments};
use craftgate_core::resolution::{NotDone, Resolution, Resolvable, UnknownOutcome};
use craftgate_core::{Client, Currency, Environment, Outcome, Protocol, RandomKey, RetryPolicy};
use craftgate_emulator::ThreeDsOutcome;
use proptest::prelude::*;
use rust_decimal_macros::dec;

use self::network::{Fault, Network};
use crate::common::{CALLBACK_URL, GOOD_CARD, POOR_CARD, Shop, amounts, card, card_to_store, items, payment};

/// The cards that a bank declines at the capture and at the refund.
const CAPTURE_DECLINED: &str = "4043150000006662";
const REFUND_DECLINED: &str = "5428040000006667";

const ARRIVAL_WINDOW: Duration = Duration::from_secs(100);
const MAX_WAIT: Duration = Duration::from_secs(10_000);

/// A network's behaviour, and how the merchant calls.
#[derive(Debug, Clone)]
struct Case {
    is_keyed: bool,
    retries: bool,
    faults: Vec<Fault>,
}

/// Every fault at every call: the first may be any, so that each is met by the operation itself, too.
fn case() -> impl Strategy<Value = Case> {
    (any::<bool>(), any::<bool>(), prop::collection::vec(fault(), 1..7)).prop_map(|(is_keyed, retries, faults)| {
        // Nothing protects a call without a key that the network duplicates.
        let faults = faults.into_iter().filter(|fault| is_keyed || !matches!(fault, Fault::Duplicated(_)));
        Case { is_keyed, retries, faults: faults.collect() }
    })
}

fn fault() -> impl Strategy<Value = Fault> {
    let status = || prop::sample::select(vec![502, 504, 503, 500, 408, 404, 403, 302, 200]);
    let seconds = || prop_oneof![0..ARRIVAL_WINDOW.as_secs(), Just(ARRIVAL_WINDOW.as_secs() - 1)];
    prop_oneof![
        1 => Just(Fault::None),
        1 => Just(Fault::NotSent),
        2 => Just(Fault::RequestLost),
        3 => seconds().prop_map(Fault::RequestLate),
        2 => seconds().prop_map(Fault::Duplicated),
        1 => status().prop_map(Fault::ProxyPage),
        1 => prop::sample::select(vec![500, 502, 408, 409, 200]).prop_map(Fault::DoneAndRejected),
        3 => Just(Fault::ResponseLost),
        1 => (0_u8..100).prop_map(Fault::ResponseTruncated),
        1 => status().prop_map(Fault::ResponseReplaced),
    ]
}

/// Makes the call over the network, finds out what became of it, and compares that with how often it was done. If it was
/// not done, it can be tried again.
fn resolve<O: Resolvable>(
    shop: &Shop,
    case: &Case,
    operation: &O,
    can_be_done: bool,
    times_done: impl Fn(&Shop) -> usize,
) -> Result<(), TestCaseError> {
    let network = Network::new(&shop.emulator, &case.faults);
    let protocol = Protocol::new(shop.emulator.credentials().unwrap(), Environment::Sandbox);
    let mut client = Client::new(protocol, &network, || RandomKey::new("Xa15Fp11T"));
    if case.retries {
        client = client.retry_policy(RetryPolicy::new(1), |_| ());
    }
    let call = client.call(operation);
    let call = if case.is_keyed { call.idempotency_key("anahtar-17") } else { call };
    let is_done = match call.send() {
        Ok(_) => times_done(shop) == 1,
        Err(error) if error.outcome() == Outcome::Unknown => {
            let mut unknown = UnknownOutcome::new(operation).arrival_window(ARRIVAL_WINDOW).after(&error);
            if case.is_keyed {
                unknown = unknown.idempotency_key("anahtar-17");
            }
            match client.resolve(&mut unknown, MAX_WAIT, |time| network.sleep(time)) {
                Resolution::Done(_) => true,
                Resolution::NotDone(_) => false,
                Resolution::Open { error, .. } => return Err(TestCaseError::fail(format!("still open: {error:?}"))),
            }
        }
        Err(_) => false,
    };
    prop_assert_eq!(times_done(shop), usize::from(is_done));
    network.sleep(MAX_WAIT);
    prop_assert_eq!(times_done(shop), usize::from(is_done), "a late request changed what was decided");
    if !is_done {
        prop_assert_eq!(shop.try_send(operation).is_ok(), can_be_done);
        prop_assert_eq!(times_done(shop), usize::from(can_be_done));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn of_a_payment(case in case(), card_number in prop::sample::select(vec![GOOD_CARD, POOR_CARD])) {
        let shop = Shop::open();
        let pay = payment(&[dec!(100)]).card(card(card_number)).conversation_id("sipariş-17-1");
        resolve(&shop, &case, &pay, card_number == GOOD_CARD, |shop| {
            let search = SearchPayments::new().conversation_id("sipariş-17-1").payment_status(PaymentStatus::Success);
            shop.send(&search).items.len()
        })?;
    }

    #[test]
    fn of_a_completion(case in case()) {
        let shop = Shop::open();
        let init = InitThreeDsPayment::new(payment(&[dec!(100)]), CALLBACK_URL);
        let id = shop.send(&init).payment_id.unwrap();
        shop.emulator.authenticate(id, ThreeDsOutcome::Approved).unwrap();
        resolve(&shop, &case, &CompleteThreeDsPayment::new(id), true, |shop| {
            usize::from(shop.send(&RetrievePayment::new(id)).payment_status == PaymentStatus::Success)
        })?;
    }

    #[test]
    fn of_a_capture(case in case(), card_number in prop::sample::select(vec![GOOD_CARD, CAPTURE_DECLINED])) {
        let shop = Shop::open();
        let pay = payment(&[dec!(100)]).card(card(card_number)).payment_phase(PaymentPhase::PreAuth);
        let id = shop.send(&pay).id;
        let capture = PostAuthPayment::new(id).paid_price(dec!(90));
        resolve(&shop, &case, &capture, card_number == GOOD_CARD, |shop| {
            usize::from(shop.send(&RetrievePayment::new(id)).payment_phase == Some(PaymentPhase::PostAuth))
        })?;
    }

    #[test]
    fn of_a_refund(case in case(), card_number in prop::sample::select(vec![GOOD_CARD, REFUND_DECLINED])) {
        let shop = Shop::open();
        let id = shop.send(&payment(&[dec!(100)]).card(card(card_number))).id;
        let refund = RefundPayment::new(id).conversation_id("iade-17");
        resolve(&shop, &case, &refund, card_number == GOOD_CARD, |shop| {
            shop.send(&SearchPaymentRefunds::new().payment_id(id).status(RefundStatus::Success)).items.len()
        })?;
    }

    #[test]
    fn of_a_lines_refund(case in case(), card_number in prop::sample::select(vec![GOOD_CARD, REFUND_DECLINED])) {
        let shop = Shop::open();
        let line = shop.send(&payment(&[dec!(100)]).card(card(card_number))).payment_transactions.remove(0).id;
        let refund = |id: &str| RefundPaymentTransaction::new(line).refund_price(dec!(10)).conversation_id(id);
        let earlier = shop.try_send(&refund("iade-16")).is_ok();
        resolve(&shop, &case, &refund("iade-17"), earlier, |shop| {
            let search = SearchPaymentTransactionRefunds::new().payment_transaction_id(line);
            let refunds = shop.send(&search.status(RefundStatus::Success)).items.len();
            refunds - usize::from(earlier)
        })?;
    }

    #[test]
    fn of_a_stored_card(case in case()) {
        let shop = Shop::open();
        let store = card_to_store(GOOD_CARD).card_alias("Maaş kartı");
        resolve(&shop, &case, &store, true, |shop| shop.send(&SearchStoredCards::new()).items.len())?;
    }

    #[test]
    fn of_a_deleted_card(case in case()) {
        let shop = Shop::open();
        let card = shop.send(&card_to_store(GOOD_CARD));
        let delete = DeleteStoredCard::new(card.card_user_key, card.card_token);
        resolve(&shop, &case, &delete, true, |shop| usize::from(shop.send(&SearchStoredCards::new()).items.is_empty()))?;
    }
}

#[test]
fn a_payment_that_waits_is_decided_when_the_customer_pays_or_fails() {
    for fails in [false, true] {
        let shop = Shop::open();
        let init = InitApmPayment::new(amounts(), ApmType::Papara, Currency::Try, items()).callback_url(CALLBACK_URL);
        let id = shop.send(&init).payment_id.unwrap();
        let retrieve = RetrievePayment::new(id);
        let client = shop.emulator.client().unwrap();
        let mut waits = 0;
        let resolution = client.resolve(&mut UnknownOutcome::new(&retrieve), MAX_WAIT, |_| {
            waits += 1;
            match waits {
                20 if fails => drop(shop.send(&RefundWaitingPayment::new(id))),
                20 => drop(shop.emulator.confirm_payment(id)),
                _ => {}
            }
        });
        assert_eq!(waits, 20, "{resolution:?}");
        match resolution {
            Resolution::Done(payment) => assert!(!fails && payment.payment_status == PaymentStatus::Success),
            Resolution::NotDone(NotDone::Failed(payment)) => assert!(fails && payment.id == id),
            other => panic!("{other:?}"),
        }
    }
}
