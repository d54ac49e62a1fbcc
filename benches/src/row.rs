//! One thing that a user pays for, by the library and by hand.

use std::fmt;
use std::hint::black_box;

/// One thing that a user pays for.
#[derive(Debug)]
#[non_exhaustive]
pub struct Row {
    /// What is done.
    pub name: &'static str,
    /// How many times the floor's time the library is meant to need at most.
    pub reach: f64,
    /// The library's way.
    pub library: Work,
    /// The same by hand.
    pub floor: Work,
}

impl Row {
    pub(crate) fn new(name: &'static str, reach: f64, library: Work, floor: Work) -> Self {
        Self { name, reach, library, floor }
    }
}

type Measured<'a> = &'a mut dyn FnMut(&mut dyn FnMut());

/// Work that can be repeated. What it is given is made ready outside of the measurement; what it gives is
/// dropped inside, since a user pays for that too.
pub struct Work {
    repeat: Box<dyn Fn(usize, Measured<'_>)>,
    /// How many repetitions a turn, where that is not left to the clock.
    pub(crate) batch: Option<usize>,
}

impl Work {
    pub(crate) fn new<I, O>(prepare: impl Fn() -> I + 'static, work: impl Fn(I) -> O + 'static) -> Self {
        let repeat = move |times: usize, measured: Measured<'_>| {
            let mut inputs: Vec<I> = (0..times).map(|_| prepare()).collect();
            measured(&mut || {
                for input in inputs.drain(..) {
                    drop(black_box(work(black_box(input))));
                }
            });
        };
        Self { repeat: Box::new(repeat), batch: None }
    }

    pub(crate) fn in_batches(mut self, batch: usize) -> Self {
        self.batch = Some(batch);
        self
    }

    /// Makes ready for this many repetitions, and has `measured` do them all by its argument.
    pub fn repeat(&self, times: usize, measured: &mut dyn FnMut(&mut dyn FnMut())) {
        (self.repeat)(times, measured);
    }
}

impl fmt::Debug for Work {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Work(…)")
    }
}
