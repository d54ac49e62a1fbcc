//! The cost of a call to the emulator, and the memory of a stored payment, do not grow with the stored payments.

use allocation_counter::{AllocationInfo, measure};
use craftgate_benches::Work;
use craftgate_benches::emulated::{Account, calls};

/// An account with this many payments, and a tenth as many of every other record.
fn account(payments: i64) -> Account {
    let account = Account::empty();
    account.take_payments(payments);
    account.add_other_records(payments / 10);
    account
}

/// The allocations of one repetition: the minimum of a few, since tables grow now and then.
fn allocations(work: &Work) -> u64 {
    let once = || {
        let mut info = AllocationInfo::default();
        work.repeat(1, &mut |batch| info = measure(batch));
        info.count_total
    };
    (0..4).map(|_| once()).min().unwrap()
}

#[test]
fn a_call_allocates_no_more_often_among_many_payments_than_among_few() {
    let counts = |payments| {
        calls(&account(payments), payments, payments / 10).into_iter().map(|(name, work)| (name, allocations(&work)))
    };
    // Payments repeat every twelve: both accounts end with the same kind of payment.
    for ((name, few), (_, many)) in counts(300).zip(counts(2_100)) {
        println!("{name:<50} {few:>6} {many:>6}");
        assert!(many <= few + few / 20 + 4, "{name}: {few} allocations among 300 payments, {many} among 2100");
    }
}

#[test]
fn a_stored_payment_takes_the_same_memory_among_many_payments_as_among_few() {
    let bytes = |payments: i64| {
        let account = Account::empty();
        account.take_payments(1); // initializes statics and tables
        measure(|| account.take_payments(payments)).bytes_current / payments
    };
    let (few, many) = (bytes(250), bytes(2_500));
    println!("{few} bytes a payment of three lines among 250, {many} among 2500");
    assert!(many < few + few / 5, "{few} bytes among 250, {many} among 2500");
}
