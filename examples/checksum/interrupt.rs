//! Ctrl-C.

use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::belt::Belt;
use crate::progress::Progress;

/// The exit status of a program that Ctrl-C ended, as shells have it.
pub(crate) const STATUS: u8 = 130;

/// Whether Ctrl-C was pressed.
pub(crate) struct Interrupt {
    pressed: Arc<AtomicBool>,
}

impl Interrupt {
    /// Lets Ctrl-C remove the progress bar and stop the belt.
    ///
    /// The second Ctrl-C exits at once. A read from a dead server may never end, and neither may a write to
    /// a program that does not read.
    pub(crate) fn stopping(belt: &Arc<Belt>, progress: &Progress) -> Result<Self, ctrlc::Error> {
        let (belt, progress) = (Arc::clone(belt), progress.clone());
        let pressed = Arc::new(AtomicBool::new(false));
        let press = Arc::clone(&pressed);
        ctrlc::set_handler(move || {
            if press.swap(true, Ordering::Relaxed) {
                process::exit(STATUS.into());
            }
            progress.clear();
            belt.stop();
        })?;
        Ok(Self { pressed })
    }

    pub(crate) fn was_pressed(&self) -> bool {
        self.pressed.load(Ordering::Relaxed)
    }
}
