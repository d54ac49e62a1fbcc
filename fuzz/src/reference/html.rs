//! The tags of an HTML document in which every value is escaped.

use std::collections::BTreeSet;

/// What the emulator's pages consist of. Whatever else stands in a page comes from outside.
const ELEMENTS: &str = "a article aside body button circle code dd details div dl dt fieldset footer form g h1 h2 head header \
    html img input label legend li link main meta nav option p path pre rect section select small span strong summary svg \
    table tbody td textarea th thead title tr ul";
/// Elements without an end tag.
const VOID: &str = "img input link meta";

/// Panics unless a document's tags are those of the emulator, end where they began, and run no script.
pub(crate) fn assert_own_tags(document: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = document;
    while let Some((_, tag)) = rest.split_once('<') {
        let (tag, after) = tag.split_once('>').unwrap_or_else(|| panic!("an open tag: {tag}"));
        rest = after;
        if tag.starts_with('?') || tag.eq_ignore_ascii_case("!doctype html") {
            continue;
        }
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{document}");
            continue;
        }
        let bare = tag.trim_end_matches('/');
        let (name, attributes) = bare.split_once(' ').unwrap_or((bare, ""));
        assert!(is_listed(ELEMENTS, name), "<{tag}>");
        assert_attributes(attributes);
        if !tag.ends_with('/') && !is_listed(VOID, name) {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?}: {document}");
}

fn is_listed(list: &str, name: &str) -> bool {
    list.split_ascii_whitespace().any(|known| known == name)
}

/// Panics unless every attribute has a plain name of its own and a quoted value that leads to no script.
fn assert_attributes(attributes: &str) {
    let (mut seen, mut rest) = (BTreeSet::new(), attributes.trim());
    while !rest.is_empty() {
        let end = rest.find(['=', ' ']).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let (value, after) = match after.strip_prefix("=\"") {
            Some(quoted) => quoted.split_once('"').unwrap_or_else(|| panic!("no quote: {attributes}")),
            None => ("", after),
        };
        let is_plain =
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-:".contains(&byte));
        assert!(is_plain && !name.starts_with("on") && name != "style", "{attributes}");
        let leads = ["href", "action", "src"].contains(&name);
        assert!(!leads || !value.trim_start().to_ascii_lowercase().starts_with("javascript:"), "{attributes}");
        assert!(seen.insert(name), "{name} is a duplicate: {attributes}");
        rest = after.trim_start();
    }
}

#[cfg(test)]
mod tests {
    use super::assert_own_tags;

    fn fails(document: &str) -> bool {
        std::panic::catch_unwind(|| assert_own_tags(document)).is_err()
    }

    #[test]
    fn what_is_not_escaped_is_found() {
        assert_own_tags(
            "<!DOCTYPE html><html lang=\"tr\"><body><p class=\"a\">1 &lt; 2</p><input required></body></html>",
        );
        for document in [
            "<script></script>",
            "<p>",
            "<p></div>",
            "<p><b>x</b></p>",
            "<p onclick=\"x\"></p>",
            "<a href=\"javascript:x\"></a>",
            "<input value=\"a\" onfocus=\"b\">",
            "<input value=\"a\" value=\"b\">",
            "<p",
        ] {
            assert!(fails(document), "{document}");
        }
    }
}
