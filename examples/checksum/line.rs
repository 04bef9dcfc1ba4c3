//! A line of output, byte for byte as GNU `sha256sum` prints it.

use std::path::Path;

use crate::hash::Digest;

const HEX: &[u8; 16] = b"0123456789abcdef";

/// Formats the line of a file, with its newline.
///
/// A backslash in front says that the name is escaped.
pub(crate) fn line(digest: &Digest, path: &Path) -> Vec<u8> {
    let name = path.as_os_str().as_encoded_bytes();
    let mut line = Vec::with_capacity(2 * digest.len() + name.len() + "\\  \n".len());
    if name.iter().any(|&byte| escape(byte).is_some()) {
        line.push(b'\\');
    }
    for &byte in digest {
        line.extend([HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]);
    }
    line.extend(b"  ");
    // All other bytes are left as they are, whether or not they are UTF-8.
    for &byte in name {
        match escape(byte) {
            Some(letter) => line.extend([b'\\', letter]),
            None => line.push(byte),
        }
    }
    line.push(b'\n');
    line
}

/// What would not stay on its line, and the letter that stands for it.
const fn escape(byte: u8) -> Option<u8> {
    match byte {
        b'\n' => Some(b'n'),
        b'\r' => Some(b'r'),
        b'\\' => Some(b'\\'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line_of(name: &str) -> String {
        String::from_utf8(line(&[0x0a; 32], Path::new(name))).expect("it was UTF-8")
    }

    #[test]
    fn a_plain_name_has_two_spaces_in_front() {
        assert_eq!(line_of("a b"), format!("{}  a b\n", "0a".repeat(32)));
    }

    #[test]
    fn a_name_that_would_break_the_line_is_escaped() {
        let expected = format!("\\{}  \\\\a\\nb\\rc\n", "0a".repeat(32));
        assert_eq!(line_of("\\a\nb\rc"), expected);
    }
}
