//! Conditions on single values, outside of a table.

/// Returns true if the value equals the wanted one, or if none is wanted.
pub(crate) fn matches<'a, T: PartialEq + 'a>(wanted: &Option<T>, value: impl Into<Option<&'a T>>) -> bool {
    wanted.as_ref().is_none_or(|wanted| value.into() == Some(wanted))
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn an_absent_filter_matches_everything() {
        assert!(matches(&None, &1) && matches(&None::<i32>, None));
    }

    #[test]
    fn an_absent_field_matches_no_filter() {
        assert!(matches(&Some(1), &1) && !matches(&Some(1), &2) && !matches(&Some(1), None));
    }
}
