//! Results as rows: JSON, a table, or comma-separated values.

use craftgate_core::catalog::Type;
use unicode_width::UnicodeWidthStr as _;

use super::json::{Members, format, members};
use super::redact::{kind_of_member, redact};
use super::{write_bytes, write_line};
use crate::args::{CallArgs, Format};
use crate::failure::Failure;

/// Writes results of one type as they come.
#[derive(Debug)]
pub(crate) struct Rows<'a> {
    kind: Type,
    format: Format,
    reveal: &'a [String],
    /// The names of the columns, once they are known.
    columns: Option<Vec<String>>,
    /// The rows of a table, which is written when its columns' widths are known.
    table: Vec<Vec<String>>,
}

impl<'a> Rows<'a> {
    /// Results of this type.
    pub(crate) fn new(kind: Type, args: &'a CallArgs) -> Result<Self, Failure> {
        let fields = match kind {
            Type::Object(object) => Some(distinct(object.fields().map(|field| field.name()))),
            _ => None,
        };
        let columns = chosen_columns(args, fields)?;
        Ok(Self { kind, format: args.output, reveal: &args.operation.reveal, columns, table: Vec::new() })
    }

    /// Writes one result.
    pub(crate) fn write(&mut self, json: &str) -> Result<(), Failure> {
        let json = redact(json, self.kind, self.reveal);
        match self.format {
            Format::Pretty => write_line(format(&json, true)),
            Format::Lines => write_line(format(&json, false)),
            Format::Table => {
                let row = self.row(&json);
                self.table.push(row);
                Ok(())
            }
            Format::Csv => {
                let is_first = self.table.is_empty();
                let row = self.row(&json);
                if is_first {
                    self.write_header()?;
                    self.table.push(Vec::new());
                }
                write_bytes(&csv_line(&row))
            }
        }
    }

    /// Writes what is known only in the end: a table, or the header of values that never came.
    pub(crate) fn finish(self) -> Result<(), Failure> {
        match self.format {
            Format::Table => self.write_table(),
            Format::Csv if self.table.is_empty() => self.write_header(),
            Format::Pretty | Format::Lines | Format::Csv => Ok(()),
        }
    }

    fn write_header(&self) -> Result<(), Failure> {
        self.columns.as_ref().map_or(Ok(()), |columns| write_bytes(&csv_line(columns)))
    }

    /// The values of a result in the order of the columns.
    fn row(&mut self, json: &str) -> Vec<String> {
        let Some(Members(members)) = members(json) else { return vec![cell(json)] };
        let columns = self.columns.get_or_insert_with(|| members.iter().map(|(name, _)| name.clone()).collect());
        let value = |column: &String| members.iter().find(|(name, _)| name == column).map(|(_, value)| value.get());
        columns.iter().map(|column| value(column).map_or_else(String::new, cell)).collect()
    }

    /// A table of the columns in which any row has a value, each as wide as its widest value.
    fn write_table(&self) -> Result<(), Failure> {
        let header = self.columns.clone().unwrap_or_default();
        let is_used = |index: usize| self.table.iter().any(|row| row.get(index).is_some_and(|cell| !cell.is_empty()));
        let used: Vec<usize> = (0..header.len()).filter(|index| is_used(*index)).collect();
        let lines: Vec<Vec<&str>> = [&header]
            .into_iter()
            .chain(&self.table)
            .map(|row| used.iter().map(|index| row.get(*index).map_or("", String::as_str)).collect())
            .collect();
        let width = |index: usize| lines.iter().filter_map(|line| line.get(index)).map(|cell| cell.width()).max();
        let widths: Vec<usize> = (0..used.len()).map(|index| width(index).unwrap_or(0)).collect();
        let is_number = |index: &usize| {
            let name = used.get(*index).and_then(|column| header.get(*column)).map_or("", String::as_str);
            matches!(kind_of_member(self.kind, name), Type::Integer | Type::Decimal | Type::Float)
        };
        for line in &lines {
            let cells = line.iter().zip(&widths).enumerate().map(|(index, (cell, width))| {
                let padding = " ".repeat(width.saturating_sub(cell.width()));
                if is_number(&index) { padding + cell } else { (*cell).to_owned() + &padding }
            });
            write_line(cells.collect::<Vec<_>>().join("  ").trim_end())?;
        }
        Ok(())
    }
}

/// A value as a cell: a string's characters, nothing for `null`, and any other JSON as it is.
fn cell(json: &str) -> String {
    match json {
        "null" => String::new(),
        _ => serde_json::from_str::<String>(json).unwrap_or_else(|_| format(json, false)).replace(['\n', '\r'], " "),
    }
}

/// The columns that are asked for, or else all fields.
fn chosen_columns(args: &CallArgs, fields: Option<Vec<String>>) -> Result<Option<Vec<String>>, Failure> {
    if args.columns.is_empty() {
        return Ok(fields);
    }
    if !matches!(args.output, Format::Table | Format::Csv) {
        return Err(Failure::bad_input("--columns: only a table and CSV have columns"));
    }
    let Some(fields) = fields else { return Err(Failure::bad_input("--columns: the result has no fields")) };
    match args.columns.iter().find(|column| !fields.contains(column)) {
        Some(unknown) => Err(Failure::bad_input(format_args!("--columns: the result has no field {unknown}"))),
        None => Ok(Some(args.columns.clone())),
    }
}

/// The names in their order, each once: a report has some fields both of its own and of the payment in it.
fn distinct<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut distinct: Vec<String> = Vec::new();
    for name in names {
        if !distinct.iter().any(|known| known == name) {
            distinct.push(name.to_owned());
        }
    }
    distinct
}

fn csv_line(cells: &[String]) -> Vec<u8> {
    let mut line = csv::Writer::from_writer(Vec::new());
    // Writing to memory does not fail.
    let _ = line.write_record(cells);
    line.into_inner().unwrap_or_default()
}
