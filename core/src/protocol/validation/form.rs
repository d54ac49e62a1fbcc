//! The required formats of strings.

use std::net::Ipv4Addr;
use std::ops::RangeInclusive;

use chrono::NaiveDate;

/// A required format of a string.
pub(crate) struct Form {
    /// The description of the format, as it follows "must be".
    pub(crate) expected: &'static str,
    pub(crate) fits: fn(&str) -> bool,
}

/// Any string that is not blank.
pub(crate) const ANY: Form = Form { expected: "there", fits: is_filled };

/// The first digits of a card. (Source: Craftgate's "BIN Sorgulama".)
pub(crate) const BIN: Form = Form { expected: "8 digits", fits: |bin| is_digits(bin, 8..=8) };

/// The first digits of a card, as long as Craftgate's rules had them until 2022 or have them now.
pub(crate) const BIN_OF_6_OR_8: Form =
    Form { expected: "6 or 8 digits", fits: |bin| is_digits(bin, 6..=6) || is_digits(bin, 8..=8) };

/// (Source: Craftgate's "Bizum".)
pub(crate) const BIZUM_PHONE: Form = Form {
    expected: "5 to 15 digits, beginning with 34",
    fits: |phone| is_digits(phone, 5..=15) && phone.starts_with("34"),
};

/// (Source: Craftgate's pages on shopping loans.)
pub(crate) const DATE: Form =
    Form { expected: "a date such as 1990-01-31", fits: |date| date.len() == 10 && date.parse::<NaiveDate>().is_ok() };

/// (Source: Craftgate's "Kapalı Devre Kart Saklama".)
pub(crate) const HOLDER_NAME: Form = Form {
    expected: "free of <>\"%;&+()|=! and have at most five digits",
    fits: |name| {
        let digits = name.chars().filter(char::is_ascii_digit).count();
        digits <= 5 && !name.contains(['<', '>', '"', '%', ';', '&', '+', '(', ')', '|', '=', '!'])
    },
};

/// A Turkish IBAN, with its check digits. (Source: Craftgate's "Üye Oluşturma"; ISO 13616.)
pub(crate) const IBAN: Form =
    Form { expected: "a Turkish IBAN: TR and 24 digits, of which the first two fit the rest", fits: is_turkish_iban };

/// (Source: Craftgate's "Ödeme Alma".)
pub(crate) const IPV4: Form = Form { expected: "an IPv4 address", fits: |ip| ip.parse::<Ipv4Addr>().is_ok() };

/// (Source: Craftgate's "Ödeme Alma".)
pub(crate) const LAST_FOUR: Form = Form { expected: "4 digits", fits: |digits| is_digits(digits, 4..=4) };

/// Craftgate's "Ödeme Alma" doesn't list the characters that it calls dangerous; these are those of its "Kapalı Devre
/// Kart Saklama", and quotes, backslashes and control characters.
pub(crate) const LOOKUP_ID: Form = Form {
    expected: "free of <>\"'`%;&()|=!\\ and control characters, and must not begin with + or -",
    fits: |id| {
        let is_dangerous = |c: char| c.is_control() || "<>\"'`%;&()|=!\\".contains(c);
        !id.starts_with(['+', '-']) && !id.contains(is_dangerous)
    },
};

/// (Source: Craftgate's "Ortak Ödeme Sayfası ile Ödeme Alma".)
pub(crate) const MASTERPASS_PHONE: Form = Form {
    expected: "a telephone number of 12 digits, beginning with 90",
    fits: |phone| is_digits(phone, 12..=12) && phone.starts_with("90"),
};

/// A telephone number with or without its country's code.
pub(crate) const PHONE: Form =
    Form { expected: "a telephone number of 10 to 15 digits", fits: |phone| is_digits(phone, 10..=15) };

/// (Source: Craftgate's pages on meal cards.)
pub(crate) const SIXTEEN_DIGITS: Form = Form { expected: "16 digits", fits: |number| is_digits(number, 16..=16) };

/// A Turkish mobile telephone's number. (Source: Craftgate's pages on the methods that need it.)
pub(crate) const TURKISH_PHONE: Form =
    Form { expected: "10 digits, beginning with 5", fits: |phone| is_digits(phone, 10..=10) && phone.starts_with('5') };

/// A URL with a scheme and a host; the host may have Turkish letters.
pub(crate) const URL: Form = Form { expected: "an absolute URL", fits: is_absolute_url };

/// A whole number above zero.
pub(crate) const WHOLE_NUMBER: Form =
    Form { expected: "a whole number above zero", fits: |number| matches!(number.parse(), Ok(1..=u32::MAX)) };

/// Returns true unless it is blank. A blank field counts as missing.
pub(crate) fn is_filled(value: &str) -> bool {
    !value.trim().is_empty()
}

/// Returns true if the value consists of ASCII digits, of one of these lengths.
pub(crate) fn is_digits(value: &str, lengths: RangeInclusive<usize>) -> bool {
    lengths.contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_absolute_url(url: &str) -> bool {
    let is_scheme_byte = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    let is_scheme = |scheme: &str| !scheme.is_empty() && scheme.bytes().all(is_scheme_byte);
    url.split_once("://").is_some_and(|(scheme, rest)| is_scheme(scheme) && !rest.starts_with('/') && !rest.is_empty())
}

/// The remainder of the IBAN's digits, its country and check digits moved to the end, with T as 29 and R as 27.
fn is_turkish_iban(iban: &str) -> bool {
    let Some(digits) = iban.strip_prefix("TR").filter(|digits| is_digits(digits, 24..=24)) else { return false };
    let (check_digits, account) = digits.split_at(2);
    let number = account.bytes().chain(*b"2927").chain(check_digits.bytes());
    number.fold(0, |rest, digit| (rest * 10 + u32::from(digit.saturating_sub(b'0'))) % 97) == 1
}
