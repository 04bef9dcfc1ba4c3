use std::sync::LazyLock;
use std::time::Duration;

use redis::Script;

/// Returns the library of functions that the server runs, as text for `FUNCTION LOAD`.
///
/// The client loads it when the server does not have it. Load it yourself if users of the queue may not: then they need
/// no permission for `function|load`. Versions whose text differs have libraries of different names, and can be there at
/// the same time.
///
/// ```
/// assert!(queue_redis::library().starts_with("#!lua name=queue_redis_"));
/// ```
#[must_use]
pub fn library() -> &'static str {
    &LIBRARY.text
}

/// An operation of the engine.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Operator(&'static str);

pub(crate) const PUT: Operator = Operator("put");
pub(crate) const TAKE: Operator = Operator("take");
pub(crate) const DONE: Operator = Operator("done");
pub(crate) const RETRY: Operator = Operator("retry");
pub(crate) const EXTEND: Operator = Operator("extend");
pub(crate) const JOIN: Operator = Operator("join");
pub(crate) const CANCEL: Operator = Operator("cancel");
pub(crate) const LETTERS: Operator = Operator("letters");
pub(crate) const SHUTDOWN: Operator = Operator("shutdown");
pub(crate) const RESIZE: Operator = Operator("resize");
pub(crate) const BEAT: Operator = Operator("beat");
pub(crate) const HELLO: Operator = Operator("hello");
pub(crate) const BYE: Operator = Operator("bye");
pub(crate) const COUNT: Operator = Operator("count");

impl Operator {
    /// The name of its function on the server.
    pub(crate) fn function(self) -> String {
        format!("{}_{}", LIBRARY.name, self.0)
    }
}

/// A time as an argument.
pub(crate) fn micros(duration: Duration) -> Vec<u8> {
    // A double is exact up to there: some 140 years.
    duration.as_micros().min(1 << 52).to_string().into_bytes()
}

struct Library {
    name: String,
    text: String,
}

static LIBRARY: LazyLock<Library> = LazyLock::new(|| {
    let parts = PARTS.concat();
    // The client of Redis has the digest at hand, as the name of a script.
    let digest = Script::new(&parts);
    let name = format!("queue_redis_{}", &digest.get_hash()[..12]);
    let text = format!("#!lua name={name}\nlocal LIBRARY = '{name}'\n{parts}");
    Library { name, text }
});

/// What the operations share comes first.
const PARTS: &[&str] = &[
    include_str!("engine/keys.lua"),
    include_str!("engine/settings.lua"),
    include_str!("engine/jobs.lua"),
    include_str!("engine/lines.lua"),
    include_str!("engine/requests.lua"),
    include_str!("engine/put.lua"),
    include_str!("engine/take.lua"),
    include_str!("engine/done.lua"),
    include_str!("engine/retry.lua"),
    include_str!("engine/extend.lua"),
    include_str!("engine/join.lua"),
    include_str!("engine/cancel.lua"),
    include_str!("engine/letters.lua"),
    include_str!("engine/shutdown.lua"),
    include_str!("engine/resize.lua"),
    include_str!("engine/beat.lua"),
    include_str!("engine/hello.lua"),
    include_str!("engine/bye.lua"),
    include_str!("engine/count.lua"),
];
