use std::sync::LazyLock;

use redis::Script;

pub(crate) static PUT: Source = Source::new(|| script(include_str!("scripts/put.lua")));
pub(crate) static TAKE: Source = Source::new(|| script(include_str!("scripts/take.lua")));
pub(crate) static DONE: Source = Source::new(|| script(include_str!("scripts/done.lua")));
pub(crate) static RETRY: Source = Source::new(|| script(include_str!("scripts/retry.lua")));
pub(crate) static EXTEND: Source = Source::new(|| script(include_str!("scripts/extend.lua")));
pub(crate) static JOIN: Source = Source::new(|| script(include_str!("scripts/join.lua")));
pub(crate) static CANCEL: Source = Source::new(|| script(include_str!("scripts/cancel.lua")));
pub(crate) static LETTERS: Source = Source::new(|| script(include_str!("scripts/letters.lua")));
pub(crate) static SHUTDOWN: Source = Source::new(|| script(include_str!("scripts/shutdown.lua")));
pub(crate) static RESIZE: Source = Source::new(|| script(include_str!("scripts/resize.lua")));
pub(crate) static BEAT: Source = Source::new(|| script(include_str!("scripts/beat.lua")));
pub(crate) static HELLO: Source = Source::new(|| script(include_str!("scripts/hello.lua")));
pub(crate) static BYE: Source = Source::new(|| script(include_str!("scripts/bye.lua")));
pub(crate) static COUNT: Source = Source::new(|| script(include_str!("scripts/count.lua")));

/// The script of an operation, made at its first use.
pub(crate) type Source = LazyLock<Script>;

fn script(operation: &str) -> Script {
    Script::new(&[include_str!("scripts/common.lua"), operation].concat())
}
