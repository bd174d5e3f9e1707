// What `--help` prints.
import { defaultSeed } from '#main/instrument/index.ts'
import { fileHelp } from '#shared/files/help.ts'
import { exportFormats, exportKinds } from '#shared/kinds/exports.ts'
import { measurementNames } from '#shared/kinds/measurements.ts'
import { triggerNames } from '#shared/kinds/trigger-text.ts'
import { streamHelp } from '#shared/streams/stream-text.ts'

/** Words one behind the other, in lines of up to `width` characters that are moved in by `indent`. */
function columnOf(words: readonly string[], indent: number, width: number): string {
  const lines = ['']
  for (const word of words)
    if (`${lines.at(-1)} ${word}`.length > width) lines.push(word)
    else lines[lines.length - 1] = `${lines.at(-1)} ${word}`.trim()
  return lines.map((line) => ' '.repeat(indent) + line).join('\n')
}

/** All names of a kind of thing, in the column of the help. */
const measureHelp = columnOf(measurementNames, 37, 84)
const exportHelp = exportFormats
  .map((name) => `${' '.repeat(37)}${name.padEnd(6)} ${exportKinds[name].about}`)
  .join('\n')
const triggerHelp = columnOf(triggerNames, 37, 84)

export const helpText = `Usage: npm start -- [options]

Blockscope captures a simulated gigasample ADC, or another IIO device, through DMA blocks and shows it live.

  --front electron|browser|headless  choose the front; by default the desktop app when it can run, else the browser
  --headless                         same as --front headless: no screen, a status line each second
  --for DURATION                     end after this much capture (5s, 250ms, 2min)
  --json                             headless: print one JSON object as the last line
  --device NAME                      capture this device (its name or id, see --list); default: the gigasample ADC
  --connect ip:HOST[:PORT]           add the devices of another machine that runs iiod (a Pluto, an M2K, any board with Linux), and
                                     capture the first of them that samples, unless --device names another one; repeatable;
                                     xml:FILE shows the devices that a file describes; local: adds the IIO devices of this machine,
                                     local:ROOT those below another root of files (ROOT/sys, ROOT/dev)
  --set PATH=VALUE                   set an attribute (sampling_frequency=100000000, voltage1/en=1,
                                     voltage0/source=file:/path/x.wav) or a setting of the instrument
                                     (trigger.level=500mV, timebase.secondsPerDiv=1us, buffer.blockBytes=64KiB or
                                     auto; --list prints them all) before the capture begins; repeatable
  --at TIME:PATH=VALUE               the same, applied live at that time (2s:blockBytes=64KiB); repeatable;
                                     analysisStall=5s lets the analysis stand still, to see what that costs (with --set,
                                     from the start)
  --trigger 'KIND NAME=VALUE ...'    trigger on this (pulse channel=voltage0 width=<20ns), each value as --set
                                     trigger.NAME=VALUE takes it; of a kind that compares a time the comparison may stand
                                     before it (width=>1us), and width=10ns..20ns is inside; it comes after --set; the
                                     report of --json counts its events; KIND is one of
${triggerHelp}
  --search 'KIND NAME=VALUE ...'     look for this in everything that is in memory; the report of --json has its count, its
                                     share of the memory, and the newest positions; KIND as above
  --measure 'NAME CHANNEL'           measure this, cycle after cycle (rise voltage0, phase voltage0 voltage1), and report with
                                     --json now, mean, min, max, sigma, count and the share of the stream that it is of:
                                     what comes too fast is left out; repeatable; NAME is one of
${measureHelp}
  --segments N                       headless: keep N records of segments.length samples (--set segments.length=100), each on a
                                     trigger of its own, one behind the other, and end with the last; the report of --json
                                     says how many were kept and lost, when, and how soon after one another
  --session FILE                     begin with the settings of a session file; --set comes after it
  --profile NAME                     begin with the settings of a profile (Alt + P on the screen saves them); --session and --set come
                                     after it
  --config DIR                       keep settings and profiles in DIR/settings.json; default: the platform's folder
                                     (~/.config/blockscope on Linux)
  --factory-reset                    put settings, preferences and profiles back to the beginning; the file of before is kept
                                     under another name
  --seed N                           seed of the simulated signals (default ${defaultSeed})
  --record FILE                      headless: record raw interleaved samples to FILE, and FILE.json beside it, which says
                                     what is in it; - is standard output: samples only, the lines go to standard error
  --export FORMAT:FILE               headless: the same samples to FILE in the form of another tool, and FILE.json beside it, as
                                     with --record; repeatable, and beside --record; FORMAT is one of
${exportHelp}
                                     a value of it stands behind it: vcd,level=500mV:FILE
  --export-segments FORMAT:FILE      headless: the segments that --segments kept, each of them whole, to FILE when the capture has ended, and
                                     FILE.json beside it, which lists them with their triggers; repeatable; FORMAT as above;
                                     parquet,rows=waveforms:FILE has a row for each, with its trigger, min, max, mean, rms and codes;
                                     of channels wider than 16 bits they have the 16 that are kept
  --stream [lossless:]TARGET         headless: the raw samples as they come to tcp:HOST:PORT, FILE, a FIFO or - (standard output);
                                     repeatable; what is too fast for TARGET is left out in whole blocks and counted, so that the
                                     capture goes on; with lossless: nothing is, and memory holds what waits
  --rotate SIZE|TIME[,keep=N][,total=SIZE]
                                     with --record and --export: one file after the other (1GiB, 10min, 1GiB|10min: what comes
                                     first), FILE-0001 and so on behind those that are there, without a scan lost or doubled between
                                     two; keep=N files stay, or as many as take total=SIZE: the oldest of this run are removed
  --samples N                        with --record and --export: end after exactly N scans
  --overwrite                        with --record, --export and --export-segments: replace FILE and FILE.json when they are there
  --channels LIST                    headless: capture these channels and no others (voltage0,voltage1)
  --memory SIZE                      memory for blocks and for looking back (512MiB, 2GiB); default: a quarter of what
                                     the machine has, or its container may use, and at most 4 GiB
  --files FOLDER                     viewers may play the files of this folder (and what they send, or choose in a dialog);
                                     repeatable; default: the folder of recordings
  --recordings FOLDER                what is recorded on the screen goes there; it is made when it is missing; default:
                                     the folder that was chosen in the window, else Blockscope in the home folder
  --iiod [HOST:]PORT                 serve all devices to programs that use libiio 0.x (iio_info, iio_readdev), as iiod does; on this machine only, unless HOST names another address; 30431 is the port they
                                     look for; who can reach it can change every attribute
  --iiod-overrun skip|stop           what becomes of scans that such a program is too slow for: skip leaves them out and counts them (the
                                     default), stop ends its stream there, so that nothing it got lacks any
  --scpi [HOST:]PORT                 let scripts command it in SCPI (PyVISA: TCPIP::127.0.0.1::PORT::SOCKET); on this machine only, unless
                                     HOST names another address; 5025 is the usual port; who can reach it can change
                                     every setting
  --listen [HOST:]PORT               let viewers of other machines in, with TLS and a token each: the page, to look at, and to control one
                                     at a time; at every address of this machine, unless HOST names one; with all of these:
  --tls-cert FILE, --tls-key FILE    its certificate (PEM, with its chain) and the key of that
  --tokens FILE                      who may come; only hashes are in it, and nobody but its owner may read it
  --new-token NAME[,control][,days=N]   with --tokens: make a token for somebody, print it and its address once, and exit; to look at only,
                                     unless it says control; good for 30 days, unless it says how many
  --kiosk                            the window fills the screen and has no menu; Ctrl + Alt + Shift + Q is the way out of it
  --port N                           browser: TCP port on 127.0.0.1 (default: any free one)
  --log FOLDER                       keep the log, and word of what died, in this folder; default: logs in the folder of the settings,
                                     and without a screen none; it stays below 1 MiB and names no file of yours
  --log-paths                        the log may name files
  --diagnose                         print versions, machine, settings, devices, what died and the newest lines of the log,
                                     without the names of your files, and exit; for somebody who helps you; with
                                     --front electron the state of the graphics, too
  --check-update                     say whether there is a newer version, and end; needs --update-from and --update-key, or the
                                     file /etc/blockscope/updates.json (on Windows updates.json beside the program)
  --install-update                   install it, unless a capture or a recording is under way on this machine, and end
  --rollback                         install the version before again, which is kept, and end
  --update-from FOLDER|URL           where packages and their signed description (npm run sign-feed) lie; in the window, too
  --update-key FILE                  the public key of who signs that
  --list                             print devices, channels and attributes, and exit
  --help, --version                  print this, or the version, and exit

${fileHelp}

${streamHelp}

Exit code: 0 all is well, also after a signal; 1 something failed; 2 the command line was refused, and nothing was
started; 3 the recording has fewer scans than --samples or --for asked for; 128 + n signal n came before the capture
began; 137 it did not end in time, or a second signal came.`
