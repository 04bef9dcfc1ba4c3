//! A message about a file or folder that could not be read.

use std::io;
use std::path::Path;

use crate::quote::quoted;

/// A message for standard error: one line, which names the path.
#[derive(Debug)]
pub(crate) struct Trouble(String);

impl Trouble {
    pub(crate) fn new(path: &Path, error: &io::Error) -> Self {
        let name = quoted(path.as_os_str().as_encoded_bytes());
        Self(format!("checksum: {name}: {error}\n"))
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl From<walkdir::Error> for Trouble {
    fn from(error: walkdir::Error) -> Self {
        match (error.path(), error.io_error()) {
            (Some(path), Some(cause)) => Self::new(path, cause),
            // A loop of links, which takes following them. It may name any path.
            _ => Self(format!("checksum: {}\n", error.to_string().escape_debug())),
        }
    }
}
