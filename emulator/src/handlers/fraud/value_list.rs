//! The lists of values that fraud rules look at.

use std::collections::BTreeMap;

use chrono::{NaiveDateTime, TimeDelta};
use craftgate_core::Page;
use craftgate_core::fraud::{
    AddCardFingerprintToValueList, AddValueToValueList, DeleteValueList, FraudOperation, FraudValue, FraudValueList,
    FraudValueType, RemoveValueFromValueList, RetrieveAllValueLists, RetrieveValueList,
};

use crate::context::Context;
use crate::emulator::Emulator;
use crate::incoming::demand;
use crate::refusal::{self, Refusal};
use crate::state::State;

/// For how many seconds a card's fingerprint is kept at most. (Source: Craftgate's "Liste Yönetimi".)
const CARD_SECONDS: i32 = 2 * 60 * 60;

/// The lists by name, their values by id, which is the order that they came in.
#[derive(Default)]
pub(crate) struct ValueLists {
    lists: BTreeMap<String, BTreeMap<u64, Listed>>,
    last_id: u64,
}

struct Listed {
    value: FraudValue,
    until: Option<NaiveDateTime>,
}

/// A value that is about to be listed.
#[derive(Default)]
struct NewValue {
    value: String,
    label: Option<String>,
    until: Option<NaiveDateTime>,
}

pub(crate) fn add_value(context: &mut Context<'_>, asked: AddValueToValueList) -> Result<(), Refusal> {
    check_name(&asked.list_name)?;
    let is_of_card = asked.value_type == FraudValueType::Card;
    let value = match (asked.value, asked.payment_id) {
        (None, None) => {
            context.state.value_lists.lists.entry(asked.list_name).or_default();
            return Ok(());
        }
        (None, Some(payment_id)) if is_of_card => fingerprint(context.state, payment_id)?,
        (None, Some(_)) => return Err(refusal::INVALID.about("paymentId")),
        (Some(_), _) if is_of_card => return Err(refusal::INVALID.about("value")),
        (Some(value), _) => value,
    };
    let until = expiry(context.now, asked.duration_in_seconds, is_of_card)?;
    context.state.value_lists.add(asked.list_name, NewValue { value, label: asked.label, until });
    Ok(())
}

pub(crate) fn add_card(context: &mut Context<'_>, asked: AddCardFingerprintToValueList) -> Result<(), Refusal> {
    check_name(&asked.list_name)?;
    if !matches!(asked.operation, None | Some(FraudOperation::Payment)) {
        return Err(refusal::UNSUPPORTED.about("operation"));
    }
    let payment_id = demand(asked.operation_id, "operationId")?;
    let payment_id = payment_id.parse().map_err(|_| refusal::INVALID.about("operationId"))?;
    let value = fingerprint(context.state, payment_id)?;
    let until = expiry(context.now, asked.duration_in_seconds, true)?;
    context.state.value_lists.add(asked.list_name, NewValue { value, label: asked.label, until });
    Ok(())
}

fn check_name(name: &str) -> Result<(), Refusal> {
    if name.is_empty() { Err(refusal::INVALID.about("listName")) } else { Ok(()) }
}

/// What stands for the card of a payment, without its number.
fn fingerprint(state: &State, payment_id: i64) -> Result<String, Refusal> {
    let payment = &state.payment(payment_id)?.payment;
    let digits = payment.bin_number.as_ref().zip(payment.last_four_digits.as_ref());
    let (bin, last_four) = digits.ok_or_else(|| refusal::NO_FINGERPRINT.plain())?;
    Ok(format!("emulator-card-{bin}-{last_four}"))
}

fn expiry(now: NaiveDateTime, seconds: Option<i32>, is_of_card: bool) -> Result<Option<NaiveDateTime>, Refusal> {
    if seconds.is_some_and(|seconds| seconds < 1) {
        return Err(refusal::INVALID.about("durationInSeconds"));
    }
    let seconds = match is_of_card {
        true => Some(seconds.unwrap_or(CARD_SECONDS).min(CARD_SECONDS)),
        false => seconds,
    };
    Ok(seconds.and_then(|seconds| now.checked_add_signed(TimeDelta::seconds(seconds.into()))))
}

pub(crate) fn retrieve(context: &mut Context<'_>, asked: RetrieveValueList) -> Result<FraudValueList, Refusal> {
    let values = context.state.value_lists.lists.get(&asked.list_name).ok_or_else(|| refusal::VALUE_LIST.plain())?;
    Ok(list(&asked.list_name, values, context.now))
}

pub(crate) fn retrieve_all(
    context: &mut Context<'_>,
    _: RetrieveAllValueLists,
) -> Result<Page<FraudValueList>, Refusal> {
    let lists = context.state.value_lists.lists.iter();
    Ok(Page::new(lists.map(|(name, values)| list(name, values, context.now)).collect::<Vec<_>>()))
}

fn list(name: &str, values: &BTreeMap<u64, Listed>, now: NaiveDateTime) -> FraudValueList {
    let mut list = FraudValueList::new(name);
    list.values = values.values().filter_map(|listed| listed.at(now)).collect();
    list
}

pub(crate) fn delete(context: &mut Context<'_>, asked: DeleteValueList) -> Result<(), Refusal> {
    let removed = context.state.value_lists.lists.remove(&asked.list_name);
    removed.map(drop).ok_or_else(|| refusal::VALUE_LIST.plain())
}

pub(crate) fn remove_value(context: &mut Context<'_>, asked: RemoveValueFromValueList) -> Result<(), Refusal> {
    let list = context.state.value_lists.lists.get_mut(&asked.list_name);
    let removed = list.zip(asked.value_id.parse().ok()).and_then(|(list, id)| list.remove(&id));
    removed.map(drop).ok_or_else(|| refusal::LISTED_VALUE.plain())
}

impl ValueLists {
    /// Puts a value on a list, which is made if need be, and gives the value's id.
    fn add(&mut self, list_name: String, new: NewValue) -> String {
        self.last_id += 1;
        let id = self.last_id.to_string();
        let mut value = FraudValue::new(id.clone());
        value.label = new.label;
        value.value = Some(new.value);
        self.lists.entry(list_name).or_default().insert(self.last_id, Listed { value, until: new.until });
        id
    }
}

impl Listed {
    /// The value as it is at this time, if it is still on the list.
    fn at(&self, now: NaiveDateTime) -> Option<FraudValue> {
        let mut value = self.value.clone();
        if let Some(until) = self.until {
            let left = (until - now).num_seconds();
            value.expire_in_seconds = Some(i32::try_from(left).ok().filter(|left| *left > 0)?);
        }
        Some(value)
    }
}

impl Emulator {
    /// Puts a value on a fraud list, which is made if need be, and gives the value's id.
    pub fn add_listed_value(&self, list_name: impl Into<String>, value: impl Into<String>) -> String {
        let value = NewValue { value: value.into(), ..NewValue::default() };
        self.state().value_lists.add(list_name.into(), value)
    }

    /// The values on a fraud list, in the order they were put there; none where there is no such list.
    #[must_use]
    pub fn listed_values(&self, list_name: &str) -> Vec<String> {
        let now = self.now();
        let state = self.state();
        let listed = state.value_lists.lists.get(list_name).into_iter().flat_map(BTreeMap::values);
        listed.filter_map(|listed| listed.at(now)?.value).collect()
    }
}
