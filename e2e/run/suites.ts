// The suites of `npm test`, in order: the quick ones first. Those of a round run beside each other.
import { readPlaywright, readVitest, type Totals } from './totals.ts'

export interface Suite {
  readonly name: string
  /** Program of node_modules/.bin and its words. `{report}` stands for the file of its JSON report. */
  readonly command: readonly [program: string, ...words: string[]]
  readonly read: (report: unknown) => Totals
  /** Environment that names the report, for runners that do not take it on the command line. */
  readonly reportVariable?: string
}

/** As the end-to-end tests, a test may try twice, and is then named; what a random test found once fails (totals.ts). */
const vitest = [
  'vitest',
  'run',
  '--retry=1',
  '--reporter=default',
  '--reporter=json',
  '--outputFile.json={report}',
] as const

const everyCore = '--maxWorkers=100%'

/**
 * What captures at the full rate, or counts what gets lost, has the machine for itself; other specs share it, two at a
 * time.
 */
const alone =
  '\\b(blind-time|closing|controls|deaths|glitch|installed|page-loss|picture|recording-kills|screenshots|stalled-page|trace)\\.[a-z.]*spec'
const playwright = ['playwright', 'test', '--reporter=list,json'] as const

/** Rooms whose tests run in a suite of their own, with the coverage of their branches measured (vitest.config.ts). */
const measured = ['main/iio', 'main/dmaengine', 'main/testing'] as const
const conformance = 'main/testing/conformance'

/**
 * Slow tests that wait most of their time, for programs of their own, and pass whatever else the machine does: what is lost
 * has to be said, and nothing may grow. The others count what is lost, and have the machine for themselves.
 */
const patient = ['e2e/kills', 'e2e/weeks', 'main/memory'] as const
const slow = [...vitest, '--maxWorkers=1', '--project=slow'] as const

export const rounds: readonly (readonly Suite[])[] = [
  [
    {
      name: 'conformance tests',
      command: ['tsx', `${conformance}/run.ts`, '{report}'],
      read: readVitest,
    },
  ],
  [
    {
      name: 'tests of the IIO and DMA layers',
      command: [...vitest, everyCore, '--project=node', '--coverage', `--exclude=${conformance}/**`, ...measured],
      read: readVitest,
    },
  ],
  [
    {
      name: 'unit and integration tests',
      command: [
        ...vitest,
        everyCore,
        ...['node', 'page', 'page-mocks', 'pixels'].map((project) => `--project=${project}`),
        ...measured.map((room) => `--exclude=${room}/**`),
      ],
      read: readVitest,
    },
    { name: 'kills, disks that hang, and weeks in short', command: [...slow, ...patient], read: readVitest },
  ],
  [
    {
      name: 'soak',
      command: [...slow, ...patient.map((room) => `--exclude=${room}/**`)],
      read: readVitest,
    },
  ],
  [
    {
      name: 'end-to-end tests',
      command: [...playwright, '--workers=2', `--grep-invert=${alone}`],
      reportVariable: 'PLAYWRIGHT_JSON_OUTPUT_FILE',
      read: readPlaywright,
    },
  ],
  [
    {
      name: 'end-to-end tests that want the machine',
      command: [...playwright, '--workers=1', `--grep=${alone}`, '--output=test-results/e2e-alone'],
      reportVariable: 'PLAYWRIGHT_JSON_OUTPUT_FILE',
      read: readPlaywright,
    },
  ],
]
