use core::any::type_name;
use core::panic::{Location, RefUnwindSafe, UnwindSafe};
use core::task::Waker;

use queue_core::{Capacity, State, Storage};
use tracing::{Span, trace, trace_span};

/// What tells a subscriber of a queue, under the names that tokio-console reads: a resource with attributes.
///
/// A subscriber is user code, so it is called only while the queue is not held.
pub(crate) struct Trace(Span);

impl UnwindSafe for Trace {}

/// A span is only an id and a pointer to its subscriber, which sees to itself.
impl RefUnwindSafe for Trace {}

/// The attributes of a queue.
#[derive(Clone, Copy)]
pub(crate) struct Shown {
    len: usize,
    capacity: Capacity,
    unfinished: usize,
    waiting_getters: usize,
    waiting_putters: usize,
    waiting_joiners: usize,
    is_shutdown: bool,
}

impl Trace {
    /// Makes the span of a queue, and tells all its attributes.
    #[track_caller]
    pub(crate) fn new<S: Storage>(state: &State<S, Waker>) -> Self {
        let location = Location::caller();
        let trace = Self(trace_span!(
            parent: None,
            "runtime.resource",
            concrete_type = short(type_name::<S>()),
            kind = "queue",
            loc.file = location.file(),
            loc.line = location.line(),
            loc.col = location.column(),
        ));
        trace.tell([None, trace.look(state)]);
        trace
    }

    /// Looks at the attributes, if there is a subscriber to tell of them.
    #[inline]
    pub(crate) fn look<S: Storage>(&self, state: &State<S, Waker>) -> Option<Shown> {
        (!self.0.is_disabled()).then(|| Shown {
            len: state.len(),
            capacity: state.capacity(),
            unfinished: state.unfinished(),
            waiting_getters: state.waiting_getters(),
            waiting_putters: state.waiting_putters(),
            waiting_joiners: state.waiting_joiners(),
            is_shutdown: state.is_shutdown(),
        })
    }

    /// Tells the attributes that differ between two looks, or all if there is only the second.
    #[inline]
    pub(crate) fn tell(&self, looks: [Option<Shown>; 2]) {
        if let [before, Some(now)] = looks {
            self.0.in_scope(|| now.tell_since(before));
        }
    }
}

impl Shown {
    /// Each attribute has an event of its own, since tokio-console reads one attribute of an event.
    #[inline(never)]
    fn tell_since(self, before: Option<Self>) {
        let Self { len, capacity, unfinished, .. } = self;
        let Self { waiting_getters, waiting_putters, waiting_joiners, is_shutdown, .. } = self;
        let differs =
            |is_equal: fn(Self, Self) -> bool| before.is_none_or(|before| !is_equal(before, self));
        macro_rules! tell {
            ($name:ident, $value:expr) => {
                if differs(|before, now| before.$name == now.$name) {
                    trace!(
                        target: "runtime::resource::state_update",
                        $name = $value,
                        $name.op = "override",
                    );
                }
            };
        }
        tell!(len, len);
        tell!(capacity, tracing::field::display(capacity));
        tell!(unfinished, unfinished);
        tell!(waiting_getters, waiting_getters);
        tell!(waiting_putters, waiting_putters);
        tell!(waiting_joiners, waiting_joiners);
        tell!(is_shutdown, is_shutdown);
    }
}

/// The name of a type without its path and its parameters.
fn short(name: &'static str) -> &'static str {
    let name = name.split_once('<').map_or(name, |(name, _)| name);
    name.rsplit_once("::").map_or(name, |(_, name)| name)
}
