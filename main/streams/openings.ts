// Opens what the address of a stream says: where writers come from, and how their samples lie.
import { openReplay, rawForm } from '#main/files/index.ts'
import type { FoundFile } from '#main/runtime/found-file.ts'
import { fail, say } from '#shared/errors.ts'
import {
  formatStreamAddress,
  mostStreamChannels,
  type StreamSource,
  streamLayout,
} from '#shared/streams/stream-text.ts'
import type { Supply } from './feed.ts'
import { onceSupply, pathSupply, standardInputSupply } from './pipe-supply.ts'
import type { FrameLayout } from './ring-filler.ts'
import { connectSupply, listenSupply } from './tcp-supply.ts'

export interface Opening {
  readonly supply: Supply
  readonly layout: FrameLayout
  /** As it is told: with the port that one got that listens on any. */
  readonly address: string
  /** How the samples lie, in words. */
  readonly form: string
  readonly rateHz: number | null
}

export interface OpeningOrder {
  readonly source: StreamSource
  /** What a source that replays a file names; null: it replays none. */
  readonly file: FoundFile | null
}

/** @throws ENOENT, EACCES, EINVAL, EBUSY for what cannot be opened */
export async function openStream({ source, file }: OpeningOrder): Promise<Opening> {
  const { address, options } = source
  if (address.kind === 'replay') return replay(source, file)
  const { type, channels } = streamLayout(options)
  const sample = rawForm(type)
  const indexes = Array.from({ length: channels }, (_, k) => k)
  const raw = {
    layout: {
      forms: indexes.map(() => sample),
      places: indexes.map((k) => k * sample.bytes),
      frameBytes: sample.bytes * channels,
      scale: options.scale ?? 1,
    },
    form: `${type}${channels === 1 ? '' : `, ${channels} channels`}`,
    rateHz: options.rate ?? null,
    address: formatStreamAddress(address),
  }
  switch (address.kind) {
    case 'standardInput':
      return { ...raw, supply: standardInputSupply() }
    case 'path':
      return { ...raw, supply: pathSupply(address.path) }
    case 'connect':
      return { ...raw, supply: connectSupply(address.host, address.port) }
    case 'listen': {
      const { supply, port } = await listenSupply(address.port)
      return { ...raw, supply, address: formatStreamAddress({ kind: 'listen', port }) }
    }
  }
}

function replay({ address, options }: StreamSource, file: FoundFile | null): Opening {
  if (file === null) fail('EINVAL', say`There is no file to replay.`)
  const { frames, scale, rateHz, about, descriptor, close } = openReplay(file, options)
  const { forms, places, frameBytes } = frames
  if (forms.length > mostStreamChannels) {
    close()
    fail('EINVAL', say`${file.name} has ${forms.length} channels; up to ${mostStreamChannels} can be replayed.`)
  }
  const isLooped = address.kind === 'replay' && address.isLooped
  const supply = isLooped ? roundsSupply(() => frames.slices()) : onceSupply(asWriter(frames.slices()))
  return {
    supply: { ...supply, ...(descriptor !== null && { held: descriptor }) },
    layout: { forms, places, frameBytes, scale },
    address: formatStreamAddress(address),
    form: about,
    rateHz,
  }
}

async function* asWriter(slices: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* slices
}

/** The same from its begin, again and again, until there is nothing of it or it breaks off. */
function roundsSupply(slices: () => Iterable<Uint8Array>): Supply {
  let isOver = false
  const round = async function* (): AsyncGenerator<Uint8Array> {
    isOver = true
    for (const slice of slices()) {
      isOver = slice.length === 0
      yield slice
    }
  }
  return {
    isOnce: false,
    isAtOnce: true,
    next: async () => {
      // Short rounds leave time for what else the thread has to do.
      await new Promise((resolve) => setImmediate(resolve))
      return isOver ? null : round()
    },
  }
}
