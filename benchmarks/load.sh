#!/usr/bin/env bash
# The filter under load: Jetty with and without it, in turns. Needs wrk (Debian: apt-get install wrk).
# Usage: load.sh [ROUNDS [SECONDS [VARIANT...]]]; variants: buffered filter ledger.
# Prints a table and writes target/load.csv. JAVA_HOME names the JDK; LOAD_JAVA_FILTER (or another
# variant's name) adds options to that server's java, such as -XX:StartFlightRecording.
set -euo pipefail
cd "$(dirname "$0")"

rounds=${1:-5}
seconds=${2:-10}
variants=("${@:3}")
[ ${#variants[@]} -gt 0 ] || variants=(buffered filter ledger)

command -v wrk >/dev/null || { echo "load.sh: wrk is not there; apt-get install wrk" >&2; exit 1; }
[ -f target/benchmarks.jar ] ||
  (cd .. && mvn -q -pl benchmarks -am -DskipTests -Dmaven.javadoc.skip package)

exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp target/benchmarks.jar dev.lacre.benchmarks.load.FilterLoad \
  load.lua target/load.csv "$rounds" "$seconds" "${variants[@]}"
