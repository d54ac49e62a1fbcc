//! The fields of a form or of a query.

use percent_encoding::percent_decode_str;

/// Names and values as a browser sends them. Whatever can't be decoded is replaced, never rejected.
#[derive(Debug, Default)]
pub(super) struct Form(Vec<(String, String)>);

impl Form {
    /// Reads `application/x-www-form-urlencoded`.
    pub(super) fn parse(encoded: &str) -> Self {
        let pairs = encoded.split('&').filter(|pair| !pair.is_empty());
        Self(
            pairs.map(|pair| pair.split_once('=').unwrap_or((pair, ""))).map(|(n, v)| (decode(n), decode(v))).collect(),
        )
    }

    /// Returns the first value of a field, without the spaces around it; an empty string if there is none.
    pub(super) fn get(&self, name: &str) -> &str {
        let value = self.0.iter().find(|(known, _)| known == name);
        value.map_or("", |(_, value)| value.trim())
    }

    /// Returns the names and the values, in order.
    pub(super) fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Returns true if a box with this name is checked.
    pub(super) fn is_checked(&self, name: &str) -> bool {
        !self.get(name).is_empty()
    }

    /// Returns the digits of a field, which people group by spaces.
    pub(super) fn digits(&self, name: &str) -> String {
        self.get(name).chars().filter(|character| !character.is_whitespace() && *character != '-').collect()
    }
}

fn decode(encoded: &str) -> String {
    let spaced = encoded.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::Form;

    #[test]
    fn fields_are_decoded_and_trimmed() {
        let form = Form::parse("name=G%C3%BCl%C5%9Fah+I%C5%9F%C4%B1k&code=%20123456+&flag&name=second&&bad=%FF%zz");
        assert_eq!(form.get("name"), "Gülşah Işık");
        assert_eq!(form.get("code"), "123456");
        assert_eq!((form.get("flag"), form.get("none")), ("", ""));
        assert_eq!(form.get("bad"), "\u{FFFD}%zz");
        assert_eq!(Form::parse("card=5258+6400-0000+0001").digits("card"), "5258640000000001");
    }
}
