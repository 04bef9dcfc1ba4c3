pub fn main() {
    run(vec![Box::pin(async { black_box(()) })]);
}
