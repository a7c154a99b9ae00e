# shellcheck shell=sh
# Finding and installing what venturi needs. Sourced by ./venturi and ./test; does nothing by itself.
# Everything said here goes to stderr: stdout belongs to the program.

JDK_MIN=25

say() { printf '%s: %s\n' "${SELF:-venturi}" "$*" >&2; }

# die CODE TEXT
die() {
  code=$1
  shift
  say "$*"
  exit "$code"
}

# jdk_ok DIR TOOL: DIR is a Java home of version JDK_MIN or newer that has bin/TOOL. Starts no process.
jdk_ok() {
  [ -x "$1/bin/$2" ] && [ -r "$1/release" ] || return 1
  while IFS='=' read -r jdk_key jdk_value || [ -n "$jdk_key" ]; do
    [ "$jdk_key" = JAVA_VERSION ] || continue
    jdk_value=${jdk_value#\"}
    jdk_value=${jdk_value%%[!0-9]*}
    [ "${jdk_value:-0}" -ge "$JDK_MIN" ]
    return
  done <"$1/release"
  return 1
}

# find_jdk TOOL: sets JDK to the Java home to use. TOOL is java (to run) or javac (to build).
find_jdk() {
  if [ -n "${VENTURI_JAVA_HOME:-}" ]; then
    jdk_ok "$VENTURI_JAVA_HOME" "$1" ||
      die 3 "VENTURI_JAVA_HOME=$VENTURI_JAVA_HOME is not a JDK $JDK_MIN or newer with bin/$1; correct or unset it"
    JDK=$VENTURI_JAVA_HOME
    return 0
  fi
  # Version 25 by name before anything newer; other names (say, a plain "current") last.
  for JDK in "${JAVA_HOME:-/nowhere}" /usr/lib/jvm/*"$JDK_MIN"* /usr/lib/jvm/* /opt/*jdk* \
    "${HOME:-/nowhere}"/.sdkman/candidates/java/*; do
    jdk_ok "$JDK" "$1" && return 0
  done
  JDK=$(command -v "$1") && JDK=$(readlink -f -- "$JDK") && JDK=${JDK%/bin/*} && jdk_ok "$JDK" "$1" && return 0
  JDK=
  return 1
}

on_debian() { [ -r /etc/debian_version ] && command -v apt-get >/dev/null; }

can_install() { on_debian && [ "$(id -u)" = 0 ]; }

apt_fresh=
apt_refresh() {
  [ -z "$apt_fresh" ] || return 0
  apt_fresh=1
  apt-get update -qq >&2 || say "apt-get update failed; going on with the package lists that are here"
}

# apt_add PACKAGE...: installs; when one of them cannot be had, the others still are.
apt_add() {
  say "installing $*"
  apt_refresh
  apt_get_install "$@" && return 0
  for package in "$@"; do
    apt_get_install "$package" || say "package $package could not be installed"
  done
}

apt_get_install() {
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=120 "$@" >&2
}

# jdk_package: prints the name of the first JDK package apt knows, or fails.
jdk_package() {
  for package in "openjdk-$JDK_MIN-jdk-headless" "temurin-$JDK_MIN-jdk"; do
    apt-cache show "$package" >/dev/null 2>&1 && printf '%s\n' "$package" && return 0
  done
  return 1
}

# need_jdk TOOL: find_jdk, installing one if that is possible; otherwise says what to do and ends with 3.
need_jdk() {
  find_jdk "$1" && return 0
  if can_install; then
    apt_refresh
    if jdk_name=$(jdk_package); then
      apt_add "$jdk_name"
      find_jdk "$1" && return 0
    fi
  fi
  looked="no JDK $JDK_MIN or newer with bin/$1 found (looked at VENTURI_JAVA_HOME, JAVA_HOME, /usr/lib/jvm, /opt and PATH)"
  if on_debian && jdk_name=$(jdk_package); then
    die 3 "$looked; install it with: sudo apt-get install $jdk_name"
  fi
  die 3 "$looked, and this system's package sources known here have none; unpack a JDK $JDK_MIN anywhere and run: export VENTURI_JAVA_HOME=/path/to/it"
}

# need_packages PROBE:PACKAGE...: a probe is a command name or an absolute file name. Installs the packages whose probe
# fails; where that is not possible, says the command to run and returns 1.
need_packages() {
  missing=
  for pair in "$@"; do
    probe=${pair%%:*}
    case $probe in
      /*) [ -e "$probe" ] ;;
      *) command -v "$probe" >/dev/null ;;
    esac || missing="$missing ${pair#*:}"
  done
  [ -n "$missing" ] || return 0
  if can_install; then
    # shellcheck disable=SC2086 # a list of words
    apt_add $missing
    for pair in "$@"; do
      probe=${pair%%:*}
      [ -e "$probe" ] || command -v "$probe" >/dev/null || {
        say "$probe is still missing; see the messages of apt-get above and install by hand: apt-get install$missing"
        return 1
      }
    done
    return 0
  fi
  if on_debian; then
    say "missing; install with: sudo apt-get install$missing"
  else
    say "missing (names of the Debian packages):$missing; install them with this system's package manager"
  fi
  return 1
}

# run_maven ARGUMENT...: Maven on the JDK found, without the warnings Maven 3 itself causes on it, its output on stderr.
run_maven() {
  JAVA_HOME=$JDK \
    MAVEN_OPTS="--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Djansi.noreset=true ${MAVEN_OPTS:-}" \
    mvn -B -ntp "$@"
}
