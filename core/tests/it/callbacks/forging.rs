//! Whoever has genuine callbacks of their own can name and split their values in other ways under the same hash. No such
//! forgery ends or completes another payment, and none makes more of its own.

use craftgate_core::callback::{BnplNextStep, verify_bnpl_fields};

use super::*;

/// Payment ids and conversation ids that are pieces of each other, or of other values.
const IDS: [&str; 6] = ["", "5", "57", "571", "7", "17"];
const CONVERSATIONS: [&str; 11] =
    ["", "7", "17", "5", "55", "71-a", "-a", "sipariş-17", "FAILURE5", "ALREADY_RETURNED", "SUCCESSWAITING5"];
const DATA: [&str; 5] = ["", "5", "FAILURE", "WAITING57", "sepet"];

const CARD_ORDERS: [&[&str]; 3] = [
    &["status", "callbackStatus", "completeStatus", "paymentId", "conversationData", "conversationId", "mdStatus"],
    &["paymentId", "status", "callbackStatus", "conversationId", "mdStatus"],
    &["status", "completeStatus", "paymentId", "conversationData", "conversationId", "callbackStatus", "mdStatus"],
];
const LOAN_ORDERS: [&[&str]; 4] = [
    &["paymentId", "paymentStatus", "additionalAction", "conversationId", "callbackStatus"],
    &["paymentId", "paymentStatus", "callbackStatus", "conversationId", "additionalAction"],
    &["paymentStatus", "callbackStatus", "additionalAction", "paymentId", "conversationId"],
    &["callbackStatus", "additionalAction", "paymentStatus", "paymentId", "conversationId"],
];

/// A forger's decisions.
struct Choices(std::vec::IntoIter<u16>);

impl Choices {
    fn below(&mut self, count: usize) -> usize {
        usize::from(self.0.next().unwrap_or(0)) % count
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}

/// A callback as Craftgate posts it.
struct Genuine {
    values: Fields,
    names: Vec<&'static str>,
    is_separated: bool,
}

impl Genuine {
    fn of_a_card(choices: &mut Choices) -> Self {
        let status = choices.pick(&["SUCCESS", "FAILURE"]);
        let ids = if status == "SUCCESS" { &IDS[1..] } else { &IDS[..] };
        let callback = if status == "SUCCESS" { "" } else { choices.pick(&["", "", "ALREADY_RETURNED"]) };
        let values = fields(&[
            ("status", status),
            ("completeStatus", choices.pick(&["WAITING", "COMPLETED", ""])),
            ("paymentId", choices.pick(ids)),
            ("conversationData", choices.pick(&DATA)),
            ("conversationId", choices.pick(&CONVERSATIONS)),
            ("callbackStatus", callback),
            ("mdStatus", choices.pick(&["0", "1", "2", ""])),
        ]);
        let is_v1 = choices.below(3) == 0;
        let names = if is_v1 { V1.to_vec() } else { choices.pick(&CARD_ORDERS).to_vec() };
        Self { values, names, is_separated: is_v1 || choices.below(5) == 0 }
    }

    fn of_a_loan(choices: &mut Choices) -> Self {
        let (status, action) = choices.pick(&[
            ("SUCCESS", "NONE"),
            ("WAITING", "APPROVAL_REQUIRED"),
            ("WAITING", "WAIT_FOR_WEBHOOK"),
            ("WAITING", "VERIFY_REQUIRED"),
            ("FAILURE", "NONE"),
            ("FAILURE", ""),
        ]);
        let callback = if status == "FAILURE" { choices.pick(&["", "ALREADY_RETURNED"]) } else { "" };
        let values = fields(&[
            ("paymentId", choices.pick(&IDS)),
            ("paymentStatus", status),
            ("additionalAction", action),
            ("conversationId", choices.pick(&CONVERSATIONS)),
            ("callbackStatus", callback),
        ]);
        Self { values, names: choices.pick(&LOAN_ORDERS).to_vec(), is_separated: false }
    }

    fn value(&self, name: &str) -> &str {
        value(&self.values, name)
    }

    /// Each value as it is hashed, with its separator.
    fn hashed(&self) -> Vec<String> {
        let separator = if self.is_separated { "###" } else { "" };
        self.names.iter().map(|name| format!("{separator}{}", self.value(name))).collect()
    }

    fn is_duplicate(&self) -> bool {
        self.value("callbackStatus") == "ALREADY_RETURNED"
    }

