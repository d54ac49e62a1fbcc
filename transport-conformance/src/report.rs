//! The results as a table.

use std::fmt;

/// The results of all cases.
///
/// `Display` prints a table with one line per case.
#[derive(Debug, Clone)]
pub struct Report(Vec<CaseResult>);

/// The result of one case.
#[derive(Debug, Clone)]
pub struct CaseResult {
    pub(super) requirement: u8,
    pub(super) case: String,
    pub(super) observed: String,
    pub(super) failure: Option<String>,
    pub(super) verdict: Verdict,
}

/// Whether a case meets the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums, reason = "there is no fourth verdict")]
pub enum Verdict {
    /// The transport did what the contract requires.
    Pass,
    /// The transport did what the contract allows but does not prefer.
    Warn,
    /// The transport violated the contract.
    Fail,
}

impl Report {
    pub(super) fn new(results: Vec<CaseResult>) -> Self {
        Self(results)
    }

    /// The results of all cases, in the order of the contract.
    #[must_use]
    pub fn results(&self) -> &[CaseResult] {
        &self.0
    }

    /// The results whose verdict is [`Verdict::Fail`].
    pub fn failures(&self) -> impl Iterator<Item = &CaseResult> {
        self.0.iter().filter(|result| result.verdict == Verdict::Fail)
    }

    /// Returns true if no case failed.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.failures().next().is_none()
    }
}

impl CaseResult {
    /// The requirement's number in the contract of [`Transport`](craftgate_core::Transport).
    #[must_use]
    pub fn requirement(&self) -> u8 {
        self.requirement
    }

    /// The name of the case, such as `connection reset before the response`.
    #[must_use]
    pub fn case(&self) -> &str {
        &self.case
    }

    /// Returns what the transport did, in a few words. It may quote the message of its error.
    #[must_use]
    pub fn observed(&self) -> &str {
        &self.observed
    }

    /// Returns why the case failed; `None` unless the verdict is [`Verdict::Fail`].
    #[must_use]
    pub fn failure(&self) -> Option<&str> {
        self.failure.as_deref()
    }

    /// Whether the case meets the contract.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Pass => "pass",
            Self::Warn => "warn",
            Self::Fail => "FAIL",
        })
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.0.iter().map(|result| result.case.chars().count()).max().unwrap_or_default();
        writeln!(f, "req.  {:width$}  verdict  observed", "case")?;
        for result in &self.0 {
            write!(f, "{:<4}  {:width$}  {:<7}  {}", result.requirement, result.case, result.verdict, result.observed)?;
            match &result.failure {
                Some(failure) => writeln!(f, ": {failure}")?,
                None => writeln!(f)?,
            }
        }
        let count = |verdict| self.0.iter().filter(|result| result.verdict == verdict).count();
        let (passed, warned, failed) = (count(Verdict::Pass), count(Verdict::Warn), count(Verdict::Fail));
        write!(f, "{} cases: {passed} passed, {warned} warned, {failed} failed", self.0.len())
    }
}
