#!/bin/sh
# Makes ffi/src/generated/java again from venturi.h and filter.args:
#
#     [JEXTRACT=/path/to/jextract] native-src/jextract/generate.sh
#
# Uses an installed jextract (22 or newer) and the Linux headers of this machine. Only layouts and constants are
# kept; the Java code that calls libc is written by hand. No build needs this: the result is committed. Run it on
# x86_64, so that the committed sources do not change with the machine; AbiTest finds what differs elsewhere.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
output=$here/../../ffi/src/generated/java
jextract=${JEXTRACT:-jextract}

if ! command -v "$jextract" >/dev/null; then
    echo "generate.sh: '$jextract' not found: put jextract on the PATH or name it in JEXTRACT" >&2
    exit 1
fi

new=$(mktemp -d)
trap 'rm -rf "$new"' EXIT
"$jextract" --output "$new" --target-package io.venturi.ffi.linux.gen \
    --header-class-name Linux --symbols-class-name LinuxSyms \
    "@$here/filter.args" "$here/venturi.h"

# Only after success is the old code replaced, so that nothing of it stays behind.
rm -rf "$output"
mkdir -p "$output"
cp -R "$new"/. "$output"
