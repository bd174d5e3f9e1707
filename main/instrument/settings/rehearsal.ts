// Applies what the command line asks for before anything is captured: --session, --device, --set, --trigger and --measure
// for good, --at once as a rehearsal and then taken back. So a wrong path or value is found while nothing has started.
import { parseBoolean } from '#main/iio/index.ts'
import { errnoOf, fail, say, sentenceOf } from '#shared/errors.ts'
import type { Instrument } from '../instrument.ts'
import { addMeasurements } from './add-measurements.ts'
import { assign, inDependencyOrder, stallSeconds } from './assign.ts'
import type { Assignment, ScheduledAssignment } from './assignment.ts'
import { applySessionFile } from './session.ts'
import { setTrigger } from './set-trigger.ts'

/** What of a command line is rehearsed. */
export interface Rehearsal {
  /** The device to capture, by id or name; null: the first. */
  readonly device: string | null
  /** The session file to begin with; null: none. */
  readonly session: string | null
  readonly set: readonly Assignment[]
  /** `pulse channel=voltage0 width=<20ns`; null: the one that is set. */
  readonly trigger: string | null
  /** What is looked for in the memory, in the same form; null: what is set. */
  readonly search: string | null
  /** Measurements, `rise voltage0` each. */
  readonly measure: readonly string[]
  /** So many segments; null: as it is set. */
  readonly segments: number | null
  readonly at: readonly ScheduledAssignment[]
  /** The file to be recorded into; null: none. */
  readonly record: string | null
  readonly exports: readonly unknown[]
  /** The channels to be captured, by id; null: those that are on. */
  readonly channels: readonly string[] | null
}

const isEnable = (path: string): boolean => /(^|\/)buffer0?\/enable$/.test(path)
const isChannelSwitch = (path: string): boolean => /[/_]en$/.test(path)

/** @throws EINVAL, ENOENT, EACCES, ... for the first assignment that would be refused; then nothing may be started */
export async function rehearse(instrument: Instrument, command: Rehearsal): Promise<void> {
  if (command.session !== null) await applySessionFile(instrument, command.session)
  if (command.device !== null) await instrument.handlers.captureDevice({ device: command.device })
  if (command.channels !== null) await chooseChannels(instrument, command.channels)
  for (const assignment of inDependencyOrder(command.set))
    await named('--set', assignment, () => apply(instrument, assignment))
  if (command.trigger !== null) await setTrigger(instrument, command.trigger)
  if (command.search !== null) await setTrigger(instrument, command.search, 'search.')
  await addMeasurements(instrument, command.measure)
  if (command.segments !== null) await wantSegments(instrument, command.segments)
  await instrument.parts.source.readFormat()
  const before = await instrument.settings.read()
  const inOrder = command.at.toSorted((a, b) => a.atSeconds - b.atSeconds)
  for (const assignment of inOrder)
    await named('--at', assignment, async () => {
      if ((command.record !== null || command.exports.length > 0) && isChannelSwitch(assignment.path))
        fail('EBUSY', say`The channels cannot change while recording.`)
      // A fault to order is checked, but not done.
      if (stallSeconds(assignment) !== null) return
      await apply(instrument, assignment)
      await instrument.parts.source.readFormat()
    })
  if (command.at.length > 0) await instrument.settings.load([...before].map(([path, value]) => ({ path, value })))
  await instrument.settings.begin()
  await instrument.refresh()
}

/** Those channels on, all others off. */
async function chooseChannels(instrument: Instrument, channels: readonly string[]): Promise<void> {
  const known = instrument.state().channels.map(({ id }) => id)
  for (const id of channels)
    if (!known.includes(id)) fail('EINVAL', say`--channels: there is no channel ${id}; there are ${known.join(', ')}.`)
  const { deviceName } = instrument.state()
  try {
    await instrument.settings.load(
      known.map((id) => ({ path: `device/${deviceName}/${id}/en`, value: channels.includes(id) ? '1' : '0' })),
    )
  } catch (thrown) {
    fail('EINVAL', say`--channels ${channels.join(',')}: ${sentenceOf(thrown)}`)
  }
}

async function wantSegments(instrument: Instrument, count: number): Promise<void> {
  try {
    await instrument.settings.change([
      { path: 'segments.count', value: count },
      { path: 'segments.on', value: true },
    ])
  } catch (thrown) {
    fail(errnoOf(thrown), say`--segments ${count}: ${sentenceOf(thrown)}`)
  }
}

async function named(option: string, { path, value }: Assignment, step: () => Promise<void>): Promise<void> {
  try {
    await step()
  } catch (thrown) {
    fail('EINVAL', say`${`${option} ${path}=${value}`}: ${sentenceOf(thrown)}`)
  }
}

async function apply(instrument: Instrument, assignment: Assignment): Promise<void> {
  if (!isEnable(assignment.path)) return assign(instrument, assignment)
  // Enabling is what the run itself does; here only the word is checked.
  parseBoolean(assignment.value)
}
