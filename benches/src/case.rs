//! What is measured: an operation by the library and by its baseline.

use std::fmt;
use std::hint::black_box;

/// An operation whose cost is compared with that of its baseline.
#[derive(Debug)]
#[non_exhaustive]
pub struct Case {
    /// The operation.
    pub name: &'static str,
    /// The ratio of the library's time to the baseline's that is aimed at.
    pub target_ratio: f64,
    /// The operation by the library.
    pub library: Work,
    /// The operation by the baseline.
    pub baseline: Work,
}

impl Case {
    pub(crate) fn new(name: &'static str, target_ratio: f64, library: Work, baseline: Work) -> Self {
        Self { name, target_ratio, library, baseline }
    }
}

type Measured<'a> = &'a mut dyn FnMut(&mut dyn FnMut());

/// Work that can be repeated. Its inputs are prepared outside of the measurement; its outputs are dropped inside, since
/// that is part of the cost.
pub struct Work {
    repeat: Box<dyn Fn(usize, Measured<'_>)>,
    /// The repetitions in a batch, if they are not derived from the time that one takes.
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

    /// Prepares the inputs of this many repetitions, and passes `measured` a function that does them all.
    pub fn repeat(&self, times: usize, measured: &mut dyn FnMut(&mut dyn FnMut())) {
        (self.repeat)(times, measured);
    }
}

impl fmt::Debug for Work {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Work(…)")
    }
}
