//! Whether a record is what a search asks for: a filter that was not given lets every record through.

/// Whether a field has the value asked for.
pub(crate) fn is<'a, T: PartialEq + 'a>(asked: &Option<T>, found: impl Into<Option<&'a T>>) -> bool {
    asked.as_ref().is_none_or(|asked| found.into() == Some(asked))
}

/// Whether a field is between the bounds asked for, which count as between.
pub(crate) fn within<'a, T: PartialOrd + 'a>(
    min: &Option<T>,
    max: &Option<T>,
    found: impl Into<Option<&'a T>>,
) -> bool {
    let found = found.into();
    min.as_ref().is_none_or(|min| found.is_some_and(|found| found >= min))
        && max.as_ref().is_none_or(|max| found.is_some_and(|found| found <= max))
}

#[cfg(test)]
mod tests {
    use super::{is, within};

    #[test]
    fn a_filter_that_was_not_given_lets_every_record_through() {
        assert!(is(&None, &1) && is(&None::<i32>, &None));
        assert!(within(&None, &None, &1) && within::<i32>(&None, &None, &None));
    }

    #[test]
    fn a_record_without_the_field_is_not_what_was_asked_for() {
        assert!(is(&Some(1), &Some(1)) && !is(&Some(1), &Some(2)) && !is(&Some(1), &None));
        assert!(within(&Some(1), &Some(1), &1) && !within(&Some(2), &None, &1) && !within(&None, &Some(0), &1));
        assert!(!within(&Some(1), &None, &None));
    }
}
