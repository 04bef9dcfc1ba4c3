//! A message about a file or folder that could not be read.

use std::io;
use std::path::Path;

use crate::line::extend_escaped;

/// A message for standard error: one line, which names the path.
#[derive(Debug)]
pub(crate) struct Trouble(Vec<u8>);

impl Trouble {
    pub(crate) fn new(path: &Path, error: &io::Error) -> Self {
        let mut text = b"checksum: ".to_vec();
        extend_escaped(&mut text, path.as_os_str().as_encoded_bytes());
        text.extend(format!(": {error}\n").into_bytes());
        Self(text)
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl From<walkdir::Error> for Trouble {
    fn from(error: walkdir::Error) -> Self {
        match (error.path(), error.io_error()) {
            (Some(path), Some(cause)) => Self::new(path, cause),
            _ => Self(format!("checksum: {error}\n").into_bytes()),
        }
    }
}
