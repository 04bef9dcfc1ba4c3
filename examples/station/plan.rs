//! What is simulated, by the command line.

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};

use crate::theory::closed_form;

/// Simulates a service station (M/M/c/K) and compares it with theory.
#[derive(Debug, Parser)]
#[command(name = "station")]
pub(crate) struct Plan {
    /// How many servers there are
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub(crate) servers: u16,
    /// How many customers can wait
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub(crate) room: u16,
    /// How many customers arrive per second, on average
    #[arg(long, default_value_t = 2.5, value_parser = rate, allow_negative_numbers = true)]
    pub(crate) arrivals: f64,
    /// How many customers a busy server serves per second, on average
    #[arg(long, default_value_t = 1.0, value_parser = rate, allow_negative_numbers = true)]
    pub(crate) service: f64,
    /// How many customers arrive, cut down to a multiple of 40
    #[arg(long, default_value_t = 1_000_000)]
    pub(crate) customers: u64,
    /// Where the random numbers start
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
}

/// Parses a rate. The clock ticks in nanoseconds, which must be short beside the time of one event.
fn rate(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(rate) if (0.001..=1000.0).contains(&rate) => Ok(rate),
        Ok(_) | Err(_) => Err("a rate is a number from 0.001 to 1000".to_owned()),
    }
}

impl Plan {
    /// Refuses a run too short to be compared: it has to outlast the memory of the station, which
    /// grows with the square of its places, and even rare customers have to be seen often.
    pub(crate) fn check(&self) -> Result<(), clap::Error> {
        let [.., loss] = closed_form(self);
        let places = f64::from(self.servers) + f64::from(self.room);
        let needed = (100.0 * places * places).max(1000.0 / loss.min(1.0 - loss));
        if self.customers as f64 >= needed {
            return Ok(());
        }
        let needed = needed.ceil();
        let message = format!("a comparison takes --customers {needed} with these rates");
        Err(Self::command().error(ErrorKind::ValueValidation, message))
    }
}

#[cfg(test)]
impl Plan {
    /// Parses and checks what a user would type behind the name of the program.
    pub(crate) fn parse_line(arguments: &str) -> Result<Self, clap::Error> {
        let plan = Self::try_parse_from(format!("station {arguments}").split_whitespace())?;
        plan.check().map(|()| plan)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_input_is_refused() {
        Plan::command().debug_assert();
        let out_of_range = "--servers 0, --room 0, --arrivals 0, --arrivals -1, --service nan";
        let too_short = "--customers 0, --customers 100, --arrivals 0.001";
        for arguments in out_of_range.split(", ").chain(too_short.split(", ")) {
            assert!(Plan::parse_line(arguments).is_err(), "{arguments}");
        }
    }
}
