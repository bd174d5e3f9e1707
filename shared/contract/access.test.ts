// A read-only viewer on a real session: what changes anything is refused, what only looks is answered.
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { linkedPorts } from '../port/linked.ts'
import { panelsClient } from '../port/panels-page.ts'
import { callsOf } from '../rpc/topic.ts'
import { eventually } from '../testing/eventually.ts'
import { FakeInstrument } from '../testing/fake-instrument.ts'
import type { Guest, Role } from './access.ts'
import { connectInstrument, type InstrumentClient, serveInstrument } from './rpc.ts'
import type { ViewSettings } from './topics/view.ts'
import { type CallName, topics } from './topics.ts'

const view: ViewSettings = { secondsPerDiv: 1e-6, positionSeconds: 0, columns: 100, atSample: null, persistence: true }

/** One good request of every call. */
const requests: { readonly [K in CallName]: unknown } = {
  run: undefined,
  stop: undefined,
  single: undefined,
  addContext: { address: 'x' },
  findBoards: undefined,
  captureDevice: { device: 'dummy' },
  measure: undefined,
  measured: undefined,
  searched: undefined,
  searchedEvents: { at: null, before: 0, most: 10 },
  measurementPlot: { measurement: 'rise voltage0' },
  resetMeasurements: undefined,
  segmentFigures: undefined,
  segmentRows: { first: 0, count: 10, channel: 'voltage0', columns: 20 },
  segment: { index: 0, columns: 100 },
  segmentOverlay: { channel: 'voltage0', columns: 10, rows: 10, low: -1, high: 1 },
  segmentDiffering: { index: 0, channel: 'voltage0' },
  clearSegments: undefined,
  exportKept: { part: { of: 'cursors', epoch: 1, first: 10, end: 20 }, format: { kind: 'vcd', level: 1 }, name: 'x' },
  cancelExport: undefined,
  keepReference: { channel: 'voltage0', epoch: 1, first: 10, end: 20, zero: 12.5 },
  importReference: { channel: 'voltage0', file: 'tone.wav' },
  setReference: { id: 'R1', shown: false },
  removeReference: { id: 'R1' },
  referenceColumns: { id: 'R1', first: 0, end: 10, columns: 10 },
  forceTrigger: undefined,
  clearPersistence: undefined,
  autoSet: undefined,
  setBuffer: { watermark: 8 },
  setTriggerMode: { mode: 'normal' },
  applySettings: { changes: [{ path: 'trigger.level', value: 0.1 }] },
  undo: undefined,
  redo: undefined,
  listSettings: undefined,
  saveSession: undefined,
  loadSession: { text: '{"format":"blockscope session","version":1,"settings":{}}' },
  saveProfile: { name: 'bench 3' },
  chooseProfile: { name: 'bench 3' },
  deleteProfile: { name: 'bench 3' },
  factoryReset: undefined,
  setPreferences: { theme: 'light' },
  setTrigger: { level: 0.1 },
  setView: view,
  writeAttribute: { device: 'iio:device0', path: 'voltage0/source', value: 'sine' },
  readAttribute: { device: 'iio:device0', path: 'nothing' },
  cancelLoad: { channel: 'voltage0' },
  lanesAround: { epoch: 1, sample: 1e12 },
  listDevices: undefined,
  listFiles: undefined,
  chooseFile: undefined,
  startRecording: { scans: null },
  stopRecording: undefined,
  chooseRecordingFolder: undefined,
  showRecording: { file: '/x/a.raw' },
  serveIiod: { port: 30_431 },
  stopIiod: undefined,
  setIiodOverrun: { overrun: 'stop' },
  iiodClients: undefined,
  closeUnfinished: { file: '~/Blockscope/lost.raw' },
  leaveUnfinished: { file: '~/Blockscope/lost.raw' },
  diagnose: { page: ['WebGL: none'] },
  checkUpdate: undefined,
  installUpdate: { version: '1.2.3' },
  rollBackUpdate: undefined,
  takeControl: undefined,
  askControl: undefined,
  giveControl: { to: 0 },
  keepControl: undefined,
  releaseControl: undefined,
}
const names = Object.keys(requests) as (keyof typeof requests)[]
/** Calls for something that the instrument of these tests does not have. */
const unknown = new Set<CallName>(['readAttribute', 'lanesAround', 'segment', 'referenceColumns'])
/** What a viewer may do that only looks. */
const looking = new Set<CallName>([
  'setView',
  'readAttribute',
  'lanesAround',
  'listDevices',
  'iiodClients',
  'listFiles',
  'listSettings',
  'saveSession',
  'measure',
  'measured',
  'measurementPlot',
  'searched',
  'searchedEvents',
  'segmentFigures',
  'segmentRows',
  'segment',
  'segmentOverlay',
  'segmentDiffering',
  'referenceColumns',
  'diagnose',
])

let instrument: FakeInstrument
beforeEach(() => {
  instrument = new FakeInstrument()
})

function connect(role?: Role | Guest): Promise<InstrumentClient> {
  const [near, far] = linkedPorts()
  serveInstrument(near, instrument, role)
  return connectInstrument(far, { client: 'test' })
}

/** The calls that reached the instrument and change something. */
const changesMade = () => instrument.calls.filter(({ name }) => callsOf(topics).get(name)?.changes)

