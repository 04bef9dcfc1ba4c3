//! Large items work by value, and the code that they need does not grow.

mod large_items;
mod size;
