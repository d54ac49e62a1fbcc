//! Serialization of test cards as their numbers.

use std::borrow::Cow;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::TestCard;

impl Serialize for TestCard {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.number)
    }
}

impl<'de> Deserialize<'de> for &'static TestCard {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = Cow::<str>::deserialize(deserializer)?;
        TestCard::find(&number).ok_or_else(|| D::Error::custom("not the number of a test card"))
    }
}
