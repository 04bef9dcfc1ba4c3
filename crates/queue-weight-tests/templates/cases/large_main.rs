
pub fn main() {
    common();
}
