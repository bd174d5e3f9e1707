// The figures that the README quotes. To add one: a row here, then `npm run bench -- readme`.

export interface ReadmeRow {
  /** As a reader of the README knows it. */
  readonly what: string
  /** Benchmark that measures it. */
  readonly command: string
  /** Name of its figure; where the name says what the machine has room for, what it must match. */
  readonly figure: string | RegExp
  /** Shown in this unit, after a multiplication; default: as measured. */
  readonly as?: { readonly unit: string; readonly factor: number }
}

const percent = { unit: '%', factor: 100 } as const

export const readmeRows: readonly ReadmeRow[] = [
  {
    what: 'captured, triggered on and drawn, one channel',
    command: 'capture',
    figure: '1 GS/s, edge trigger: captured',
  },
  {
    what: 'examined by the trigger, of all samples',
    command: 'capture',
    figure: '1 GS/s, edge trigger: examinedShare',
    as: percent,
  },
  { what: 'waveforms drawn', command: 'capture', figure: '1 GS/s, edge trigger: waveforms' },
  {
    what: 'main thread busy meanwhile',
    command: 'capture',
    figure: '1 GS/s, edge trigger: mainThreadBusy',
    as: percent,
  },
  {
    what: 'waveforms in windows of 100 samples, a screen that watches',
    command: 'waveforms',
    figure: '100 samples: waveforms',
  },
  { what: 'the same in windows of 1000 samples', command: 'waveforms', figure: '1000 samples: waveforms' },
  { what: 'captured without looking, one channel', command: 'capture', figure: /^no analysis, 1 x .*: captured$/ },
  { what: 'trigger and persistence on one core', command: 'kernels', figure: 'trigger + persistence, 1000 columns' },
  { what: 'min/max over 64 MiB', command: 'kernels', figure: 'min/max, 64 MiB, one column' },
  { what: 'edge search with hysteresis', command: 'kernels', figure: 'edge search with hysteresis' },
  { what: 'trigger on a pulse', command: 'kernels', figure: 'trigger: pulse, 32 KiB tiles' },
  { what: 'segments kept on one core', command: 'kernels', figure: 'segments of 100 samples, kept back to back' },
  { what: 'bandwidth limit, one channel, on one core', command: 'kernels', figure: 'a low-pass over one channel' },
  { what: 'any view of 1 G stored samples, 1200 columns, p99', command: 'zoom', figure: /samples: p99$/ },
  { what: 'last sample of a block of 16 KiB to its reader, p99', command: 'latency', figure: '16 KiB at 10 MS/s: p99' },
  {
    what: 'screen at 1280x800, 1 GS/s, persistence: Chromium',
    command: 'render',
    figure: 'Chromium, 1 GS/s: frames drawn',
  },
  { what: 'the same: Electron', command: 'render', figure: 'Electron, 1 GS/s: frames drawn' },
  {
    what: 'screen at 100 MS/s, measuring: Chromium',
    command: 'render',
    figure: 'Chromium, 100 MS/s, measuring: frames drawn',
  },
  { what: 'the same: Electron', command: 'render', figure: 'Electron, 100 MS/s, measuring: frames drawn' },
  {
    what: 'start of the program to its first frame: Chromium',
    command: 'start',
    figure: 'Chromium: first frame drawn',
  },
  { what: 'the same: Electron', command: 'start', figure: 'Electron: first frame drawn' },
]

/** The benchmarks that the rows need, each once, in the order of the rows. */
export const readmeCommands: readonly string[] = [...new Set(readmeRows.map(({ command }) => command))]
