#!/usr/bin/env bash
# Gets a current nats-server beside the system's, which on Debian is years older, so that tests run on both. It is
# built from the Go module proxy into the user's cache. Where that cannot be done it says so and ends well: the tests
# then run on the system's alone, and name the version.
set -uo pipefail

version=2.15.2
folder=${XDG_CACHE_HOME:-$HOME/.cache}/muster-test/nats-server

[[ $("$folder/nats-server" --version 2>/dev/null) != "nats-server: v$version" ]] || exit 0

skip() {
  echo "nats-server $version is not here ($1): tests run on the system's alone"
  exit 0
}

PATH=$PATH:/usr/local/go/bin
command -v go >/dev/null || skip 'building it needs Go'
echo "building nats-server $version into $folder"
output=$(GOBIN=$folder GOTOOLCHAIN=local CGO_ENABLED=0 timeout 300 \
  go install "github.com/nats-io/nats-server/v2@v$version" 2>&1) ||
  skip "$(tail -n 1 <<<"$output")"
