// What versions before the one settings file have kept, each in a file of its own. They are read once, and left where they are.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'
import { type Contents, noContents, type Session, type WindowPlace } from './contents.ts'

const whole = v.pipe(v.number(), v.integer(), v.minValue(-100_000), v.maxValue(100_000))
const windowShape = v.strictObject({
  version: v.literal(1),
  bounds: v.nullable(v.strictObject({ x: whole, y: whole, width: whole, height: whole })),
  isMaximized: v.boolean(),
})
const folderShape = v.strictObject({
  version: v.literal(1),
  folder: v.pipe(v.string(), v.maxLength(4096), v.check(path.isAbsolute)),
})
const sessionShape = v.looseObject({ format: v.literal('blockscope session') })

function read<T>(file: string, shape: v.GenericSchema<unknown, T>): T | null {
  try {
    return v.parse(shape, JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    // It is not there, or nothing can be made of it; it stays where it is.
    return null
  }
}

/** Of screens that nobody has noted: those that there are. */
export const anyScreens = ''

/** What the files of earlier versions in a folder say; null: there are none. */
export function readEarlierFiles(folder: string): Contents | null {
  const session = read<Session>(path.join(folder, 'last-session.blockscope'), sessionShape)
  const window = read(path.join(folder, 'window-state.json'), windowShape)
  const recordings = read(path.join(folder, 'recording-folder.json'), folderShape)?.folder ?? null
  if (session === null && window === null && recordings === null) return null
  const place = (found: WindowPlace): WindowPlace => ({ bounds: found.bounds, isMaximized: found.isMaximized })
  return {
    ...noContents,
    session,
    recordings,
    windows: window === null ? [] : [{ screens: anyScreens, place: place(window) }],
  }
}
