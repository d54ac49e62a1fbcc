//! The emulator does as much for a call among many payments as among few, and a stored payment takes no more memory
//! for the others that are stored.
#![allow(clippy::unwrap_used, reason = "a failing helper fails its test")]

use allocation_counter::{AllocationInfo, measure};
use craftgate_benches::Work;
use craftgate_benches::emulated::{Account, calls};

/// An account with this many payments, and a tenth of everything else.
fn account(payments: i64) -> Account {
    let account = Account::empty();
    account.take_payments(payments);
    account.add_others(payments / 10);
    account
}

/// How often one repetition asks for memory: the least of a few, since tables grow now and then.
fn asked_for(work: &Work) -> u64 {
    let once = || {
        let mut info = AllocationInfo::default();
        work.repeat(1, &mut |batch| info = measure(batch));
        info.count_total
    };
    (0..4).map(|_| once()).min().unwrap()
}

#[test]
fn a_call_asks_for_no_more_memory_among_many_payments_than_among_few() {
    let counts = |payments| {
        calls(&account(payments), payments, payments / 10).into_iter().map(|(name, work)| (name, asked_for(&work)))
    };
    // Twelve payments in a row are each of another kind: both numbers end in the same one.
    for ((name, few), (_, many)) in counts(300).zip(counts(2_100)) {
        println!("{name:<50} {few:>6} {many:>6}");
        assert!(many <= few + few / 20 + 4, "{name}: {few} allocations among 300 payments, {many} among 2100");
    }
}

#[test]
fn a_stored_payment_takes_the_same_memory_among_many_as_among_few() {
    let bytes = |payments: i64| {
        let account = Account::empty();
        account.take_payments(1); // what is there once
        measure(|| account.take_payments(payments)).bytes_current / payments
    };
    let (few, many) = (bytes(250), bytes(2_500));
    println!("{few} bytes a payment of three lines among 250, {many} among 2500");
    assert!(many < few + few / 5, "{few} bytes among 250, {many} among 2500");
}
