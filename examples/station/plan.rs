//! What is simulated, as the command line says.

use std::fmt;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};

use crate::tally::BATCHES;
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
    /// Refuses a run too short to be compared.
    pub(crate) fn check(&self) -> Result<(), clap::Error> {
        let (needed, why) = self.needed();
        if self.customers as f64 >= needed {
            return Ok(());
        }
        let message = if needed <= u64::MAX as f64 {
            format!("--customers must be at least {needed} for this station: {why}")
        } else {
            format!("no number of --customers is enough for this station: {why}")
        };
        Err(Self::command().error(ErrorKind::ValueValidation, message))
    }

    /// Returns how many customers a comparison takes, and why. The run has to outlast the memory of the
    /// station, which grows with the square of its places. Even rare customers have to be seen often.
    fn needed(&self) -> (f64, &'static str) {
        let [.., loss] = closed_form(self);
        let places = f64::from(self.servers) + f64::from(self.room);
        let needs = [
            (100.0 * places * places, "a run must outlast the memory of its start"),
            (1000.0 / loss, "a run must lose enough customers to compare"),
            (1000.0 / (1.0 - loss), "a run must serve enough customers to compare"),
        ];
        let (most, why) = needs.into_iter().max_by(|a, b| a.0.total_cmp(&b.0)).expect("three");
        // All batches are full.
        let batches = BATCHES as f64;
        ((most / batches).ceil() * batches, why)
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { servers, room, arrivals, service, customers, seed } = self;
        let s = if *servers == 1 { "" } else { "s" };
        writeln!(f, "{servers} server{s}, room for {room}, {customers} customers, seed {seed};")?;
        write!(
            f,
            "customers arrive at {arrivals} per second, a busy server serves {service} per second"
        )
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

    #[test]
    fn a_run_too_short_is_refused_with_the_length_it_needs() {
        let cases = [
            ("--servers 9 --arrivals 9 --room 1", "at least 10000 ", "outlast"),
            ("", "at least 16280 ", "lose"),
            ("--arrivals 1000 --service 0.001", "at least 333333360 ", "serve"),
            ("--servers 1000 --room 1000 --arrivals 0.001", "no number ", "lose"),
        ];
        for (arguments, number, why) in cases {
            let refusal = Plan::parse_line(&format!("--customers 100 {arguments}"));
            let message = refusal.expect_err(arguments).to_string();
            let why = format!(" for this station: a run must {why} ");
            assert!(message.contains(number) && message.contains(&why), "{message}");
        }
        assert!(Plan::parse_line("--customers 16279").is_err());
        assert!(Plan::parse_line("--customers 16280").is_ok());
    }

    #[test]
    fn one_server_is_singular() {
        let shown = |arguments| Plan::parse_line(arguments).unwrap().to_string();
        assert!(shown("--servers 1 --arrivals 1").starts_with("1 server, room for 5, "));
        assert!(shown("").starts_with("3 servers, room for 5, "));
    }
}
