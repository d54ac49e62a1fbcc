//! A search finds what testing every record of a model finds.

use chrono::{DateTime, NaiveDateTime, TimeDelta};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::{Id, Record, Search, Table};
use crate::error::{ErrorDef, PAYMENT_NOT_FOUND};

#[derive(Debug, Clone, PartialEq)]
struct Order {
    id: OrderId,
    buyer: Option<u8>,
    lines: Vec<String>,
    price: Option<Decimal>,
    created: Option<NaiveDateTime>,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Buyer(u8),
    Line(String),
}

/// The id of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct OrderId(i64);

impl Id for OrderId {
    fn from_number(number: i64) -> Self {
        Self(number)
    }

    fn number(self) -> i64 {
        self.0
    }
}

impl Record for Order {
    type Id = OrderId;

    type Key = Key;

    const NOT_FOUND: ErrorDef = PAYMENT_NOT_FOUND;

    fn id(&self) -> OrderId {
        self.id
    }

    fn keys(&self) -> Vec<Key> {
        let lines = self.lines.iter().cloned().map(Key::Line);
        self.buyer.map(Key::Buyer).into_iter().chain(lines).collect()
    }
}

/// A change of a table, or a search in it. Records are named by their position in the model.
#[derive(Debug, Clone)]
enum Step {
    Add(Order),
    Change(usize, Option<u8>, Vec<String>, Option<Decimal>),
    Remove(usize),
    TakeId,
    Search(Query),
}

#[derive(Debug, Clone)]
struct Query {
    ids: Vec<OrderId>,
    buyer: Option<u8>,
    /// Whether the buyer is looked up by its key, or tested on every record.
    by_key: bool,
    lines: Vec<String>,
    start: Option<String>,
    min_price: Option<Decimal>,
    max_price: Option<Decimal>,
    from: Option<NaiveDateTime>,
    to: Option<NaiveDateTime>,
    page: (u32, u32),
}

impl Query {
    fn matches(&self, order: &Order) -> bool {
        (self.ids.is_empty() || self.ids.contains(&order.id))
            && (self.buyer.is_none() || self.buyer == order.buyer)
            && (self.lines.is_empty() || order.lines.iter().any(|line| self.lines.contains(line)))
            && self.start.as_ref().is_none_or(|start| order.lines.iter().any(|line| line.starts_with(start)))
            && within(self.min_price, self.max_price, order.price)
            && within(self.from, self.to, order.created)
    }

    fn search<'a>(&'a self, table: &'a Table<Order>) -> Search<'a, Order> {
        let mut search = table.search().ids(&self.ids);
        search = match self.by_key {
            true => search.key(self.buyer.map(Key::Buyer)),
            false => search.equals(self.buyer, |order| order.buyer.as_ref()),
        };
        search = match self.lines.as_slice() {
            [] => search,
            [line] => search.key(Some(Key::Line(line.clone()))),
            lines => search.matching(|order| order.lines.iter().any(|line| lines.contains(line))),
        };
        if let Some(start) = &self.start {
            search = search.matching(move |order| order.lines.iter().any(|line| line.starts_with(start)));
        }
        search = search.between(self.from, self.to, |order| order.created);
        search.between(self.min_price, self.max_price, |order| order.price)
    }
}

fn within<T: PartialOrd>(min: Option<T>, max: Option<T>, value: Option<T>) -> bool {
    min.is_none_or(|min| value.as_ref().is_some_and(|value| *value >= min))
        && max.is_none_or(|max| value.is_some_and(|value| value <= max))
}

fn minute(minutes: i64) -> NaiveDateTime {
    DateTime::UNIX_EPOCH.naive_utc() + TimeDelta::minutes(minutes)
}

fn line() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["ç", "çay", "çaydanlık", "tepsi"]).prop_map(str::to_owned)
}

/// Adjacent and distant amounts, and the extremes of the type.
fn price() -> impl Strategy<Value = Decimal> {
    let extreme =
        prop::sample::select(vec![Decimal::MIN, Decimal::from(i64::MIN), Decimal::from(i64::MAX), Decimal::MAX]);
    let cents = prop_oneof![-3..3_i64, 6_300..6_500_i64, -100_000..100_000_i64, any::<i64>()];
    prop_oneof![9 => cents.prop_map(|cents| Decimal::new(cents, 2)), 1 => extreme]
}

