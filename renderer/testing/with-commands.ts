// A few commands in place of those of all features, for the tests of a file or of a `describe`.
import { afterAll, beforeAll } from 'vitest'
import { allCommands, type CommandTable, installCommands, type NamedCommand } from '../kit/keys/commands.ts'

/** Installs them before its tests. What was installed comes back afterwards: the next file shares this worker. */
export function withCommands(table: CommandTable): void {
  let before: readonly NamedCommand[] = []
  beforeAll(() => {
    before = allCommands()
    installCommands([table])
  })
  afterAll(() => installCommands([Object.fromEntries(before.map((command) => [command.id, command]))]))
}
