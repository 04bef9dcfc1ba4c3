use pyo3::prelude::*;
use pyo3::types::{PyFloat, PyInt, PyString, PyTuple};

/// Compares two items of which neither can run code of the user's: numbers and strings, and tuples that differ in
/// such before anything else. Returns `None` for others.
pub(crate) fn plainly_less(a: &Bound<'_, PyAny>, b: &Bound<'_, PyAny>) -> Option<bool> {
    if are_plain(a, b) {
        return a.lt(b).ok();
    }
    let (a, b) = (a.cast_exact::<PyTuple>().ok()?, b.cast_exact::<PyTuple>().ok()?);
    for (a, b) in a.iter().zip(b.iter()) {
        if a.is(&b) {
            continue;
        }
        if !are_plain(&a, &b) {
            return None;
        }
        if !a.eq(&b).ok()? {
            return a.lt(&b).ok();
        }
    }
    Some(a.len() < b.len())
}

fn are_plain(a: &Bound<'_, PyAny>, b: &Bound<'_, PyAny>) -> bool {
    let is_number = |item: &Bound<'_, PyAny>| {
        item.is_exact_instance_of::<PyInt>() || item.is_exact_instance_of::<PyFloat>()
    };
    let is_string = |item: &Bound<'_, PyAny>| item.is_exact_instance_of::<PyString>();
    (is_number(a) && is_number(b)) || (is_string(a) && is_string(b))
}
