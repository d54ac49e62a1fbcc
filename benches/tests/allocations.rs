//! The library asks for memory no oftener than the same work by hand. Counts don't depend on the machine's mood.
#![allow(clippy::unwrap_used, reason = "a failing helper fails its test")]

use allocation_counter::{AllocationInfo, measure};
use craftgate_benches::{Work, rows};

/// What one repetition asks for, once everything that is made a single time is there. Growing a piece of memory
/// counts as asking for another.
fn asked_for(work: &Work) -> AllocationInfo {
    work.repeat(1, &mut |batch| batch());
    let mut info = AllocationInfo::default();
    work.repeat(1, &mut |batch| info = measure(batch));
    info
}

#[test]
fn every_row_can_be_counted() {
    println!("{:<48} {:>8} {:>8} {:>10} {:>10}", "", "library", "floor", "bytes", "floor's");
    for row in rows() {
        let (library, floor) = (asked_for(&row.library), asked_for(&row.floor));
        println!(
            "{:<48} {:>8} {:>8} {:>10} {:>10}",
            row.name, library.count_total, floor.count_total, library.bytes_total, floor.bytes_total
        );
    }
}
