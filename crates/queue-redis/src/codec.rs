use std::error::Error;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// How items become bytes, and bytes become items again.
///
/// An `Arc<dyn Codec<T>>` is one, too.
///
/// ```
/// use queue_redis::{Codec, Json};
///
/// let item = ("mail".to_owned(), 7);
/// let bytes = Json.encode(&item).unwrap();
/// assert_eq!(bytes, br#"["mail",7]"#);
/// let decoded: (String, i32) = Json.decode(&bytes).unwrap();
/// assert_eq!(decoded, item);
/// ```
pub trait Codec<T>: Send + Sync {
    /// Returns the bytes of an item.
    ///
    /// # Errors
    ///
    /// Fails if the item has no bytes.
    fn encode(&self, item: &T) -> Result<Vec<u8>, CodecError>;

    /// Returns the item of some bytes.
    ///
    /// # Errors
    ///
    /// Fails if the bytes are not of an item.
    fn decode(&self, bytes: &[u8]) -> Result<T, CodecError>;
}

impl<T, C: Codec<T> + ?Sized> Codec<T> for Arc<C> {
    fn encode(&self, item: &T) -> Result<Vec<u8>, CodecError> {
        (**self).encode(item)
    }

    fn decode(&self, bytes: &[u8]) -> Result<T, CodecError> {
        (**self).decode(bytes)
    }
}

/// The error of a codec.
pub type CodecError = Box<dyn Error + Send + Sync>;

/// Items as JSON.
#[derive(Clone, Copy, Debug, Default)]
pub struct Json;

impl<T: Serialize + DeserializeOwned> Codec<T> for Json {
    fn encode(&self, item: &T) -> Result<Vec<u8>, CodecError> {
        Ok(serde_json::to_vec(item)?)
    }

    fn decode(&self, bytes: &[u8]) -> Result<T, CodecError> {
        Ok(serde_json::from_slice(bytes)?)
    }
}

/// Items that are bytes already.
///
/// ```
/// use queue_redis::{Bytes, Codec};
///
/// assert_eq!(Bytes.decode(&[0, 255]).unwrap(), [0, 255]);
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Bytes;

impl Codec<Vec<u8>> for Bytes {
    fn encode(&self, item: &Vec<u8>) -> Result<Vec<u8>, CodecError> {
        Ok(item.clone())
    }

    fn decode(&self, bytes: &[u8]) -> Result<Vec<u8>, CodecError> {
        Ok(bytes.to_vec())
    }
}
