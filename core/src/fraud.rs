//! Fraud rules: the lists of values that they look at.

use crate::operation::operation;

operation! {
    /// Takes a value off a list.
    DELETE "/fraud/v1/value-lists/{list_name}/values/{value_id}" => ();

    pub struct RemoveValueFromValueList {
        path {
            /// The list's name.
            list_name: String,
            /// The value's id on the list.
            value_id: String,
        }
    }
}
