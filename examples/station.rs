//! A service station, simulated on the bare core: no runtime, no thread, no clock but its own.
//!
//! Customers arrive at random, wait in a room with a few seats, and are served by one of several
//! servers; who finds the room full is lost. The room is a [`queue_core::State`], and a server
//! that waits for work is named by the *number of an event*: when the state releases that number,
//! it goes into the calendar of the simulation, due at once. No other glue is needed.
//!
//! Arrivals are Poisson and service times exponential, so queueing theory knows the answers: this
//! is the model M/M/c/K, where K counts the places at the servers and in the room. The program
//! prints what it measured beside what theory says, and fails if they differ by more than chance
//! explains.
//!
//! ```text
//! $ cargo run --release --example station
//! 3 servers, room for 5, 1000000 customers, seed 1;
//! 2.5 arrive per second, a busy server serves 1 per second
//!
//!                        simulated      theory  difference   tolerated
//! utilisation             0.783518    0.782083     +0.183%      0.644%
//! number in line, Lq      1.218453    1.208447     +0.828%      2.615%
//! wait in seconds, Wq     0.518989    0.515055     +0.764%      2.564%
//! loss                    0.062481    0.061500     +1.595%      6.003%
//! ```
//!
//! `--help` lists what can be varied.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::process::ExitCode;
use std::time::Duration;
use std::{fmt, mem};

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};
use queue_core::{
    Asked, Capacity, Fifo, GetTicket, JoinTicket, Released, ShutDown, State, TryGetError,
    TryPutError,
};
use rand::SeedableRng;
use rand::rngs::SmallRng;
use rand_distr::{Distribution, Exp};

/// The run is cut into this many batches of equally many arrivals. They are long beside the memory
/// of the station, so that their means are as good as independent.
const BATCHES: usize = 40;

/// How far the mean of the batches may be from theory, in standard errors estimated from their
/// spread. Student's t with 39 degrees of freedom exceeds 6 once in two million: a correct program
/// fails on one seed in half a million, as there are four measures.
const STANDARD_ERRORS: f64 = 6.0;

