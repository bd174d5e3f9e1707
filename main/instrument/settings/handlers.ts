// The settings as viewers reach them. A viewer names no files but those that are offered.

import type { Setting } from '#shared/contract/topics/settings.ts'
import type { Topics } from '#shared/contract/topics.ts'
import type { ServedTopic } from '#shared/rpc/service.ts'
import { formatSession, parseSession, sessionEnding } from '#shared/session/session.ts'
import type { OfferedFiles } from '../offered/offered-files.ts'
import { blockscopeVersion } from '../version.ts'
import type { WritePath } from './write-path.ts'

export function settingsHandlers(
  settings: WritePath,
  files: Pick<OfferedFiles, 'admit'>,
): ServedTopic<Topics, 'settings'>['calls'] {
  const admitted = ({ path, value }: Setting): Setting => ({
    path,
    value: path.startsWith('device/') && typeof value === 'string' ? files.admit(value) : value,
  })
  return {
    applySettings: async ({ changes, gesture }) =>
      settings.change(changes.map(admitted), gesture === undefined ? {} : { gesture }),
    undo: () => settings.undo(),
    redo: () => settings.redo(),
    listSettings: async () => {
      const values = await settings.read()
      return [...settings.tree.leaves()].map(([path, parameter]) => ({
        path,
        parameter,
        value: values.get(path) ?? null,
      }))
    },
    saveSession: async () => ({
      text: formatSession(await settings.read(), blockscopeVersion),
      name: `session${sessionEnding}`,
    }),
    loadSession: async ({ text }) => settings.load(parseSession(text).map(admitted)),
  }
}
