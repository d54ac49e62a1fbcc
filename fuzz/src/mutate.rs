//! What an attacker who holds a signed message, but not the key, can do to it.

/// A message's fields, in their order.
pub(crate) type MessageFields = Vec<(String, String)>;

/// Changes a message: `=name=value` sets a field, `-name` removes it, `+name=value` adds one, `>name>other:n` moves
/// the last `n` characters of one field to the start of another. Anything else does nothing.
pub(crate) fn mutate(fields: &mut MessageFields, change: &str) {
    let (kind, rest) = change.split_at_checked(1).unwrap_or_default();
    let (name, value) = rest.split_once('=').unwrap_or((rest, ""));
    match kind {
        "=" => fields.iter_mut().filter(|(field, _)| field == name).for_each(|(_, old)| value.clone_into(old)),
        "-" => fields.retain(|(field, _)| field != rest),
        "+" => fields.push((name.to_owned(), value.to_owned())),
        ">" => drop(move_characters(fields, rest)),
        _ => {}
    }
}

fn move_characters(fields: &mut MessageFields, change: &str) -> Option<()> {
    let (names, count) = change.split_once(':')?;
    let (from, to) = names.split_once('>')?;
    let index = |wanted: &str| fields.iter().position(|(name, _)| name == wanted);
    let (from, to, count) = (index(from)?, index(to)?, count.parse::<usize>().ok()?);
    let source = &mut fields[from].1;
    let start = source.char_indices().rev().take(count).last().map_or(source.len(), |(start, _)| start);
    let moved = source.split_off(start);
    fields[to].1.insert_str(0, &moved);
    Some(())
}
