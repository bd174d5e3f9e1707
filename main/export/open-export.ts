// An export as the recorder sees it: a target whose sink encodes. So what the recorder promises of a recording holds for
// every format: nothing is lost unsaid, nothing is overwritten unasked, and what is said of the file is true at every moment.
import { type Description, openTarget, type RecordingTarget, type TargetOptions } from '#main/capture/index.ts'
import { ErrnoError, fail, say } from '#shared/errors.ts'
import { type ExportSettings, exportKinds } from '#shared/kinds/exports.ts'
import { EncodingSink } from './encoding-sink.ts'
import type { Capture, ExportRow } from './format.ts'
import { Encoding, type FarSide } from './thread/encoding.ts'
import { writers } from './writers.ts'

export interface OpenExport {
  readonly target: RecordingTarget
  /** Bytes in the file until now. */
  readonly bytes: () => number
  /** Whether the file itself says where samples are missing. */
  readonly carriesGaps: boolean
}

export interface ExportOptions extends Omit<TargetOptions, 'bytes' | 'form'> {
  readonly settings: ExportSettings
  readonly capture: Capture
  /** Scans that are asked for; null: not known. */
  readonly wantedScans: number | null
  /** What of the memory it is, for the description. Default: it is taken as it comes. */
  readonly part?: string
  /** Where its encoder runs. Default: a thread of its own. */
  readonly side?: FarSide
}

const rowOf = ({ kind }: ExportSettings): ExportRow<unknown> => writers[kind] as ExportRow<unknown>

/** The file that an export writes. */
export const exportedFile = (settings: ExportSettings, file: string): string => rowOf(settings).fileOf?.(file) ?? file

/**
 * Opens a file for an export. Nothing is left of a failure.
 * @throws EINVAL this capture does not go into this format, or this format into such a file; and as {@link openTarget}
 */
export async function openExport(options: ExportOptions): Promise<OpenExport> {
  const encoding = await Encoding.open(options.capture, options.settings, options.side)
  try {
    return await openEncoded(encoding, options)
  } catch (thrown) {
    await encoding.close()
    throw thrown
  }
}

async function openEncoded(encoding: Encoding, options: ExportOptions): Promise<OpenExport> {
  const { settings, capture, wantedScans } = options
  const { name, carriesGaps } = exportKinds[settings.kind]
  const row = rowOf(settings)
  const description = row.describe?.(capture)
  const target = await openTarget({
    ...options,
    file: exportedFile(settings, options.file),
    bytes: encoding.facts.isPlain ? (wantedScans ?? 0) * capture.bytesPerScan : 0,
    ...(description !== undefined && { form: description.form }),
  })
  if (target.sidecar === null && row.needsFile) {
    await target.discard()
    fail('EINVAL', say`${name} goes into files only, not to ${target.name}.`)
  }
  const sink = new EncodingSink(target.sink, encoding, capture.bytesPerScan)
  const { sidecar } = target
  const part = options.part !== undefined && { part: options.part }
  const told = ({ sidecar: said, ...lists }: Description): Description => ({
    sidecar:
      settings.kind === 'raw'
        ? { ...said, ...part }
        : { ...said, ...part, format: 'blockscope-export', exportFormat: settings.kind, bytes: sink.bytes },
    ...lists,
  })
  let segments = 0
  return {
    carriesGaps,
    bytes: () => sink.bytes,
    target: {
      ...target,
      sink,
      listener: {
        onSegment(segment) {
          if (segment.samplingFrequencyHz !== capture.samplingFrequencyHz && settings.kind !== 'raw')
            return new ErrnoError(
              'EINVAL',
              say`The rate changed to ${segment.samplingFrequencyHz} Hz; ${name} holds one rate.`,
            )
          const isKept = segment.triggerSample !== undefined
          if (segments++ > 0 && !row.carriesSegments && !isKept)
            return new ErrnoError('EINVAL', say`The capture was stopped and begun anew; ${name} holds one stretch.`)
          sink.startUnixMs ??= segment.startUnixMs
          description?.onSegment(segment)
          if (isKept) sink.segment(segment)
          return null
        },
        onGap(gap) {
          sink.gap(gap)
          description?.onGap(gap)
        },
      },
      sidecar:
        sidecar === null
          ? null
          : {
              async create(first) {
                // Before the file has its name.
                await sink.begin()
                await sidecar.create(told(first))
              },
              async renew(next) {
                await sink.tell(next.sidecar.scans)
                await sidecar.renew(told(next))
              },
            },
      async discard() {
        await encoding.close()
        await target.discard()
      },
    },
  }
}