fn query() -> impl Strategy<Value = Query> {
    let fields = (
        vec((0..12_i64).prop_map(OrderId), 0..3),
        option::of(0..3_u8),
        any::<bool>(),
        vec(line(), 0..3),
        option::of(line()),
    );
    let rest =
        (option::of(price()), option::of(price()), option::of(0..8_i64), option::of(0..8_i64), (0..3_u32, 1..5_u32));
    (fields, rest).prop_map(|((ids, buyer, by_key, lines, start), (min_price, max_price, from, to, page))| Query {
        ids,
        buyer,
        by_key,
        lines,
        start,
        min_price,
        max_price,
        from: from.map(minute),
        to: to.map(minute),
        page,
    })
}

/// Steps with ascending creation times, or with times in any order and none.
fn steps(is_ascending: bool) -> impl Strategy<Value = Vec<Step>> {
    let order = (option::of(0..3_u8), vec(line(), 0..3), option::of(price()), option::of(0..8_i64));
    let order = order.prop_map(|(buyer, lines, price, created)| Order {
        id: OrderId(0),
        buyer,
        lines,
        price,
        created: created.map(minute),
    });
    let change = (0..12_usize, option::of(0..3_u8), vec(line(), 0..3), option::of(price()));
    let change = change.prop_map(|(at, buyer, lines, price)| Step::Change(at, buyer, lines, price));
    let step = prop_oneof![
        4 => order.prop_map(Step::Add),
        2 => change,
        1 => (0..12_usize).prop_map(Step::Remove),
        1 => Just(Step::TakeId),
        4 => query().prop_map(Step::Search),
    ];
    vec(step, 0..40).prop_map(move |mut steps| {
        let mut clock = 0;
        let orders = steps.iter_mut().filter_map(|step| match step {
            Step::Add(order) if is_ascending => Some(order),
            _ => None,
        });
        for order in orders {
            clock += i64::from(order.buyer.unwrap_or_default());
            order.created = Some(minute(clock));
        }
        steps
    })
}

fn run(steps: Vec<Step>) -> Result<(), TestCaseError> {
    let mut table = Table::default();
    let mut model: Vec<Order> = Vec::new();
    let mut ids = 0;
    for step in steps {
        match step {
            Step::Add(order) => {
                ids += 1;
                prop_assert_eq!(table.next_id(), OrderId(ids));
                model.push(Order { id: OrderId(ids), ..order.clone() });
                let created = table.create(|id| Order { id, ..order });
                prop_assert_eq!(Some(&created), model.last());
            }
            Step::Change(at, buyer, lines, price) => {
                let Some(known) = model.get_mut(at) else { continue };
                (known.buyer, known.lines, known.price) = (buyer, lines.clone(), price);
                let order = table.get_mut(known.id).unwrap();
                (order.buyer, order.lines, order.price) = (buyer, lines, price);
            }
            Step::Remove(at) if at < model.len() => {
                let known = model.remove(at);
                let removed = table.remove(known.id).ok();
                prop_assert_eq!(removed.as_ref(), Some(&known));
                prop_assert_eq!(table.get(known.id), None);
                prop_assert!(table.remove(known.id).is_err());
            }
            Step::Remove(_) => {}
            Step::TakeId => {
                ids += 1;
                prop_assert_eq!(table.take_id(), OrderId(ids));
            }
            Step::Search(query) => check(&table, &model, &query)?,
        }
    }
    Ok(())
}

fn check(table: &Table<Order>, model: &[Order], query: &Query) -> Result<(), TestCaseError> {
    let found: Vec<&Order> = model.iter().filter(|order| query.matches(order)).collect();
    prop_assert_eq!(query.search(table).all(), found.clone());
    prop_assert_eq!(query.search(table).first(), found.first().copied());
    let (number, size) = query.page;
    let page = query.search(table).page(Some(number), Some(size), Order::clone);
    let page = page.map_err(|_| TestCaseError::fail("no page"))?;
    let (number, size) = (usize::try_from(number)?, usize::try_from(size)?);
    prop_assert_eq!(page.total_size, i64::try_from(found.len()).ok());
    prop_assert_eq!(page.items, found.into_iter().skip(number * size).take(size).cloned().collect::<Vec<_>>());
    Ok(())
}

proptest! {
    #[test]
    fn a_search_finds_what_testing_every_record_finds(steps in steps(true)) {
        run(steps)?;
    }

    #[test]
    fn a_clock_that_goes_back_does_not_hide_records(steps in steps(false)) {
        run(steps)?;
    }
}
