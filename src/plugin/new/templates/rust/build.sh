#!/bin/sh
# Builds lib@ID@.so beside plugin.toml. Build on an old system (glibc 2.28) for old office computers.
set -eu
cd "$(dirname "$0")"
cargo build --release "$@"
cp "${CARGO_TARGET_DIR:-target}/release/lib@ID@.so" .
