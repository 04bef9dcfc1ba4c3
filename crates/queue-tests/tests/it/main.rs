//! Everything that is proved about the queues, in one binary.

mod explorer;
