//! A row's values by their columns.

use super::Value;
use crate::error::{Error, RowError};

/// A row of a statement's result: its values, in the statement's order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row(Vec<Value>);

impl Row {
    /// The row with these values.
    #[must_use]
    pub fn new(values: Vec<Value>) -> Self {
        Self(values)
    }

    pub(crate) fn columns(self) -> Columns {
        Columns(self.0.into_iter())
    }

    /// Reads a row whose first column is its id, which an error names.
    pub(crate) fn read<T>(self, read: impl FnOnce(i64, &mut Columns) -> Result<T, RowError>) -> Result<T, Error> {
        let mut columns = self.columns();
        let id = columns.integer("id").unwrap_or_default();
        read(id, &mut columns).map_err(|error| Error::Row { id, error })
    }
}

/// A row's values, taken in the statement's order.
pub(crate) struct Columns(std::vec::IntoIter<Value>);

impl Columns {
    fn take(&mut self) -> Value {
        self.0.next().unwrap_or(Value::Null)
    }

    pub(crate) fn optional_integer(&mut self, name: &'static str) -> Result<Option<i64>, RowError> {
        match self.take() {
            Value::Integer(value) => Ok(Some(value)),
            Value::Null => Ok(None),
            _ => Err(RowError::Column { name }),
        }
    }

    pub(crate) fn integer(&mut self, name: &'static str) -> Result<i64, RowError> {
        self.optional_integer(name)?.ok_or(RowError::Column { name })
    }

    /// A whole number that fits, such as a count.
    pub(crate) fn unsigned<T: TryFrom<i64>>(&mut self, name: &'static str) -> Result<T, RowError> {
        T::try_from(self.integer(name)?).map_err(|_| RowError::Column { name })
    }

    pub(crate) fn boolean(&mut self, name: &'static str) -> Result<bool, RowError> {
        Ok(self.integer(name)? != 0)
    }

    pub(crate) fn optional_text(&mut self, name: &'static str) -> Result<Option<String>, RowError> {
        match self.take() {
            Value::Text(value) => Ok(Some(value)),
            Value::Null => Ok(None),
            _ => Err(RowError::Column { name }),
        }
    }

    pub(crate) fn text(&mut self, name: &'static str) -> Result<String, RowError> {
        self.optional_text(name)?.ok_or(RowError::Column { name })
    }

    pub(crate) fn optional_bytes(&mut self, name: &'static str) -> Result<Option<Vec<u8>>, RowError> {
        match self.take() {
            Value::Bytes(value) => Ok(Some(value)),
            Value::Null => Ok(None),
            _ => Err(RowError::Column { name }),
        }
    }
}
