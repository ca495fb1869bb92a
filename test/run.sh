#!/usr/bin/env bash
# npm test: everything. Installs what is missing, checks, runs every test. The last line of the output is
# always `N passed, N failed`, where a check that failed counts as one failure.
set -uo pipefail
cd "$(dirname "$0")/.."

if ! test/setup.sh; then
  echo '0 passed, 1 failed'
  exit 1
fi

counts=$(mktemp)
trap 'rm -f "$counts"' EXIT
test/check.sh --counts "$counts"
check_status=$?

set -a
# shellcheck source=/dev/null
. "$counts"
set +a
node_modules/.bin/vitest run "$@"
test_status=$?
((check_status == 0 && test_status == 0))
