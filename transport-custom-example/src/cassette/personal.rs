//! Values that could be personal data or a secret, whatever field they stand in.

use craftgate_core::chrono::{DateTime, Datelike as _, NaiveDate, NaiveDateTime};

/// The number of digits of the shortest telephone number with an area code. Identity numbers have 11, cards 12 to 19.
const LONG: usize = 10;

/// The number of hexadecimal digits of a UUID.
const UUID_DIGITS: usize = 32;

/// Returns true if the string could contain a card, telephone or identity number, an e-mail address or a UUID.
pub(super) fn could_be_personal(string: &str) -> bool {
    if is_time(string) {
        return false;
    }
    string.contains(['@', '＠']) || digits_between_letters(string).any(|count| count >= LONG) || has_uuid(string)
}

/// Returns true if the string could contain a security code: three or four digits with no other digit beside them, or
/// with no other digit up to the next letter.
pub(super) fn could_have_a_security_code(string: &str) -> bool {
    let adjacent = string.split(|char: char| !char.is_numeric()).map(|run| run.chars().count());
    !is_time(string) && adjacent.chain(digits_between_letters(string)).any(|count| (3..=4).contains(&count))
}

/// Returns true if the JSON number could be a card, telephone or identity number. Amounts below ten billion with up to
/// eight decimals could not, except for ten digits that begin as a mobile number does.
pub(super) fn number_could_be_personal(number: &str) -> bool {
    let (integer, fraction) = number.split_once('.').unwrap_or((number, ""));
    let integer = integer.trim_start_matches('-');
    let is_mobile = integer.len() == LONG && integer.starts_with('5') && fraction.is_empty();
    let is_plain = number.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'.'));
    !is_plain || is_mobile || integer.len() > LONG || fraction.len() > 8
}

/// Returns the number of digits between each two letters, however they are grouped.
fn digits_between_letters(string: &str) -> impl Iterator<Item = usize> {
    string.split(char::is_alphabetic).map(|run| run.chars().filter(|char| char.is_numeric()).count())
}

/// Returns true if the string contains a UUID, with or without dashes.
fn has_uuid(string: &str) -> bool {
    let mut words = string.split(|char: char| !char.is_ascii_hexdigit() && char != '-');
    words.any(|word| word.bytes().filter(u8::is_ascii_hexdigit).count() >= UUID_DIGITS)
}

/// Returns true for a date or a time of this century and the last, as JSON or HTTP writes it.
fn is_time(string: &str) -> bool {
    let local = string.strip_suffix('Z').unwrap_or(string);
    let date = local.parse::<NaiveDateTime>().map(|time| time.date()).or_else(|_| local.parse::<NaiveDate>());
    let date = date.or_else(|_| DateTime::parse_from_rfc2822(string).map(|time| time.date_naive()));
    date.is_ok_and(|date| (1900..2100).contains(&date.year()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn personal_data_is_recognized() {
        for string in [
            "5258640000000001",
            "kart 5258.6400.0000.0001 ile",
            "5258_6400/0000-0001",
            "٥٢٥٨٦٤٠٠٠٠٠٠٠٠٠١",
            "+90 (532) 123 45 67",
            "0532-1234567",
            "5321234567",
            "TC:11111111110",
            "gulsah@example.com",
            "gulsah＠example.com",
            "456D1297-908e-4bd6-a13b-4be31a6e47d5",
            "{456d1297908e4bd6a13b4be31a6e47d5}",
        ] {
            assert!(could_be_personal(string), "{string}");
        }
        let times =
            ["2026-03-25T16:51:34.123456", "2026-03-25T16:51:34Z", "2026-03-25", "Wed, 21 Oct 2026 07:28:00 GMT"];
        for string in ["sipariş-17", "10051", "NOT_SUFFICIENT_FUNDS", "", "Çay"].into_iter().chain(times) {
            assert!(!could_be_personal(string) && !could_have_a_security_code(string), "{string}");
        }
    }

    #[test]
    fn security_codes_are_recognized() {
        for string in ["987", "cvc987", "kod: 0987!", "17 987", "9 8 7", "9-8-7-6"] {
            assert!(could_have_a_security_code(string), "{string}");
        }
        for string in ["17", "10051", "52586400", "1 2"] {
            assert!(!could_have_a_security_code(string), "{string}");
        }
    }

    #[test]
    fn numbers_of_listed_fields_are_amounts_ids_and_rates() {
        for number in ["0", "-1", "1234567890.10", "1661521221", "31.24527019", "999999999"] {
            assert!(!number_could_be_personal(number), "{number}");
        }
        for number in ["5258640000000001", "11111111110", "5321234567", "905321234567", "5.2e15", "0.5258640000000001"]
        {
            assert!(number_could_be_personal(number), "{number}");
        }
    }
}
