//! What a log could show of an error.

use std::error::Error;

/// Returns everything that an error and its causes show: `Display` and `Debug` of each, plain and alternate.
pub fn shown(error: &(dyn Error + 'static)) -> String {
    let (mut shown, mut next) = (String::new(), Some(error));
    while let Some(error) = next {
        shown += &format!("{error} {error:#} {error:?} {error:#?} ");
        next = error.source();
    }
    shown
}

#[cfg(test)]
mod tests {
    use craftgate_core::TransportError;

    use super::*;

    #[test]
    fn causes_are_shown() {
        let error = craftgate_core::Error::from(TransportError::maybe_sent("bağlantı koptu"));
        assert_eq!(shown(&error).matches("bağlantı koptu").count(), 2 + 4, "{}", shown(&error));
    }
}
