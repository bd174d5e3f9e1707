#!/bin/sh
# Starts Blockscope from wherever its tree lies (bin/ beside lib/). Without a screen it needs neither a display nor a
# sandbox, as it loads no page; Chromium's own words are left out, so that what is read is Blockscope's.
here=$(dirname -- "$(readlink -f -- "$0")")
program=$here/../lib/blockscope/blockscope

before=
for word do
  case $before$word in
    --headless | --list | --front=headless | --front=browser | '--front headless' | '--front browser' | --help | -h | --version | --check-update | --install-update | --rollback)
      exec "$program" --no-sandbox --ozone-platform=headless --log-level=3 "$@"
      ;;
  esac
  before=
  [ "$word" = --front ] && before='--front '
done

if [ -z "$DISPLAY$WAYLAND_DISPLAY" ]; then
  case " $* " in
    *' --diagnose '*) exec "$program" --no-sandbox --ozone-platform=headless --log-level=3 "$@" ;;
  esac
  echo 'blockscope: There is no display; blockscope --headless runs without one, and blockscope --front browser serves a page.' >&2
  exit 1
fi
if [ "$(id -u)" = 0 ]; then
  echo "blockscope: Chromium's sandbox is off (--no-sandbox), because it cannot be set up by root." >&2
  exec "$program" --no-sandbox "$@"
fi
if [ ! -u "$here/../lib/blockscope/chrome-sandbox" ] && ! unshare --user true 2>/dev/null; then
  echo 'blockscope: There is no sandbox for the page: the system allows no user namespaces, and chrome-sandbox is not setuid root, as an installed package has it.' >&2
  exit 1
fi
exec "$program" "$@"