/// Simulates a service station (M/M/c/K) and compares it with theory.
#[derive(Debug, Parser)]
#[command(name = "station")]
struct Plan {
    /// How many servers there are
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..=1000))]
    servers: u16,
    /// How many customers can wait
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=1000))]
    room: u16,
    /// How many customers arrive per second, on average
    #[arg(long, default_value_t = 2.5, value_parser = rate, allow_negative_numbers = true)]
    arrivals: f64,
    /// How many customers a busy server serves per second, on average
    #[arg(long, default_value_t = 1.0, value_parser = rate, allow_negative_numbers = true)]
    service: f64,
    /// How many customers arrive, cut down to a multiple of 40
    #[arg(long, default_value_t = 1_000_000)]
    customers: u64,
    /// Where the random numbers start
    #[arg(long, default_value_t = 1)]
    seed: u64,
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
    fn check(&self) -> Result<(), clap::Error> {
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

/// Utilisation, mean number in line, mean wait, probability of loss.
type Measures = [f64; 4];

const NAMES: [&str; 4] = ["utilisation", "number in line, Lq", "wait in seconds, Wq", "loss"];

/// What theory says of M/M/c/K. In the steady state the station goes as often from n customers to
/// n + 1 as back, which gives the weight of each n; logarithms keep large stations in range.
fn closed_form(plan: &Plan) -> Measures {
    let (servers, room) = (usize::from(plan.servers), usize::from(plan.room));
    let mut log_weights = vec![0.0_f64];
    for n in 1..=servers + room {
        let step = plan.arrivals / (servers.min(n) as f64 * plan.service);
        log_weights.push(log_weights[n - 1] + step.ln());
    }
    let largest = log_weights.iter().copied().fold(0.0, f64::max);
    let weights: Vec<f64> = log_weights.iter().map(|w| (w - largest).exp()).collect();
    let total: f64 = weights.iter().sum();

    let loss = weights[servers + room] / total;
    let line: f64 = weights[servers..].iter().zip(0..).map(|(w, n)| w * f64::from(n)).sum();
    let served_per_second = plan.arrivals * weights[..servers + room].iter().sum::<f64>() / total;
    let utilisation = served_per_second / (servers as f64 * plan.service);
    [utilisation, line / total, line / total / served_per_second, loss]
}

/// Names a planned event; this is what waits in the lines of the queue.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct EventNumber(usize);

#[derive(Clone, Copy)]
enum Event {
    Arrival,
    /// This server, who waited, is to look into the room.
    Wake(usize),
    /// This server has finished a service.
    Finish(usize),
    /// After closing time the last customer has been served.
    LightsOut,
}

/// Which event comes next, and what time it is. An event is planned once, and is then due as often
/// as need be.
#[derive(Default)]
struct Calendar {
    now: Duration,
    planned: Vec<Event>,
    at_once: VecDeque<EventNumber>,
    later: BinaryHeap<Reverse<(Duration, EventNumber)>>,
}

impl Calendar {
    fn plan(&mut self, event: Event) -> EventNumber {
        self.planned.push(event);
        EventNumber(self.planned.len() - 1)
    }

    fn schedule(&mut self, seconds: f64, number: EventNumber) {
        self.later.push(Reverse((self.now + Duration::from_secs_f64(seconds), number)));
    }

    /// Whoever the queue releases is due now, in the order of release and before anything else:
    /// else a customer could sit in the room, and take a seat, beside a server who is free.
    fn release(&mut self, released: impl IntoIterator<Item = EventNumber>) {
        self.at_once.extend(released);
    }

    /// Goes to the next event, and tells how many seconds that took.
    fn next(&mut self) -> Option<(f64, Event)> {
        let before = self.now;
        let number = self.at_once.pop_front().or_else(|| {
            let Reverse((due, number)) = self.later.pop()?;
            self.now = due;
            Some(number)
        })?;
        Some(((self.now - before).as_secs_f64(), self.planned[number.0]))
    }
}

struct Customer {
    arrived: Duration,
}

struct Server {
    wake: EventNumber,
    finish: EventNumber,
    ticket: Option<GetTicket>,
}

/// What is counted during one batch.
#[derive(Default)]
struct Tally {
    seconds: f64,
    server_seconds: f64,
    waiting_seconds: f64,
    arrived: u64,
    lost: u64,
    served: u64,
    waits: Duration,
}

impl Tally {
    fn measures(&self, servers: u16) -> Measures {
        [
            self.server_seconds / (self.seconds * f64::from(servers)),
            self.waiting_seconds / self.seconds,
            self.waits.as_secs_f64() / self.served as f64,
            self.lost as f64 / self.arrived as f64,
        ]
    }
}

struct Station {
    room: State<Fifo<Customer>, EventNumber>,
    calendar: Calendar,
    servers: Vec<Server>,
    busy: usize,
    on_duty: usize,
    arrival: EventNumber,
    lights_out: EventNumber,
    join: Option<JoinTicket>,
    between_arrivals: Exp<f64>,
    service: Exp<f64>,
    random: SmallRng,
    batch_size: u64,
    batches: Vec<Tally>,
    tally: Tally,
}

impl Station {
    fn new(plan: &Plan) -> Self {
        let mut calendar = Calendar::default();
        let server = |s| Server {
            wake: calendar.plan(Event::Wake(s)),
            finish: calendar.plan(Event::Finish(s)),
            ticket: None,
        };
        let servers: Vec<_> = (0..usize::from(plan.servers)).map(server).collect();
        let capacity = Capacity::try_from(usize::from(plan.room)).expect("the room has a seat");
        Self {
            room: State::new(Fifo::default(), capacity),
            busy: 0,
            on_duty: servers.len(),
            servers,
            arrival: calendar.plan(Event::Arrival),
            lights_out: calendar.plan(Event::LightsOut),
            calendar,
            join: None,
            between_arrivals: Exp::new(plan.arrivals).expect("a rate is positive"),
            service: Exp::new(plan.service).expect("a rate is positive"),
            random: SmallRng::seed_from_u64(plan.seed),
            batch_size: plan.customers / BATCHES as u64,
            batches: Vec::with_capacity(BATCHES),
            tally: Tally::default(),
        }
    }

    /// Runs from an empty station at opening time until everybody has gone home. The start counts:
    /// beside a whole run it is short.
    fn run(mut self) -> Vec<Tally> {
        (0..self.servers.len()).for_each(|s| self.call_next(s));
        self.expect_arrival();
        while let Some((seconds, event)) = self.calendar.next() {
            self.pass(seconds);
            match event {
                Event::Arrival => self.arrive(),
                Event::Wake(s) => self.wake(s),
                Event::Finish(s) => self.finish(s),
                Event::LightsOut => self.lights_out(),
            }
        }
        assert!(self.join.is_none(), "the simulation ends when the lights are out");
        self.batches
    }

    fn pass(&mut self, seconds: f64) {
        self.tally.seconds += seconds;
        self.tally.server_seconds += seconds * self.busy as f64;
        self.tally.waiting_seconds += seconds * self.room.len() as f64;
    }

    fn expect_arrival(&mut self) {
        self.calendar.schedule(self.between_arrivals.sample(&mut self.random), self.arrival);
    }

    fn arrive(&mut self) {
        self.tally.arrived += 1;
        match self.room.try_put(Customer { arrived: self.calendar.now }) {
            Ok(released) => self.calendar.release(released),
            Err(TryPutError::Full(_)) => self.tally.lost += 1,
            Err(TryPutError::ShutDown(_)) => unreachable!("nobody arrives after closing time"),
        }
        if self.tally.arrived.is_multiple_of(1000) {
            debug_assert_eq!(self.room.check(), Ok(()));
        }
        if self.tally.arrived == self.batch_size {
            self.batches.push(mem::take(&mut self.tally));
        }
        if self.batches.len() < BATCHES { self.expect_arrival() } else { self.close() }
    }

    /// Sends home the servers who wait, and asks to hear when the last customer has been served.
    /// There is one: whoever came last, or those who left no room.
    fn close(&mut self) {
        self.calendar.release(self.room.shut_down());
        self.join = Some(self.room.enter_join(self.lights_out));
    }

    /// The server has nothing to do: who is next?
    fn call_next(&mut self, s: usize) {
        match self.room.try_get() {
            Ok(next) => self.serve(s, next),
            Err(TryGetError::Empty) => {
                let server = &mut self.servers[s];
                server.ticket = Some(self.room.enter_get(server.wake));
            }
            Err(TryGetError::ShutDown) => self.on_duty -= 1,
        }
    }

    fn wake(&mut self, s: usize) {
        let ticket = self.servers[s].ticket.take().expect("only who waits is released");
        match self.room.ask_get(ticket) {
            Asked::Ready(Ok(next)) => self.serve(s, next),
            Asked::Ready(Err(ShutDown(()))) => self.on_duty -= 1,
            // Under a scheduler of less strict habits: `renew_get`, and wait on.
            Asked::Wait(_) => unreachable!("nothing comes between a release and its wake"),
        }
    }

    fn serve(&mut self, s: usize, (customer, released): (Customer, Released<EventNumber>)) {
        self.calendar.release(released);
        self.busy += 1;
        self.tally.served += 1;
        self.tally.waits += self.calendar.now - customer.arrived;
        self.calendar.schedule(self.service.sample(&mut self.random), self.servers[s].finish);
    }

    fn finish(&mut self, s: usize) {
        self.busy -= 1;
        self.calendar.release(self.room.task_done().expect("each customer is done once"));
        self.call_next(s);
    }

    fn lights_out(&mut self) {
        let ticket = self.join.take().expect("the lights go out once, after closing time");
        assert_eq!(self.room.ask_join(ticket), Asked::Ready(()));
        assert_eq!((self.room.unfinished(), self.busy, self.on_duty), (0, 0, 0));
    }
}

struct Row {
    name: &'static str,
    simulated: f64,
    exact: f64,
    tolerance: f64,
}

impl Row {
    fn new(name: &'static str, exact: f64, batches: impl Iterator<Item = f64> + Clone) -> Self {
        let mean = batches.clone().sum::<f64>() / BATCHES as f64;
        let variance = batches.map(|x| (x - mean).powi(2)).sum::<f64>() / (BATCHES - 1) as f64;
        let error = (variance / BATCHES as f64).sqrt();
        Self { name, simulated: mean, exact, tolerance: STANDARD_ERRORS * error }
    }

    fn agrees(&self) -> bool {
        (self.simulated - self.exact).abs() <= self.tolerance
    }
}

/// What was measured beside what theory says.
struct Report([Row; 4]);

impl Report {
    fn new(plan: &Plan, batches: &[Tally]) -> Self {
        let exact = closed_form(plan);
        let measured: Vec<_> = batches.iter().map(|batch| batch.measures(plan.servers)).collect();
        let row = |i| Row::new(NAMES[i], exact[i], measured.iter().map(|batch| batch[i]));
        Self([0, 1, 2, 3].map(row))
    }

    fn agrees(&self) -> bool {
        self.0.iter().all(Row::agrees)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:20}   simulated      theory  difference   tolerated", "")?;
        for &Row { name, simulated, exact, tolerance } in &self.0 {
            let difference = 100.0 * (simulated - exact) / exact;
            let tolerated = 100.0 * tolerance / exact;
            write!(
                f,
                "\n{name:20}{simulated:12.6}{exact:12.6}{difference:+11.3}%{tolerated:11.3}%"
            )?;
        }
        Ok(())
    }
}

