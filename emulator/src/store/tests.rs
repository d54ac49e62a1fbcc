//! A table finds what looking at every record would find.

use chrono::{DateTime, TimeDelta};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;

#[derive(Debug, Clone, PartialEq)]
struct Order {
    id: i64,
    buyer: Option<u8>,
    lines: Vec<String>,
    price: Option<Decimal>,
    made: Option<NaiveDateTime>,
}

impl Record for Order {
    fn fields(&self, fields: &mut Fields) {
        fields.put("buyer", self.buyer);
        for line in &self.lines {
            fields.put("line", Some(line));
        }
        fields.put_ordered("price", self.price);
    }

    fn made(&self) -> Option<NaiveDateTime> {
        self.made
    }
}

/// What is done to a table. Records are named by their place among all that were ever added.
#[derive(Debug, Clone)]
enum Step {
    Add(Order),
    Change(usize, Option<u8>, Vec<String>, Option<Decimal>),
    Remove(usize),
    TakeId,
    Search(Asked),
}

#[derive(Debug, Clone)]
struct Asked {
    ids: Vec<i64>,
    buyer: Option<u8>,
    lines: Vec<String>,
    start: Option<String>,
    min_price: Option<Decimal>,
    max_price: Option<Decimal>,
    from: Option<NaiveDateTime>,
    to: Option<NaiveDateTime>,
    page: (i32, i32),
}

impl Asked {
    fn is_found(&self, order: &Order) -> bool {
        (self.ids.is_empty() || self.ids.contains(&order.id))
            && (self.buyer.is_none() || self.buyer == order.buyer)
            && (self.lines.is_empty() || order.lines.iter().any(|line| self.lines.contains(line)))
            && self.start.as_ref().is_none_or(|start| order.lines.iter().any(|line| line.starts_with(start)))
            && within(self.min_price, self.max_price, order.price)
            && within(self.from, self.to, order.made)
    }

    fn search<'a>(&'a self, table: &'a Table<Order>) -> Search<'a, Order> {
        let search = table.search().ids(&self.ids).is("buyer", self.buyer).any("line", &self.lines);
        let search = search.starts("line", self.start.clone()).made(self.from, self.to);
        search.between("price", self.min_price, self.max_price)
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

/// Amounts beside each other and far apart, and those that are in no block with others.
fn price() -> impl Strategy<Value = Decimal> {
    let extreme =
        prop::sample::select(vec![Decimal::MIN, Decimal::from(i64::MIN), Decimal::from(i64::MAX), Decimal::MAX]);
    let cents = prop_oneof![-3..3_i64, 6_300..6_500_i64, -100_000..100_000_i64, any::<i64>()];
    prop_oneof![9 => cents.prop_map(|cents| Decimal::new(cents, 2)), 1 => extreme]
}

fn asked() -> impl Strategy<Value = Asked> {
    let fields = (vec(0..12_i64, 0..3), option::of(0..3_u8), vec(line(), 0..2), option::of(line()));
    let rest = (option::of(price()), option::of(price()), option::of(0..8_i64), option::of(0..8_i64), (0..3, 1..5));
    (fields, rest).prop_map(|((ids, buyer, lines, start), (min_price, max_price, from, to, page))| Asked {
        ids,
        buyer,
        lines,
        start,
        min_price,
        max_price,
        from: from.map(minute),
        to: to.map(minute),
        page,
    })
}

/// Steps in which the clock never goes back, or with times in any order and none.
fn steps(is_in_order: bool) -> impl Strategy<Value = Vec<Step>> {
    let order = (option::of(0..3_u8), vec(line(), 0..3), option::of(price()), option::of(0..8_i64));
    let order =
        order.prop_map(|(buyer, lines, price, made)| Order { id: 0, buyer, lines, price, made: made.map(minute) });
    let change = (0..12_usize, option::of(0..3_u8), vec(line(), 0..3), option::of(price()));
    let change = change.prop_map(|(at, buyer, lines, price)| Step::Change(at, buyer, lines, price));
    let step = prop_oneof![
        4 => order.prop_map(Step::Add),
        2 => change,
        1 => (0..12_usize).prop_map(Step::Remove),
        1 => Just(Step::TakeId),
        4 => asked().prop_map(Step::Search),
    ];
    vec(step, 0..40).prop_map(move |mut steps| {
        let mut clock = 0;
        for step in &mut steps {
            if let Step::Add(order) = step
                && is_in_order
            {
                clock += i64::from(order.buyer.unwrap_or_default());
                order.made = Some(minute(clock));
            }
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
                prop_assert_eq!(table.next_id(), ids);
                model.push(Order { id: ids, ..order.clone() });
                table.add(|id| Order { id, ..order });
            }
            Step::Change(at, buyer, lines, price) => {
                let Some(known) = model.get_mut(at) else { continue };
                (known.buyer, known.lines, known.price) = (buyer, lines.clone(), price);
                let order = table.get_mut(known.id).unwrap();
                (order.buyer, order.lines, order.price) = (buyer, lines, price);
            }
            Step::Remove(at) if at < model.len() => {
                let known = model.remove(at);
                let removed = table.remove(known.id);
                prop_assert_eq!(removed.as_ref(), Some(&known));
                prop_assert_eq!(table.get(known.id), None);
                prop_assert_eq!(table.remove(known.id), None);
            }
            Step::Remove(_) => {}
            Step::TakeId => {
                ids += 1;
                prop_assert_eq!(table.take_id(), ids);
            }
            Step::Search(asked) => check(&table, &model, &asked)?,
        }
    }
    Ok(())
}

fn check(table: &Table<Order>, model: &[Order], asked: &Asked) -> Result<(), TestCaseError> {
    let found: Vec<&Order> = model.iter().filter(|order| asked.is_found(order)).collect();
    prop_assert_eq!(asked.search(table).all(), found.clone());
    prop_assert_eq!(asked.search(table).first(), found.first().copied());
    let (number, size) = asked.page;
    let page =
        asked.search(table).page(Some(number), Some(size), Order::clone).map_err(|_| TestCaseError::fail("a page"))?;
    let (number, size) = (usize::try_from(number)?, usize::try_from(size)?);
    prop_assert_eq!(page.total_size, i64::try_from(found.len()).ok());
    prop_assert_eq!(page.items, found.into_iter().skip(number * size).take(size).cloned().collect::<Vec<_>>());
    Ok(())
}

proptest! {
    #[test]
    fn a_table_finds_what_looking_at_every_record_would_find(steps in steps(true)) {
        run(steps)?;
    }

    #[test]
    fn a_clock_that_goes_back_hides_nothing(steps in steps(false)) {
        run(steps)?;
    }
}
