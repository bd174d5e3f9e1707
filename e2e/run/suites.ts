// The suites of `npm test`, in order: the quick ones first.
import { readPlaywright, readVitest, type Totals } from './totals.ts'

export interface Suite {
  readonly name: string
  /** Program of node_modules/.bin and its words. `{report}` stands for the file of its JSON report. */
  readonly command: readonly [program: string, ...words: string[]]
  readonly read: (report: unknown) => Totals
  /** Environment that names the report, for runners that do not take it on the command line. */
  readonly reportVariable?: string
}

export const suites: readonly Suite[] = [
  {
    name: 'unit and integration tests',
    command: ['vitest', 'run', '--reporter=default', '--reporter=json', '--outputFile.json={report}'],
    read: readVitest,
  },
  {
    name: 'end-to-end tests',
    command: ['playwright', 'test', '--reporter=list,json'],
    reportVariable: 'PLAYWRIGHT_JSON_OUTPUT_FILE',
    read: readPlaywright,
  },
]
