//! Random scenarios: the merchant's actions and the network's faults.

use std::fmt;

use proptest::prelude::*;

use super::network::{Delivered, Fault};

/// An action of the merchant, and the network faults that it meets.
#[derive(Clone)]
pub(crate) struct Step {
    pub(crate) action: Action,
    /// Whether it has an idempotency key.
    pub(crate) keyed: bool,
    /// Whether the client retries by itself.
    pub(crate) retries: bool,
    /// One for each request of the step, in order. Later requests meet none.
    pub(crate) faults: Vec<Fault>,
}

/// On one line, since proptest lists the steps of a failed scenario.
impl fmt::Debug for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { action, keyed, retries, faults } = self;
        write!(f, "{action:?}")?;
        let modifiers = [(*keyed, " under a key"), (*retries, " with retries")];
        modifiers.iter().filter(|(is_so, _)| *is_so).try_for_each(|(_, words)| f.write_str(words))?;
        if faults.is_empty() { Ok(()) } else { write!(f, ", meeting {faults:?}") }
    }
}

/// A number selects one of the objects that exist at that time, modulo their number.
#[derive(Debug, Clone)]
pub(crate) enum Action {
    Pay(Basket),
    InitThreeDs(Basket),
    /// Completes a payment that the customer confirmed on the bank's page.
    CompleteThreeDs {
        started: usize,
    },
    /// Captures a percentage of the pre-authorized amount, or all of it.
    Capture {
        payment: usize,
        percent: Option<i64>,
    },
    Refund {
        payment: usize,
    },
    RefundTransaction {
        transaction: usize,
        cents: Option<i64>,
    },
    StoreCard(CardKind),
    DeleteCard {
        card: usize,
    },
    PayWithStoredCard {
        card: usize,
        cents: i64,
    },
    /// Sends an operation with an idempotency key again.
    Repeat {
        operation: usize,
    },
    /// Settles an operation whose outcome is unknown.
    Settle {
        operation: usize,
    },
    Read {
        payment: usize,
    },
    DayPasses,
}

#[derive(Debug, Clone)]
pub(crate) struct Basket {
    pub(crate) cents: Vec<i64>,
    pub(crate) card: CardKind,
    pub(crate) is_pre_authorized: bool,
}

/// A test card, by its behaviour.
#[derive(Debug, Clone, Copy)]
pub(crate) enum CardKind {
    Succeeds,
    FailsWithoutThreeDs,
    FailsAlways,
    FailsAtCapture,
    FailsAtRefund,
}

impl CardKind {
    pub(crate) fn number(self) -> &'static str {
        match self {
            Self::Succeeds => "5258640000000001",
            Self::FailsWithoutThreeDs => "5115830000006669",
            Self::FailsAlways => "5100050000006661",
            Self::FailsAtCapture => "4043150000006662",
            Self::FailsAtRefund => "5428040000006667",
        }
    }
}

/// Starts with operations that create something, and continues with any.
pub(crate) fn scenario() -> impl Strategy<Value = Vec<Step>> {
    let first = prop::collection::vec(step(first_action()), 1..5);
    let more = prop::collection::vec(step(prop_oneof![1 => first_action(), 8 => later_action()]), 0..16);
    (first, more).prop_map(|(first, more)| [first, more].concat())
}

fn step(action: impl Strategy<Value = Action>) -> impl Strategy<Value = Step> {
    let faults = prop_oneof![1 => Just(vec![]), 2 => prop::collection::vec(fault(), 0..4)];
    (action, any::<bool>(), any::<bool>(), faults).prop_map(|(action, keyed, retries, faults)| Step {
        action,
        keyed,
        retries,
        faults,
    })
}

fn first_action() -> impl Strategy<Value = Action> {
    prop_oneof![
        3 => basket().prop_map(Action::Pay),
        2 => basket().prop_map(Action::InitThreeDs),
        1 => card_kind().prop_map(Action::StoreCard),
    ]
}

fn later_action() -> impl Strategy<Value = Action> {
    let nth = || 0_usize..6;
    prop_oneof![
        3 => nth().prop_map(|started| Action::CompleteThreeDs { started }),
        3 => (nth(), prop::option::of(1_i64..160)).prop_map(|(payment, percent)| Action::Capture { payment, percent }),
        2 => nth().prop_map(|payment| Action::Refund { payment }),
        4 => (nth(), prop::option::of(cents())).prop_map(|(transaction, cents)| Action::RefundTransaction { transaction, cents }),
        1 => nth().prop_map(|card| Action::DeleteCard { card }),
        2 => (nth(), cents()).prop_map(|(card, cents)| Action::PayWithStoredCard { card, cents }),
        3 => nth().prop_map(|operation| Action::Repeat { operation }),
        1 => nth().prop_map(|operation| Action::Settle { operation }),
        1 => nth().prop_map(|payment| Action::Read { payment }),
        1 => Just(Action::DayPasses),
    ]
}

fn basket() -> impl Strategy<Value = Basket> {
    (prop::collection::vec(100_i64..10_000, 1..4), card_kind(), any::<bool>())
        .prop_map(|(cents, card, is_pre_authorized)| Basket { cents, card, is_pre_authorized })
}

fn cents() -> impl Strategy<Value = i64> {
    1_i64..5_000
}

fn card_kind() -> impl Strategy<Value = CardKind> {
    use CardKind::{FailsAlways, FailsAtCapture, FailsAtRefund, FailsWithoutThreeDs, Succeeds};

    prop_oneof![
        2 => Just(Succeeds),
        1 => prop::sample::select(vec![Succeeds, FailsWithoutThreeDs, FailsAlways, FailsAtCapture, FailsAtRefund]),
    ]
}

fn fault() -> impl Strategy<Value = Fault> {
    prop_oneof![
        2 => Just(Fault::None),
        1 => Just(Fault::NotSent),
        1 => Just(Fault::RequestLost),
        1 => (0_u8..4).prop_map(Fault::RequestLate),
        1 => proxy_status().prop_map(Fault::ProxyPage),
        1 => prop::sample::select(vec![429, 500, 503]).prop_map(Fault::Busy),
        1 => prop::sample::select(vec![Delivered::First, Delivered::Second]).prop_map(Fault::Duplicated),
        1 => prop::sample::select(vec![500, 502, 408, 409, 200]).prop_map(Fault::DoneAndRejected),
        2 => Just(Fault::ResponseLost),
        1 => (0_u8..100).prop_map(Fault::ResponseTruncated),
        1 => proxy_status().prop_map(Fault::ResponseReplaced),
    ]
}

/// The statuses of proxies' own pages. Captive portals respond with 200.
fn proxy_status() -> impl Strategy<Value = u16> {
    prop::sample::select(vec![502, 504, 503, 500, 408, 404, 403, 302, 200])
}
