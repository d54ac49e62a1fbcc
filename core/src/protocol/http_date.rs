//! HTTP dates.

use std::time::UNIX_EPOCH;

/// Returns an HTTP date, in any of the three forms of RFC 9110, as seconds since 1970 UTC.
pub(crate) fn parse(text: &str) -> Option<i64> {
    let time = httpdate::parse_http_date(text).ok()?;
    i64::try_from(time.duration_since(UNIX_EPOCH).ok()?.as_secs()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_three_forms_are_read() {
        for text in ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"] {
            assert_eq!(parse(text), Some(784_111_777), "{text}");
        }
    }

    #[test]
    fn anything_else_is_no_date() {
        for text in ["", "7", "Mon, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 +0300", "06 Kas 1994"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
