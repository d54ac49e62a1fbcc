//! What may happen in a merchant's life, for proptest to make stories of.

use std::fmt;

use proptest::prelude::*;

use crate::network::{Answer, Fault};

/// One thing that the merchant does, and what the network does to it.
#[derive(Clone)]
pub(crate) struct Step {
    pub(crate) action: Action,
    /// Whether it is done under an idempotency key.
    pub(crate) keyed: bool,
    /// Whether the client tries again by itself.
    pub(crate) retries: bool,
    /// One for each request of the step, in their order. Requests beyond meet none.
    pub(crate) faults: Vec<Fault>,
}

/// On one line, since proptest lists the steps of a story that fails.
impl fmt::Debug for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { action, keyed, retries, faults } = self;
        write!(f, "{action:?}")?;
        let said = [(*keyed, " under a key"), (*retries, " with retries")];
        said.iter().filter(|(is_so, _)| *is_so).try_for_each(|(_, words)| f.write_str(words))?;
        if faults.is_empty() { Ok(()) } else { write!(f, ", meeting {faults:?}") }
    }
}

/// A number stands for one of the things there are at that time, counted round and round.
#[derive(Debug, Clone)]
pub(crate) enum Action {
    Pay(Basket),
    StartThreeDs(Basket),
    /// The customer agrees on the bank's page, and the payment is completed.
    FinishThreeDs {
        started: usize,
    },
    /// Takes so many percent of what is held, or all of it.
    Capture {
        payment: usize,
        percent: Option<i64>,
    },
    Refund {
        payment: usize,
    },
    RefundLine {
        line: usize,
        cents: Option<i64>,
    },
    StoreCard(Plastic),
    DeleteCard {
        card: usize,
    },
    PayWithStoredCard {
        card: usize,
        cents: i64,
    },
    /// Asks once more for something that was asked for under an idempotency key.
    Repeat {
        deed: usize,
    },
    /// Follows the advice for something whose outcome is unknown.
    Settle {
        deed: usize,
    },
    Read {
        payment: usize,
    },
    DayPasses,
}

#[derive(Debug, Clone)]
pub(crate) struct Basket {
    pub(crate) cents: Vec<i64>,
    pub(crate) card: Plastic,
    pub(crate) is_held: bool,
}

/// A test card, by what it does.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Plastic {
    Pays,
    FailsWithoutThreeDs,
    FailsAlways,
    FailsAtCapture,
    FailsAtRefund,
}

impl Plastic {
    pub(crate) fn number(self) -> &'static str {
        match self {
            Self::Pays => "5258640000000001",
            Self::FailsWithoutThreeDs => "5115830000006669",
            Self::FailsAlways => "5100050000006661",
            Self::FailsAtCapture => "4043150000006662",
            Self::FailsAtRefund => "5428040000006667",
        }
    }
}

/// Things are begun, and then more is done with them.
pub(crate) fn story() -> impl Strategy<Value = Vec<Step>> {
    let begun = prop::collection::vec(step(beginning()), 1..5);
    let more = prop::collection::vec(step(prop_oneof![1 => beginning(), 8 => continuation()]), 0..16);
    (begun, more).prop_map(|(begun, more)| [begun, more].concat())
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

fn beginning() -> impl Strategy<Value = Action> {
    prop_oneof![
        3 => basket().prop_map(Action::Pay),
        2 => basket().prop_map(Action::StartThreeDs),
        1 => plastic().prop_map(Action::StoreCard),
    ]
}

fn continuation() -> impl Strategy<Value = Action> {
    let nth = || 0_usize..6;
    prop_oneof![
        3 => nth().prop_map(|started| Action::FinishThreeDs { started }),
        3 => (nth(), prop::option::of(1_i64..160)).prop_map(|(payment, percent)| Action::Capture { payment, percent }),
        2 => nth().prop_map(|payment| Action::Refund { payment }),
        4 => (nth(), prop::option::of(cents())).prop_map(|(line, cents)| Action::RefundLine { line, cents }),
        1 => nth().prop_map(|card| Action::DeleteCard { card }),
        2 => (nth(), cents()).prop_map(|(card, cents)| Action::PayWithStoredCard { card, cents }),
        3 => nth().prop_map(|deed| Action::Repeat { deed }),
        1 => nth().prop_map(|deed| Action::Settle { deed }),
        1 => nth().prop_map(|payment| Action::Read { payment }),
        1 => Just(Action::DayPasses),
    ]
}

fn basket() -> impl Strategy<Value = Basket> {
    (prop::collection::vec(100_i64..10_000, 1..4), plastic(), any::<bool>()).prop_map(|(cents, card, is_held)| Basket {
        cents,
        card,
        is_held,
    })
}

fn cents() -> impl Strategy<Value = i64> {
    1_i64..5_000
}

fn plastic() -> impl Strategy<Value = Plastic> {
    use Plastic::{FailsAlways, FailsAtCapture, FailsAtRefund, FailsWithoutThreeDs, Pays};

    prop_oneof![
        2 => Just(Pays),
        1 => prop::sample::select(vec![Pays, FailsWithoutThreeDs, FailsAlways, FailsAtCapture, FailsAtRefund]),
    ]
}

fn fault() -> impl Strategy<Value = Fault> {
    prop_oneof![
        2 => Just(Fault::None),
        1 => Just(Fault::NotSent),
        1 => Just(Fault::RequestLost),
        1 => (0_u8..4).prop_map(Fault::RequestLate),
        1 => proxy_status().prop_map(Fault::StoppedByProxy),
        1 => prop::sample::select(vec![429, 500, 503]).prop_map(Fault::Busy),
        1 => prop::sample::select(vec![Answer::First, Answer::Second]).prop_map(Fault::Twice),
        1 => prop::sample::select(vec![500, 502, 408, 409, 200]).prop_map(Fault::DoneAndDenied),
        2 => Just(Fault::AnswerLost),
        1 => (0_u8..100).prop_map(Fault::AnswerCut),
        1 => proxy_status().prop_map(Fault::AnswerReplaced),
    ]
}

/// Proxies give pages with all of these: portals even with 200.
fn proxy_status() -> impl Strategy<Value = u16> {
    prop::sample::select(vec![502, 504, 503, 500, 408, 404, 403, 302, 200])
}
