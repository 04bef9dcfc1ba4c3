//! A name in a message, such that a terminal shows it and does not obey it.

use std::borrow::Cow;

/// Returns a plain name as it is, and any other as shells read it: `''` if it is empty, `$'..'` with
/// escapes if it has control characters or is not UTF-8. A quote or a backslash is escaped too.
/// Otherwise a name could look like another one that is quoted.
pub(crate) fn quoted(name: &[u8]) -> Cow<'_, str> {
    match str::from_utf8(name) {
        Ok("") => "''".into(),
        Ok(name) if !name.contains(needs_escape) => name.into(),
        _ => format!("$'{}'", escaped(name)).into(),
    }
}

fn needs_escape(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\'' | '\\')
}

fn escaped(name: &[u8]) -> String {
    let mut text = String::new();
    for chunk in name.utf8_chunks() {
        for letter in chunk.valid().chars() {
            match letter {
                '\n' => text.push_str("\\n"),
                '\r' => text.push_str("\\r"),
                '\t' => text.push_str("\\t"),
                '\'' | '\\' => text.extend(['\\', letter]),
                _ if needs_escape(letter) => {
                    text.extend(letter.encode_utf8(&mut [0; 4]).bytes().map(octal));
                }
                _ => text.push(letter),
            }
        }
        text.extend(chunk.invalid().iter().copied().map(octal));
    }
    text
}

/// Always three digits, so that a digit behind them is not taken for a part of the number.
fn octal(byte: u8) -> String {
    format!("\\{byte:03o}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_names_stay_plain() {
        for name in ["a", "./sp  ace*", "$HOME", "n\u{e4}h", "\u{6587}"] {
            assert_eq!(quoted(name.as_bytes()), name);
        }
    }

    #[test]
    fn other_names_are_quoted_as_shells_read_them() {
        let names: [(&[u8], &str); 8] = [
            (b"", "''"),
            (b"''", r"$'\'\''"),
            (b"back\\slash", r"$'back\\slash'"),
            (b"a\nb\rc\td", r"$'a\nb\rc\td'"),
            (b"\x1b[31m\x07\x7f", r"$'\033[31m\007\177'"),
            (b"\x001", r"$'\0001'"),
            (b"\xff\xc3", r"$'\377\303'"),
            // The control characters above ASCII, which some terminals obey.
            ("n\u{e4}h\u{9b}31m".as_bytes(), "$'n\u{e4}h\\302\\23331m'"),
        ];
        for (name, expected) in names {
            assert_eq!(quoted(name), expected);
        }
    }
}
