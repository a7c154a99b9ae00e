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

# Handles to integers in array fields go: nothing uses them, and the first one that is made takes tens of milliseconds of
# every start.
find "$new" -name '*.java' -exec perl -0pi -e '
    s{\n([ ]+)private[ ]static[ ]final[ ]VarHandle[ ]\w+\$ELEM_HANDLE[ ]=[^;]*;\n          # the handle
        (?:\n\1/\*\*\n(?:\1[ ]\*[^\n]*\n)+\1public[ ]static[ ][^\n]*\n  # Javadoc and head of a method
            (?:(?!\1\}\n)[^\n]*\n)*?[^\n]*\$ELEM_HANDLE[^\n]*\n   # that uses it
            (?:(?!\1\}\n)[^\n]*\n)*\1\}\n)+}{\n}gx' {} +

# Only after success is the old code replaced, so that nothing of it stays behind.
rm -rf "$output"
mkdir -p "$output"
cp -R "$new"/. "$output"
