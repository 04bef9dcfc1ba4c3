use queue_weight::{Case, Contender, LARGEST, Record, Workshop, built_for};

/// Builds programs in release, whatever this test is built in.
#[test]
fn the_code_for_large_items_is_not_larger_than_recorded() {
    let record = Record::read().expect("there is a record");
    let this = built_for().expect("rustc runs");
    if record.built_for() != this {
        println!("skipped: recorded for {}, and this is {this}", record.built_for());
        return;
    }
    let mut workshop = Workshop::new(Contender::QueueAsync, None).expect("rustc is found");
    let cases = [Case::Floor, Case::Large(LARGEST), Case::Streams(LARGEST)];
    let built = workshop.build(&cases).expect("the programs are built");
    let floor = built[0].text().expect("it has code");
    for program in &built[1..] {
        program.run().expect("it gets what it puts");
        let text = program.text().expect("it has code") - floor;
        assert_eq!(record.growth(program.case, text), None);
    }
}
