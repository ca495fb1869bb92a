#!/usr/bin/env bash
# Everything that is checked without running Muster. Runs all steps, shows the output of those that fail.
# With --counts FILE writes two lines there, CHECKS_PASSED=n and CHECKS_FAILED=n.
set -uo pipefail
cd "$(dirname "$0")/.."
PATH=$PWD/node_modules/.bin:$PATH
counts=/dev/null
[[ ${1:-} != --counts ]] || counts=${2:?--counts needs a file}

generated_types_current() {
  local fresh status
  fresh=$(mktemp -d)
  shared/wire/generate-types.sh "$fresh" && diff -r "$fresh" shared/wire/generated
  status=$?
  rm -rf "$fresh"
  ((status == 0)) || echo "shared/wire/generated does not match proto/: run npm run proto:types"
  return $status
}

contract_current() {
  buf breaking --against proto/contract.txtpb || return
  diff <(buf build --exclude-source-info -o -#format=txtpb) proto/contract.txtpb && return
  echo "proto/contract.txtpb does not match proto/: run npm run proto:accept"
  return 1
}

passed=0
failed=0
step() {
  local name=$1 output
  shift
  if output=$("$@" 2>&1); then
    passed=$((passed + 1))
    echo "ok      $name"
  else
    failed=$((failed + 1))
    echo "FAILED  $name"
    sed 's/^/        /' <<<"$output"
  fi
}

step 'format' prettier --check --log-level warn .
step 'types' tsc --noEmit
step 'lint' eslint --max-warnings 0 .
step 'contract: lint' buf lint
step 'contract: format' buf format --diff --exit-code
step 'contract: nothing broken, accepted form current' contract_current
step 'contract: generated types current' generated_types_current
step 'unused files, exports and dependencies' knip --no-progress
# With --counts the caller runs all tests anyway.
[[ $counts != /dev/null ]] || step 'tidy' vitest run --project unit test/tidy.test.ts

printf 'CHECKS_PASSED=%d\nCHECKS_FAILED=%d\n' "$passed" "$failed" >"$counts"
((failed == 0))
