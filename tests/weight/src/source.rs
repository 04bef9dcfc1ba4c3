//! Writes the programs.

use std::fmt::Write as _;

use crate::{Case, Contender};

const SCAFFOLD: &str = include_str!("../templates/scaffold.rs");
const FLOOR: &str = include_str!("../templates/cases/floor.rs");
const LARGE: &str = include_str!("../templates/cases/large.rs");
const LARGE_MAIN: &str = include_str!("../templates/cases/large_main.rs");
const STREAMS: &str = include_str!("../templates/cases/streams.rs");
const TYPES: &str = include_str!("../templates/cases/types.rs");
const SITES: &str = include_str!("../templates/cases/sites.rs");

/// Returns the source of a program. It is a library as well, whose only function is `main`.
pub(crate) fn source(contender: Contender, case: Case) -> String {
    let queue = contender.source();
    let size = |bytes| format!("const BYTES: usize = {bytes};\n");
    let parts = match case {
        Case::Floor => vec![SCAFFOLD.to_owned(), FLOOR.to_owned()],
        Case::Large(bytes) => {
            [SCAFFOLD, queue, &size(bytes), LARGE, LARGE_MAIN].map(str::to_owned).into()
        }
        Case::Streams(bytes) => {
            [SCAFFOLD, queue, &size(bytes), LARGE, STREAMS].map(str::to_owned).into()
        }
        Case::Types(count) => [SCAFFOLD, queue, TYPES, &types(count)].map(str::to_owned).into(),
        Case::Sites(count) => [SCAFFOLD, queue, SITES, &sites(count)].map(str::to_owned).into(),
    };
    parts.join("\n")
}

/// Returns that many types, a use of each, and the `main` that runs them.
fn types(count: usize) -> String {
    let mut text = String::new();
    for n in 0..count {
        let (fields, value) = kind(n);
        let _infallible = write!(
            text,
            "#[derive(PartialEq)]\nstruct Type{n}{fields}\nuse_type!(type_{n}, Type{n}{value});\n\n"
        );
    }
    let mut main = "pub fn main() {\n".to_owned();
    for n in 0..count {
        let _infallible = writeln!(main, "    run(vec![Box::pin(type_{n}())]);");
    }
    text + &main + "}\n"
}

/// Returns the fields of the `n`th type and their values: newtypes and structs, with and without a `Drop`.
fn kind(n: usize) -> (String, String) {
    const INTEGERS: [&str; 5] = ["u8", "u16", "u32", "u64", "u128"];
    let nth = n / 4;
    match n % 4 {
        0 => {
            let integer = INTEGERS[nth % INTEGERS.len()];
            (format!("({integer});"), format!("(black_box({n}))"))
        }
        1 => (format!("([usize; {n}]);"), format!("(black_box([{n}; {n}]))")),
        2 => ("(String);".to_owned(), format!("(black_box(\"{n}\").to_owned())")),
        _ => (
            format!(" {{ name: String, bytes: [u8; {n}] }}"),
            format!(" {{ name: black_box(\"{n}\").to_owned(), bytes: black_box([{n}; {n}]) }}"),
        ),
    }
}

/// Returns that many functions that use one queue, and the `main` that runs them.
fn sites(count: usize) -> String {
    let mut text = String::new();
    for n in 0..count {
        let _infallible = writeln!(text, "site!(site_{n}, {n});");
    }
    text += "\npub fn main() {\n    let (sender, mut receiver) = open(2);\n";
    for n in 0..count {
        let _infallible =
            writeln!(text, "    run(vec![Box::pin(site_{n}(&sender, &mut receiver))]);");
    }
    text + "}\n"
}

#[cfg(test)]
mod tests {
    use super::source;
    use crate::{Case, Contender};

    #[test]
    fn a_program_has_as_many_types_and_call_sites_as_its_case_says() {
        for contender in Contender::ALL {
            let uses = |case, word: &str| source(contender, case).matches(word).count();
            assert_eq!(uses(Case::Types(40), "\nuse_type!("), 40);
            assert_eq!(uses(Case::Sites(100), "\nsite!("), 100);
        }
    }
}