fn main() -> ExitCode {
    let plan = Plan::parse();
    if let Err(error) = plan.check() {
        error.exit();
    }
    let report = Report::new(&plan, &Station::new(&plan).run());
    let Plan { servers, room, arrivals, service, customers, seed } = plan;
    println!("{servers} servers, room for {room}, {customers} customers, seed {seed};");
    println!("{arrivals} arrive per second, a busy server serves {service} per second\n\n{report}");
    if !report.agrees() {
        eprintln!("\nsimulation and theory differ by more than {STANDARD_ERRORS} standard errors");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(arguments: &str) -> Result<Plan, clap::Error> {
        let plan = Plan::try_parse_from(format!("station {arguments}").split_whitespace())?;
        plan.check().map(|()| plan)
    }

    #[test]
    fn closed_form_of_small_stations() {
        let close = |found: Measures, known: Measures| {
            found.iter().zip(known).all(|(found, known)| (found - known).abs() < 1e-12)
        };
        // M/M/1/2: 0, 1 or 2 customers with weights 4, 2, 1.
        let known = [3.0 / 7.0, 1.0 / 7.0, 1.0 / 6.0, 1.0 / 7.0];
        let found = closed_form(&plan("--servers 1 --room 1 --arrivals 1 --service 2").unwrap());
        assert!(close(found, known), "{found:?}");
        // M/M/2/3: 0 to 3 customers with weights 4, 4, 2, 1.
        let known = [5.0 / 11.0, 1.0 / 11.0, 1.0 / 10.0, 1.0 / 11.0];
        let found = closed_form(&plan("--servers 2 --room 1 --arrivals 1 --service 1").unwrap());
        assert!(close(found, known), "{found:?}");
    }

    #[test]
    fn simulation_agrees_with_theory() {
        for station in ["", "--servers 1 --room 1 --arrivals 9", "--servers 8 --arrivals 7"] {
            let plan = plan(&format!("--customers 100000 {station}")).unwrap();
            let report = Report::new(&plan, &Station::new(&plan).run());
            assert!(report.agrees(), "{report}");
        }
    }

    #[test]
    fn bad_input_is_refused() {
        Plan::command().debug_assert();
        let out_of_range = "--servers 0, --room 0, --arrivals 0, --arrivals -1, --service nan";
        let too_short = "--customers 0, --customers 100, --arrivals 0.001";
        for arguments in out_of_range.split(", ").chain(too_short.split(", ")) {
            assert!(plan(arguments).is_err(), "{arguments}");
        }
    }
}
