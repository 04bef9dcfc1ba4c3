use std::sync::atomic::{AtomicU64, Ordering};

/// The library of the engine, with a clock that the program moves, under a name of its own.
#[derive(Debug)]
pub struct Library {
    name: String,
    pub(super) text: String,
}

/// A mistake to be made in the library: one text instead of another.
#[derive(Clone, Copy, Debug)]
pub struct Mistake {
    /// The operation, or nothing for what all of them share.
    pub operation: &'static str,
    /// What is there, once.
    pub right: &'static str,
    /// What is to be there.
    pub wrong: &'static str,
}

/// What the clock of the server is read by, and what reads the clock of the program instead.
const CLOCK: Mistake =
    Mistake { operation: "", right: "call('TIME')", wrong: "{ 0, call('GET', base .. ':clock') }" };

impl Library {
    /// Makes the library with a mistake in it, or none.
    ///
    /// # Panics
    ///
    /// Panics if the text to be replaced is not there exactly once, or if the clock is read in another place than one.
    #[must_use]
    pub fn new(mistake: Option<&Mistake>) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let text = queue_redis::library();
        let name = text.split(['=', '\n']).nth(1).expect("it begins with its name");
        let new = format!("queue_programs_{}", NEXT.fetch_add(1, Ordering::Relaxed));
        let mut text = text.replace(name, &new);
        assert_eq!(text.matches("'TIME'").count(), 1, "the clock is read in one place");
        for mistake in [&CLOCK].into_iter().chain(mistake) {
            text = mistake.make(&text);
        }
        Self { name: new, text }
    }

    pub(super) fn function(&self, operation: &str) -> String {
        format!("{}_{operation}", self.name)
    }
}

impl Mistake {
    fn make(&self, text: &str) -> String {
        let Self { operation, right, wrong } = self;
        let start = if operation.is_empty() {
            0
        } else {
            let start = text.find(&format!("operation('{operation}'"));
            start.unwrap_or_else(|| panic!("there is no {operation}"))
        };
        let end = if operation.is_empty() { "\noperation('" } else { "\nend)\n" };
        let length = text[start..].find(end).expect("it has an end");
        let (before, rest) = text.split_at(start);
        let (part, after) = rest.split_at(length);
        assert_eq!(part.matches(right).count(), 1, "there is one {right:?} in {operation:?}");
        [before, &part.replace(right, wrong), after].concat()
    }
}