    /// The same hashed bytes, named and split as the forger likes.
    fn forged(&self, orders: &[&[&'static str]], choices: &mut Choices) -> Fields {
        let hashed = self.hashed();
        let mut names: Vec<&str> = match choices.below(2) {
            0 => self.names.clone(),
            _ => choices.pick(orders).to_vec(),
        };
        names.retain(|_| choices.below(10) != 0);
        for new in ["x", "y"] {
            if choices.below(4) == 0 {
                let index = if choices.below(3) == 0 { choices.below(names.len() + 1) } else { names.len() };
                names.insert(index, new);
            }
        }
        if choices.below(8) == 0 && names.len() > 1 {
            let (one, other) = (choices.below(names.len()), choices.below(names.len()));
            names.swap(one, other);
        }
        let is_v1 = self.is_separated && choices.below(3) == 0;
        let names = if is_v1 { V1.to_vec() } else { names };
        let is_separated = is_v1 || (self.is_separated && choices.below(4) != 0);
        let values = if is_separated {
            split_separated(&hashed, names.len(), choices)
        } else {
            split(&hashed, names.len(), choices)
        };
        let mut forged: Fields = names.iter().map(|name| (*name).to_owned()).zip(values).collect();
        let joined = format!("{KEY}{}", hashed.concat());
        let hash: String = Sha256::digest(joined.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
        forged.push(("hash".to_owned(), hash));
        if !is_v1 {
            forged.push(("hashParams".to_owned(), names.join(":")));
        }
        forged
    }
}

/// Splits the joined values into `count`, mostly at or near the borders that were there.
fn split(hashed: &[String], count: usize, choices: &mut Choices) -> Vec<String> {
    let joined = hashed.concat();
    let borders: Vec<usize> = (0..=hashed.len()).map(|index| hashed[..index].concat().len()).collect();
    let mut ends: Vec<usize> = (1..count)
        .map(|index| match choices.below(8) {
            0 => choices.below(joined.len() + 1),
            1 => choices.pick(&borders),
            2 => (choices.pick(&borders) + choices.below(5)).saturating_sub(2).min(joined.len()),
            _ => borders[index.min(hashed.len())],
        })
        .map(|end| (0..=end).rev().find(|end| joined.is_char_boundary(*end)).unwrap())
        .collect();
    ends.sort_unstable();
    ends.push(joined.len());
    let mut start = 0;
    ends.into_iter().take(count).map(|end| joined[std::mem::replace(&mut start, end)..end].to_owned()).collect()
}

/// Splits values at some of their separators into `count`; with too few of them, the last are empty.
fn split_separated(hashed: &[String], count: usize, choices: &mut Choices) -> Vec<String> {
    let joined = hashed.concat();
    let mut values: Vec<String> = joined.split("###").skip(1).map(str::to_owned).collect();
    while values.len() > count.max(1) {
        let index = choices.below(values.len() - 1);
        let second = values.remove(index + 1);
        values[index] = format!("{}###{second}", values[index]);
    }
    values.resize(count, String::new());
    values
}

/// Every payment that could have been started beside a genuine callback's own, which has the conversation id that
/// Craftgate posted.
fn every_started(genuine: &Genuine) -> impl Iterator<Item = StartedPayment> {
    let ids = IDS[1..].iter().map(|id| id.parse().unwrap());
    let started = ids.flat_map(|id: PaymentId| CONVERSATIONS.map(|conversation| StartedPayment::new(id, conversation)));
    started.filter(|started| !is_own(started, genuine) || started.conversation_id == genuine.value("conversationId"))
}

fn is_own(started: &StartedPayment, genuine: &Genuine) -> bool {
    started.payment_id.to_string() == genuine.value("paymentId")
}

/// Stops if a forged card callback decides what its genuine one does not.
fn check_card_forgery(genuine: &Genuine, forged: Fields) -> bool {
    let Ok(callback) = verify_fields(&key(), forged) else { return false };
    for started in every_started(genuine) {
        match callback.next_step(&started) {
            NextStep::Failed => {
                assert!(is_own(&started, genuine), "{started:?} failed");
                assert!(genuine.value("status") == "FAILURE" && !genuine.is_duplicate(), "{started:?} failed");
            }
            NextStep::Complete(complete) => {
                assert_eq!(complete.payment_id, started.payment_id);
                let waits = genuine.value("status") == "SUCCESS" && genuine.value("completeStatus") == "WAITING";
                assert!(waits, "{started:?} was completed");
                if is_own(&started, genuine) {
                    let md_status = callback.md_status().map(|md_status| md_status.0.to_string());
                    assert!(md_status.is_none_or(|md_status| md_status == genuine.value("mdStatus")));
                }
            }
            NextStep::Retrieve(retrieve) => assert_eq!(retrieve.id, started.payment_id),
            _ => {}
        }
    }
    true
}

/// Stops if a forged loan callback decides what its genuine one does not.
fn check_loan_forgery(genuine: &Genuine, forged: Fields) -> bool {
    let Ok(callback) = verify_bnpl_fields(&key(), forged) else { return false };
    for started in every_started(genuine) {
        let (status, action) = (genuine.value("paymentStatus"), genuine.value("additionalAction"));
        match callback.next_step(&started) {
            BnplNextStep::Failed => {
                assert!(is_own(&started, genuine), "{started:?} failed");
                assert!(status == "FAILURE" && !genuine.is_duplicate(), "{started:?} failed");
            }
            BnplNextStep::Approve(approve) => {
                assert_eq!(approve.payment_id, started.payment_id);
                assert!(is_own(&started, genuine) && action == "APPROVAL_REQUIRED", "{started:?} was approved");
            }
            BnplNextStep::WaitForWebhook => {
                assert!(is_own(&started, genuine) && action == "WAIT_FOR_WEBHOOK", "{started:?} waits");
            }
            _ => {}
        }
    }
    true
}

fn choices() -> impl Strategy<Value = Vec<u16>> {
    prop::collection::vec(any::<u16>(), 48)
}

proptest! {
    #![proptest_config(crate::common::cases(4000))]

    #[test]
    fn no_card_callback_decides_more_than_the_genuine_one(choices in choices()) {
        let mut choices = Choices(choices.into_iter());
        let genuine = Genuine::of_a_card(&mut choices);
        let forged = genuine.forged(&CARD_ORDERS, &mut choices);
        check_card_forgery(&genuine, forged);
    }

    #[test]
    fn no_loan_callback_decides_more_than_the_genuine_one(choices in choices()) {
        let mut choices = Choices(choices.into_iter());
        let genuine = Genuine::of_a_loan(&mut choices);
        let forged = genuine.forged(&LOAN_ORDERS, &mut choices);
        check_loan_forgery(&genuine, forged);
    }

    #[test]
    fn no_callback_of_one_kind_ends_a_payment_of_the_other(first in choices(), second in choices()) {
        let (mut choices, mut others) = (Choices(first.into_iter()), Choices(second.into_iter()));
        let card = Genuine::of_a_card(&mut choices);
        let forged = card.forged(&LOAN_ORDERS, &mut choices);
        if let Ok(callback) = verify_bnpl_fields(&key(), forged) {
            for started in every_started(&card).filter(|started| !is_own(started, &card)) {
                prop_assert_ne!(callback.next_step(&started), BnplNextStep::Failed);
            }
        }
        let loan = Genuine::of_a_loan(&mut others);
        let forged = loan.forged(&CARD_ORDERS, &mut others);
        if let Ok(callback) = verify_fields(&key(), forged) {
            for started in every_started(&loan).filter(|started| !is_own(started, &loan)) {
                prop_assert_ne!(callback.next_step(&started), NextStep::Failed);
            }
        }
    }
}

/// The tests above would pass if every forgery were rejected for another reason.
#[test]
fn many_forgeries_have_a_matching_hash() {
    use proptest::strategy::ValueTree as _;
    use proptest::test_runner::TestRunner;

    let mut runner = TestRunner::deterministic();
    let mut next = || Choices(choices().new_tree(&mut runner).unwrap().current().into_iter());
    let (mut card, mut loan) = (0, 0);
    for _ in 0..2000 {
        let mut choices = next();
        let genuine = Genuine::of_a_card(&mut choices);
        card += usize::from(check_card_forgery(&genuine, genuine.forged(&CARD_ORDERS, &mut choices)));
        let mut choices = next();
        let genuine = Genuine::of_a_loan(&mut choices);
        loan += usize::from(check_loan_forgery(&genuine, genuine.forged(&LOAN_ORDERS, &mut choices)));
    }
    assert!(card > 100 && loan > 100, "only {card} and {loan} forgeries were verified");
}