/** The errno of a call, or null when it was carried out. */
async function outcome(client: InstrumentClient, name: keyof typeof requests): Promise<string | null> {
  const call = client.calls[name] as (request: unknown) => Promise<unknown>
  return call(requests[name]).then(
    () => null,
    (thrown: { errno: string }) => thrown.errno,
  )
}

describe('an observer', () => {
  it('is told so, and an operator is one unless it is said', async () => {
    expect((await connect('observer')).hello.about).toMatchObject({
      role: 'observer',
      files: { dialog: false, upload: false, folders: false },
    })
    expect((await connect('operator')).hello.about).toMatchObject({
      role: 'operator',
      files: { dialog: true, upload: true, folders: true },
    })
    expect((await connect()).hello.about.role).toBe('operator')
    expect(instrument.roles).toEqual(['observer', 'operator', 'operator'])
  })

  it('knows every call', () => {
    expect([...names].sort()).toEqual([...callsOf(topics).keys()].sort())
  })

  it.each(names)('%s: is refused with EACCES and a sentence if it changes anything, else carried out', async (name) => {
    const client = await connect('observer')
    expect(await outcome(client, name)).toBe(looking.has(name) ? (unknown.has(name) ? 'ENOENT' : null) : 'EACCES')
    expect(changesMade()).toEqual([])
    const call = client.calls[name] as (request: unknown) => Promise<unknown>
    if (!looking.has(name))
      await expect(call(requests[name])).rejects.toThrow(new RegExp(`^${name} is refused: this view is read-only\\.`))
    // The same call of an operator is none of its concern.
    expect(await outcome(await connect('operator'), name)).not.toBe('EACCES')
  })

  it('has a view, events and frames of its own', async () => {
    const observer = await connect('observer')
    const operator = await connect('operator')
    await observer.calls.setView(view)
    expect(instrument.viewers.map((viewer) => viewer.view)).toEqual([view, null])
    const seen: string[] = []
    observer.onState(({ acquisition }) => acquisition && seen.push(acquisition))
    const frame = new Promise((resolve) => observer.frames.onFrame(resolve))
    observer.frames.grant(1, 0)
    await operator.calls.stop()
    await frame
    await eventually(() => expect(seen).toEqual(['stopped']))
  })

  it('changes nothing, whatever it asks for, in whatever order', async () => {
    const client = await connect('observer')
    const state = instrument.state()
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.oneof(fc.constant(null), fc.json(), fc.object(), fc.constantFrom(...Object.values(requests))),
        async (name, request) => {
          const call = client.calls[name] as (request: unknown) => Promise<unknown>
          await call(request).catch(() => undefined)
        },
      ),
      { numRuns: 2000 },
    )
    expect(changesMade()).toEqual([])
    expect(instrument.state()).toBe(state)
  })
})

it('a page of panels is no viewer more than the page of its trace', async () => {
  await connect()
  const [near, far] = linkedPorts()
  serveInstrument(near, instrument)
  await connectInstrument(far, { client: panelsClient })
  expect(instrument.counted).toEqual([true, false])
})

describe('an observer of another machine', () => {
  it('is told of the instrument, and not of the machine', async () => {
    const client = await connect({ role: 'observer', name: 'eve', isAtMachine: false })
    await expect(client.calls.diagnose({ page: [] })).rejects.toMatchObject({
      errno: 'EACCES',
      message:
        'diagnose is refused: this view is read-only, and what it tells is for those who look after the machine.',
    })
    expect(await outcome(client, 'listSettings')).toBeNull()
    expect(await outcome(await connect({ role: 'operator', name: 'ann', isAtMachine: false }), 'diagnose')).toBeNull()
  })
})

describe('an operator of another machine', () => {
  const ann = { role: 'operator', name: 'ann', isAtMachine: false } as const

  it('is told its party, and offered no window of the system there', async () => {
    const [here, there] = [await connect(), await connect(ann)]
    expect(here.hello.about.party).toBe(0)
    expect(there.hello.about).toMatchObject({
      role: 'operator',
      party: 1,
      files: { dialog: false, upload: true, folders: false },
    })
    expect((await connect({ ...ann, role: 'observer' })).hello.about.party).toBeNull()
  })

  it.each(names)('%s: changes nothing while it is not in control', async (name) => {
    await connect()
    const client = await connect(ann)
    const result = await outcome(client, name)
    if (callsOf(topics).get(name)?.outOfTurn) expect(result).not.toBe('EINVAL')
    else expect(result).toBe(looking.has(name) ? (unknown.has(name) ? 'ENOENT' : null) : 'EACCES')
    expect(changesMade()).toEqual([])
    expect(instrument.desk.state.holder.id).toBe(0)
  })

  it('changes what others do when it is, but opens no window there and changes no program; the others then look', async () => {
    const client = await connect(ann)
    expect(await client.calls.askControl()).toBe(true)
    const here = await connect()
    const ofTheMachine = [
      'chooseFile',
      'chooseRecordingFolder',
      'showRecording',
      'installUpdate',
      'rollBackUpdate',
    ] as const
    for (const name of ofTheMachine) expect(await outcome(client, name)).toBe('EACCES')
    expect(await outcome(client, 'stop')).toBeNull()
    await expect(here.calls.run()).rejects.toThrow('run is refused: ann is in control. Take control first.')
    await here.calls.takeControl()
    expect(await outcome(here, 'run')).toBeNull()
    expect(await outcome(client, 'stop')).toBe('EACCES')
    expect(changesMade().map(({ name }) => name)).toEqual(['stop', 'run'])
  })
})
