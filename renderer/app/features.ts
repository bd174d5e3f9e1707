// The features of the page, in the order of their panels and of the help.
import { acquisition } from '../features/acquisition/index.ts'
import { buffer } from '../features/buffer/index.ts'
import { capture } from '../features/capture/index.ts'
import { channels } from '../features/channels/index.ts'
import { control } from '../features/control/index.ts'
import { cursors } from '../features/cursors/index.ts'
import { devices } from '../features/devices/index.ts'
import { exporting } from '../features/export/index.ts'
import { files } from '../features/files/index.ts'
import { guide } from '../features/guide/index.ts'
import { math } from '../features/math/index.ts'
import { measure } from '../features/measure/index.ts'
import { memory } from '../features/memory/index.ts'
import { palette } from '../features/palette/index.ts'
import { profiles } from '../features/profiles/index.ts'
import { programs } from '../features/programs/index.ts'
import { recording } from '../features/recording/index.ts'
import { references } from '../features/references/index.ts'
import { search } from '../features/search/index.ts'
import { segments } from '../features/segments/index.ts'
import { session } from '../features/session/index.ts'
import { timebase } from '../features/timebase/index.ts'
import { trigger } from '../features/trigger/index.ts'
import { updates } from '../features/updates/index.ts'
import { upkeep } from '../features/upkeep/index.ts'
import { zoom } from '../features/zoom/index.ts'
import type { Feature, Tab } from '../kit/feature.ts'
import { type CommandTable, installCommands } from '../kit/keys/commands.ts'
import { installMenus } from '../kit/menu/menu.ts'
import { useLayout } from '../state/layout.ts'
import { usePair } from '../state/pair/use-pair.ts'
import { screenCommands } from './commands.ts'

export const features: readonly Feature[] = [
  capture,
  control,
  devices,
  recording,
  session,
  profiles,
  files,
  exporting,
  channels,
  math,
  references,
  timebase,
  zoom,
  acquisition,
  memory,
  measure,
  search,
  segments,
  trigger,
  cursors,
  buffer,
  programs,
  upkeep,
  palette,
  guide,
  updates,
]

/** Those of the strip below the trace. */
export const tabs: readonly Tab[] = features.flatMap(({ tab }) => tab ?? [])

const tabCommands: CommandTable = Object.fromEntries(
  tabs.map(({ id, title, keys }) => [
    id,
    { group: 'Screen', action: `${title}: show, or fold away`, keys, run: () => useLayout().toggleTab(id) },
  ]),
)

/** What needs the trace is done by the page that has it, whichever page the key was pressed on. */
const whereTheTraceIs = (table: CommandTable): CommandTable =>
  Object.fromEntries(
    Object.entries(table).map(([id, command]) => {
      const { needsTrace, run } = command
      if (needsTrace !== true || run === null) return [id, command]
      return [id, { ...command, run: (number: number) => usePair().onTracePage(id, number, () => run(number)) }]
    }),
  )

installCommands([...features.map(({ commands = {} }) => commands), tabCommands, screenCommands].map(whereTheTraceIs))
installMenus(features)
