//! What the compiler must accept of the queues, and what it must refuse.

mod auto_traits;
mod compile_fail;
mod documents;
