#!/bin/sh
# Moves one person: says first what would happen, asks, moves, waits for the end.
# USHER_TOKEN=usher_... sh move.sh PARTICIPANT MEETING       (needs curl and jq)
set -eu
usher=${USHER_URL:-http://127.0.0.1:3000}
participant=$1
meeting=$2

api() { curl -sS -H "Authorization: Bearer $USHER_TOKEN" -H 'Content-Type: application/json' "$@"; }
wish() { jq -n --arg p "$participant" --arg m "$meeting" --argjson dry "$1" '{participants: [$p], to: {meeting: $m}, dryRun: $dry}'; }

judged=$(api "$usher/api/v1/moves" -d "$(wish true)")
echo "$judged" | jq -r 'if .items then .items[] | "\(.name): \(if .verdict.allowed then "can go" else "cannot: \(.verdict.reason)" end) \([.verdict.consequences[].code])" else .detail end'
[ "$(echo "$judged" | jq -r '[.items[]?.verdict.allowed] | length > 0 and all')" = true ] || exit 1

printf 'Move? [y/N] '
read -r answer
[ "$answer" = y ] || exit 0

# The key makes it safe to send the same again after any failure.
ended=$(api "$usher/api/v1/moves" -H "Idempotency-Key: $(date +%s)-$$" -H 'Prefer: wait=40' -d "$(wish false)")
echo "$ended" | jq -r 'if .items then .items[] | "\(.name): \(.state)" else .detail end'
[ "$(echo "$ended" | jq -r '[.items[]?.state == "joined"] | length > 0 and all')" = true ]
