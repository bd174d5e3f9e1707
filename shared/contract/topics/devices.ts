// The device tree: every IIO device and its attributes.
import * as v from 'valibot'
import { nothing, record, text } from '../../rpc/shapes.ts'
import { changing, defineTopic, looking, of, slice } from '../../rpc/topic.ts'

export interface AttributeInfo {
  /** `sampling_frequency`, `voltage0/scale`, `buffer0/length`. */
  readonly path: string
  readonly value: string
  readonly writable: boolean
  /** Present when the value is one of a list. */
  readonly options: readonly string[] | null
}

export interface FoundBoard {
  /** As it calls itself. */
  readonly name: string
  /** What {@link devices} `addContext` takes. */
  readonly address: string
}

export interface DeviceTree {
  /** `iio:device0` */
  readonly id: string
  readonly name: string
  readonly status: 'ok' | 'idle' | 'gone'
  /** Its values change without a word: a buffer of it is enabled, or it is on another machine. Those of others change with `devicesRevision`. */
  readonly moves: boolean
  readonly attributes: readonly AttributeInfo[]
}

export interface DevicesFields {
  /** Grows when a device comes or goes, and when an attribute is written, by whomever: `listDevices` has something new then. */
  readonly devicesRevision: number
}

/** Longest attribute value: a page, as in sysfs. */
const attributeBytes = 4096
const attribute = { device: text(128), path: text(256) }

export const devices = defineTopic({
  calls: {
    /**
     * Writes one attribute; a write the device refuses while enabled is applied by a disable/enable transaction. A file is
     * named by `file:NAME` with a name of `listFiles`; any other is refused with EACCES.
     */
    writeAttribute: changing(
      record({ ...attribute, value: v.pipe(v.string(), v.maxLength(attributeBytes)) }),
      of<{ readonly value: string }>(),
    ),
    readAttribute: looking(record(attribute), of<{ readonly value: string }>()),
    /**
     * Adds the devices of another machine that runs iiod: `ip:HOST`, `ip:HOST:PORT`, or HOST alone; or
     * those of the machine that the instrument runs on: `local:`.
     * @returns their names here
     */
    addContext: changing(record({ address: text(256) }), of<{ readonly devices: readonly string[] }>()),
    /** Asks the networks of the instrument's machine which boards run iiod, for two seconds. It is a question to strangers: no viewer's. */
    findBoards: changing(nothing, of<readonly FoundBoard[]>()),
    listDevices: looking(nothing, of<readonly DeviceTree[]>()),
  },
  state: slice<DevicesFields>({ devicesRevision: 0 }),
})
