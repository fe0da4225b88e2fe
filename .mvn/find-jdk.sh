# Sourced by ./mvnw and ./whittle: exports JAVA_HOME as a JDK 25 or newer, or explains and exits.

jdk_release() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] &&
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

find_jdk() {
  newer=
  for home in "${JAVA_HOME:-}" \
    /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/lib/jvm/* /opt/* /opt/java/* /opt/jvm/* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.gradle/jdks/* \
    "$HOME"/.asdf/installs/java/* "$HOME"/.local/share/mise/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$HOME"/.jdks/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    release=$(jdk_release "$home") || continue
    if [ "${release:-0}" -eq 25 ] || { [ "${release:-0}" -gt 25 ] && [ "$home" = "${JAVA_HOME:-}" ]; }; then
      printf '%s\n' "$home"
      return
    fi
    [ "${release:-0}" -gt 25 ] && newer=${newer:-$home}
  done
  printf '%s\n' "$newer"
}

JAVA_HOME=$(find_jdk)
if [ -z "$JAVA_HOME" ]; then
  echo "Whittle needs a JDK 25 or newer and found none: install one (https://adoptium.net) or set JAVA_HOME to it." >&2
  exit 1
fi
export JAVA_HOME

# A JDK 17, when there is one: the Maven plugin is tested on it too.
if [ -z "${JAVA17_HOME:-}" ]; then
  for home in /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/*; do
    if [ "$(jdk_release "$home")" = 17 ]; then
      export JAVA17_HOME="$home"
      break
    fi
  done
fi
