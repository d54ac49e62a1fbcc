//! What the kit found, as a table.

use std::fmt;

/// What a transport did in each case.
///
/// Its `Display` is a table with a line each.
#[derive(Debug, Clone)]
pub struct Report(Vec<Row>);

/// One case: what the transport did, and whether that keeps the contract.
#[derive(Debug, Clone)]
pub struct Row {
    pub(super) rule: u8,
    pub(super) case: String,
    pub(super) did: String,
    pub(super) fault: Option<String>,
    pub(super) verdict: Verdict,
}

/// What is to be said of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums, reason = "there is no fourth")]
pub enum Verdict {
    /// The transport did what the contract asks for.
    Kept,
    /// The contract leaves it open; what the transport did is worth knowing.
    Noted,
    /// The transport broke the contract.
    Broken,
}

impl Report {
    pub(super) fn new(rows: Vec<Row>) -> Self {
        Self(rows)
    }

    /// Every case, in the order of the contract.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.0
    }

    /// The cases in which the contract was broken.
    pub fn failures(&self) -> impl Iterator<Item = &Row> {
        self.0.iter().filter(|row| row.verdict == Verdict::Broken)
    }

    /// Whether there are no failures.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.failures().next().is_none()
    }
}

impl Row {
    /// The number of the promise in [`Transport`](craftgate_core::Transport)'s list.
    #[must_use]
    pub fn rule(&self) -> u8 {
        self.rule
    }

    /// The case's name, such as `a connection reset before the answer`.
    #[must_use]
    pub fn case(&self) -> &str {
        &self.case
    }

    /// What the transport did, in a few words. May quote its error's text.
    #[must_use]
    pub fn did(&self) -> &str {
        &self.did
    }

    /// What is wrong with that, if anything.
    #[must_use]
    pub fn fault(&self) -> Option<&str> {
        self.fault.as_deref()
    }

    /// Whether that keeps the contract.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Kept => "kept",
            Self::Noted => "noted",
            Self::Broken => "BROKEN",
        })
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.0.iter().map(|row| row.case.chars().count()).max().unwrap_or_default();
        writeln!(f, "rule  {:width$}  verdict  what the transport did", "case")?;
        for row in &self.0 {
            write!(f, "{:<4}  {:width$}  {:<7}  {}", row.rule, row.case, row.verdict, row.did)?;
            match &row.fault {
                Some(fault) => writeln!(f, ": {fault}")?,
                None => writeln!(f)?,
            }
        }
        let count = |verdict| self.0.iter().filter(|row| row.verdict == verdict).count();
        let (kept, noted, broken) = (count(Verdict::Kept), count(Verdict::Noted), count(Verdict::Broken));
        write!(f, "{} cases: {kept} kept, {noted} noted, {broken} broken", self.0.len())
    }
}
