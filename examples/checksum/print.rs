//! The printer, which brings the reports back into the order of the walk.

use std::io::{self, Write};
use std::sync::mpsc::TryRecvError;

use queue_async::TryGetError;

use crate::belt::{Belt, Report, Ticket};
use crate::progress::Progress;
use crate::trouble::Trouble;

/// How much is written at a time: so many bytes enter a pipe all or not at all (`PIPE_BUF` on
/// Linux). So even a program that is killed has written whole lines. The exception is a line longer
/// than this, which takes a path of some four thousand bytes.
const ATOMIC: usize = 4096;

pub(crate) struct Printer<'a> {
    belt: &'a Belt,
    progress: &'a Progress,
    /// Whole lines that are not yet written.
    lines: Vec<u8>,
    files: u64,
    troubled: bool,
}

impl<'a> Printer<'a> {
    pub(crate) fn new(belt: &'a Belt, progress: &'a Progress) -> Self {
        Self { belt, progress, lines: Vec::with_capacity(ATOMIC), files: 0, troubled: false }
    }

    /// Prints all reports, or those before the belt was stopped, or as many as the reader wants.
    /// Returns whether there was trouble.
    ///
    /// # Errors
    ///
    /// Fails if standard output cannot be written to, for another reason than that the reader has left.
    pub(crate) fn run(mut self) -> io::Result<bool> {
        match self.print_all() {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error),
            _ => Ok(self.troubled),
        }
    }

    fn print_all(&mut self) -> io::Result<()> {
        while let Some(ticket) = self.next_ticket()? {
            // No answer: the belt was stopped.
            let Some(reports) = self.answer(&ticket)? else { break };
            for report in reports {
                self.print(report)?;
            }
            self.progress.set_files(self.files);
        }
        self.flush()
    }

    /// Returns the next ticket. If it has to wait, it first prints the lines that are there.
    fn next_ticket(&mut self) -> io::Result<Option<Ticket>> {
        match self.belt.tickets().try_get() {
            Ok(ticket) => Ok(Some(ticket)),
            Err(TryGetError::ShutDown) => Ok(None),
            Err(TryGetError::Empty) => {
                self.flush()?;
                Ok(self.belt.tickets().blocking_get().ok())
            }
        }
    }

    /// Returns the answer to a job. If it has to wait, it first prints the lines that are there.
    fn answer(&mut self, ticket: &Ticket) -> io::Result<Option<Vec<Report>>> {
        match ticket.try_recv() {
            Ok(reports) => Ok(Some(reports)),
            Err(TryRecvError::Disconnected) => Ok(None),
            Err(TryRecvError::Empty) => {
                self.flush()?;
                Ok(ticket.recv().ok())
            }
        }
    }

    fn print(&mut self, report: Report) -> io::Result<()> {
        match report {
            Ok(line) => {
                if self.lines.len() + line.len() > ATOMIC {
                    self.flush()?;
                }
                self.lines.extend(line);
                self.files += 1;
            }
            Err(trouble) => {
                // On a terminal the message comes where it belongs.
                self.flush()?;
                self.complain(&trouble);
            }
        }
        Ok(())
    }

    fn complain(&mut self, trouble: &Trouble) {
        self.troubled = true;
        // If standard error is closed, the exit status still says it.
        let _ = self.progress.beside_messages(|| io::stderr().write_all(trouble.as_bytes()));
    }

    fn flush(&mut self) -> io::Result<()> {
        let lines = &self.lines;
        if !lines.is_empty() {
            // Whole lines go past the buffer of standard output in one piece.
            self.progress.beside_output(|| io::stdout().write_all(lines))?;
            self.lines.clear();
        }
        Ok(())
    }
}
