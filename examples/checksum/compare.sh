#!/usr/bin/env bash
# Compares the example `checksum` with `find | sort | xargs sha256sum`, and its workers with each
# other. Makes a scratch folder of 600 megabytes, which it removes.
#
#   examples/checksum/compare.sh [ROUNDS]
#
# All sides run in turn, ROUNDS times, after a round that is not counted and fills the page cache;
# so whatever else the machine does falls on all sides alike. Times are in milliseconds.
set -euo pipefail
export LC_ALL=C # sorts fastest

rounds=${1:-11}
cd "$(dirname "$0")/../.."
cargo build --quiet --release --package queue-examples --example checksum
checksum=${CARGO_TARGET_DIR:-target}/release/examples/checksum

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

make_large() { # 8 files of 64 MiB
    mkdir "$scratch/large"
    for n in {1..8}; do
        head -c 64M /dev/urandom > "$scratch/large/$n"
    done
}

make_small() { # 10,000 files of up to 8 KiB, in 100 folders
    head -c 1M /dev/urandom > "$scratch/random"
    for folder in {10..109}; do
        mkdir -p "$scratch/small/$folder"
        split --bytes=8191 --suffix-length=3 --numeric-suffixes \
            <(head -c $((99 * 8191 + folder)) "$scratch/random") "$scratch/small/$folder/"
    done
    rm "$scratch/random"
}

ours() { "$checksum" --workers "$1" "$2"; }
theirs() { find "$1" -type f -print0 | sort -z | xargs -0 sha256sum; }

run() { # side tree
    case $1 in
        workers-*) ours "${1#workers-}" "$2" ;;
        sha256sum) theirs "$2" ;;
    esac
}

time_of() { # side tree
    local start end
    start=$(date +%s%N)
    run "$@" > /dev/null
    end=$(date +%s%N)
    echo $(((end - start) / 1000))
}

sides=(workers-1 workers-2 sha256sum)

check() { # tree: all sides print the same
    local side
    for side in "${sides[@]}"; do
        run "$side" "$1" > "$scratch/$side"
        cmp "$scratch/$side" "$scratch/${sides[0]}"
    done
}

# Reads "side microseconds" and prints what is to be known of each side, then how many times as fast
# one is as another: by the medians, and by the fastest rounds, on which a busy machine has had the
# least effect.
summarize() {
    sort -k1,1 -k2,2n | awk '
        { times[$1, ++count[$1]] = $2 / 1000 }
        function show(side,    n) {
            n = count[side]
            median[side] = (times[side, int((n + 1) / 2)] + times[side, int((n + 2) / 2)]) / 2
            printf "  %-9s  median %7.1f  from %7.1f to %7.1f\n", \
                side, median[side], times[side, 1], times[side, n]
        }
        function ratio(slow, fast) {
            printf "  %s : %s = %.2f by medians, %.2f by fastest\n", slow, fast, \
                median[slow] / median[fast], times[slow, 1] / times[fast, 1]
        }
        END {
            show("workers-1"); show("workers-2"); show("sha256sum")
            ratio("workers-1", "workers-2")
            ratio("sha256sum", "workers-1")
            ratio("sha256sum", "workers-2")
        }'
}

compare() { # tree
    check "$1"
    for _ in $(seq "$rounds"); do
        for side in "${sides[@]}"; do
            echo "$side $(time_of "$side" "$1")"
        done
    done | summarize
}

make_large
make_small
echo "$(nproc) processors, load $(cut -d' ' -f1 /proc/loadavg)"
echo "8 files of 64 MiB, $rounds rounds, ms:"
compare "$scratch/large"
echo "10,000 files of 8 KiB, $rounds rounds, ms:"
compare "$scratch/small"
echo "load $(cut -d' ' -f1 /proc/loadavg)"
