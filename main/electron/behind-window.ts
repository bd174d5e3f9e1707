// What the window is about: the instrument, and what belongs to it. It is loaded while Chromium loads the page.
import { app } from 'electron'
import type { RunCommand } from '#main/cli/index.ts'
import { beginOf, type Config, recordingFolderNote } from '#main/config/index.ts'
import type { Diary, EarlyWords } from '#main/diagnostics/index.ts'
import { applySessionFile, createInstrument, type Instrument } from '#main/instrument/index.ts'
import type { TimeBreaks } from '#main/runtime/pauses/time-breaks.ts'
import { openUpdater } from '#main/update/index.ts'
import { chooseFileToPlay } from './shell/choose-file.ts'
import { recordingDesk } from './shell/recording-desk.ts'
import { graphicsLines } from './window/graphics.ts'

export { markCaptures, serve } from '#main/instrument/index.ts'
export { openMoreFiles } from './open-more-files.ts'

export interface Beginning {
  readonly config: Config
  readonly diary: Diary
  readonly words: EarlyWords
  readonly breaks: TimeBreaks
}

/** Makes the instrument that a command line asks for; it does not run yet. @throws as {@link createInstrument} */
export async function makeInstrument(
  command: RunCommand,
  { config, diary, words, breaks }: Beginning,
): Promise<Instrument> {
  const { recordings, session } = command
  const remembered = recordingFolderNote(config)
  const recordingsFolder = recordings ?? (await remembered.read())
  return createInstrument({
    front: 'electron',
    seed: command.seed,
    connect: command.connect,
    device: command.device,
    set: command.set,
    trigger: command.trigger,
    search: command.search,
    measure: command.measure,
    heapBytes: command.memoryBytes,
    offeredFolders: command.files,
    ...(recordingsFolder !== null && { recordingsFolder, isFolderChosen: recordings === null }),
    // A kiosk opens no window of the system.
    ...(!command.kiosk && { recordingDesk: recordingDesk(remembered), chooseFile: chooseFileToPlay }),
    uploads: true,
    self: { diary, graphics: graphicsLines },
    updates: (own) => openUpdater(app.getVersion(), { from: command.updateFrom, key: command.updateKey }, own),
    begin: async (made) => {
      // What came before the screen is told to the first who comes to it.
      words.tell((line) => made.remark(line))
      await config.begin(made, beginOf(command) ?? (session === null ? 'last' : null), words.warn)
      if (session !== null) await applySessionFile(made, session)
    },
    kept: config,
    breaks,
    run: false,
    warn: (line) => diary.log.warn(line),
  })
}
