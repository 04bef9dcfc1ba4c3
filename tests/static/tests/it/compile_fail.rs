/// What must not compile: each case beside what the compiler says of it.
///
/// Only the release of Rust that `rust-toolchain.toml` names says it in exactly these words. After a change
/// of the release or of a case, `TRYBUILD=overwrite cargo test -p queue-static` writes the new words.
#[test]
fn what_must_not_compile_does_not() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
