//! The forms and links of a page.

/// A start tag with its attributes.
struct Tag<'a> {
    name: &'a str,
    attributes: Vec<(&'a str, String)>,
}

impl<'a> Tag<'a> {
    /// Parses what stands between `<` and `>`, as the emulator writes it.
    fn parse(tag: &'a str) -> Self {
        let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
        let mut attributes = Vec::new();
        while !rest.trim().is_empty() {
            let end = rest.find(['=', ' ']).unwrap_or(rest.len());
            let (attribute, after) = rest.split_at(end);
            let (value, after) = match after.strip_prefix("=\"") {
                Some(quoted) => quoted.split_once('"').unwrap_or_else(|| panic!("no quote in {tag}")),
                None => ("", after),
            };
            attributes.push((attribute, unescape(value)));
            rest = after.trim_start();
        }
        Self { name, attributes }
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    fn value(&self, name: &str) -> String {
        self.get(name).unwrap_or_default().to_owned()
    }
}

fn unescape(value: &str) -> String {
    value.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
}

/// A field of a form.
#[derive(Debug, Clone)]
pub(super) enum Field {
    /// One that the customer does not see.
    Hidden { name: String, value: String },
    /// One that the customer types into.
    Text { name: String },
    /// A box that the customer may check.
    Checkbox { name: String, value: String },
    /// One of these values is chosen.
    Choice { name: String, values: Vec<String> },
}

/// A form of a page.
#[derive(Debug, Clone, Default)]
pub(super) struct Form {
    pub(super) is_post: bool,
    pub(super) action: String,
    pub(super) fields: Vec<Field>,
    /// The names and values of its buttons.
    pub(super) buttons: Vec<(String, String)>,
}

impl Form {
    fn add(&mut self, tag: &Tag<'_>) {
        let name = tag.value("name");
        match (tag.name, tag.get("type").unwrap_or_default()) {
            ("input", "hidden") => self.fields.push(Field::Hidden { name, value: tag.value("value") }),
            ("input", "checkbox") => self.fields.push(Field::Checkbox { name, value: tag.value("value") }),
            ("input", "radio") => self.add_choice(name, tag.value("value")),
            ("input", _) => self.fields.push(Field::Text { name }),
            ("select", _) => self.fields.push(Field::Choice { name, values: Vec::new() }),
            ("option", _) => {
                if let Some(Field::Choice { values, .. }) = self.fields.last_mut() {
                    values.push(tag.value("value"));
                }
            }
            ("button", _) => self.buttons.push((name, tag.value("value"))),
            _ => {}
        }
    }

    fn add_choice(&mut self, name: String, value: String) {
        let same = self.fields.iter_mut().find_map(|field| match field {
            Field::Choice { name: known, values } if *known == name => Some(values),
            _ => None,
        });
        match same {
            Some(values) => values.push(value),
            None => self.fields.push(Field::Choice { name, values: vec![value] }),
        }
    }
}

/// Returns the forms of a page, and the addresses of its links.
pub(super) fn forms_and_links(page: &str) -> (Vec<Form>, Vec<String>) {
    let (mut forms, mut links, mut is_in_form) = (Vec::<Form>::new(), Vec::new(), false);
    let tags = page.split('<').skip(1).filter_map(|rest| rest.split_once('>'));
    for (tag, _) in tags {
        if tag == "/form" {
            is_in_form = false;
            continue;
        }
        let tag = Tag::parse(tag);
        match tag.name {
            "form" => {
                is_in_form = true;
                let is_post = tag.get("method") == Some("post");
                forms.push(Form { is_post, action: tag.value("action"), ..Form::default() });
            }
            "a" => links.push(tag.value("href")),
            _ => {}
        }
        if let Some(form) = forms.last_mut().filter(|_| is_in_form) {
            form.add(&tag);
        }
    }
    (forms, links)
}

#[test]
fn forms_and_links_are_found() {
    let page = "<a href=\"/x?a=1&amp;b=2\">x</a><form method=\"post\" action=\"/y\"><input type=\"hidden\" name=\"csrf\" value=\"&lt;1&gt;\">\
        <input id=\"n\" type=\"text\" name=\"number\" required><input type=\"radio\" name=\"card\" value=\"1\" checked>\
        <input type=\"radio\" name=\"card\" value=\"2\"><select name=\"s\"><option value=\"3\">3</option></select>\
        <input type=\"checkbox\" name=\"store\" value=\"on\"><button type=\"submit\" name=\"action\" value=\"pay\">Öde</button></form>";
    let (forms, links) = forms_and_links(page);
    assert_eq!(links, ["/x?a=1&b=2"]);
    let [form] = forms.as_slice() else { panic!("{forms:?}") };
    assert!(form.is_post && form.action == "/y" && form.buttons == [("action".to_owned(), "pay".to_owned())]);
    let expected = "[Hidden { name: \"csrf\", value: \"<1>\" }, Text { name: \"number\" }, \
        Choice { name: \"card\", values: [\"1\", \"2\"] }, Choice { name: \"s\", values: [\"3\"] }, \
        Checkbox { name: \"store\", value: \"on\" }]";
    assert_eq!(format!("{:?}", form.fields), expected);
}
