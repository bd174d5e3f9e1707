// A recording, or an export, that is cut into a row of files.
import {
  descriptorOf,
  firstFreeNumber,
  numbered,
  type RecorderOptions,
  RecordingRow,
  shownName,
} from '#main/capture/index.ts'
import { openExport } from '#main/export/index.ts'
import { files } from '#main/runtime/drive/files.ts'
import { fail, say } from '#shared/errors.ts'
import type { ExportSettings } from '#shared/kinds/exports.ts'
import { checkRotation, type Rotation } from '#shared/kinds/rotation.ts'
import type { RecordingsOptions } from './request.ts'

export interface RowRequest {
  /** `x.raw`; the files are `x-0001.raw`, `x-0002.raw` and so on, behind those that are there. */
  readonly file: string
  readonly settings: ExportSettings
  readonly rotation: Rotation
  readonly scans: number | null
  readonly seconds: number | null
}

/** Formats whose files hold more than one stretch of the same scans. */
const manyStretches: ReadonlySet<ExportSettings['kind']> = new Set(['raw'])

/**
 * Begins with the first file of the row.
 * @throws EINVAL the rotation is none, or FILE is a stream; ENOSPC; and the file system's errors by name. Nothing is left then
 */
export async function openRow(
  { file, settings, rotation, scans, seconds }: RowRequest,
  stream: Pick<RecorderOptions, 'device' | 'deviceName' | 'format'>,
  {
    clock,
    bytesOf,
    played,
    mostWaitingBytes,
  }: Pick<RecordingsOptions, 'clock' | 'bytesOf' | 'played' | 'mostWaitingBytes'>,
): Promise<RecordingRow> {
  checkRotation(rotation)
  const found = descriptorOf(file) === null ? await files.stat(file).catch(() => null) : null
  if (descriptorOf(file) !== null || (found !== null && !found.isFile()))
    fail('EINVAL', say`Only files can be rotated, and ${shownName(file)} is none.`)
  const { deviceName } = stream
  return RecordingRow.open({
    ...stream,
    rotation,
    scans,
    seconds,
    clock,
    bytesOf,
    mostWaitingBytes,
    number: await firstFreeNumber(file),
    carriesSegments: manyStretches.has(settings.kind),
    open: async (number, format) => {
      const opened = await openExport({
        settings,
        file: numbered(file, number),
        capture: { deviceName, ...format },
        wantedScans: null,
        overwrite: false,
        played: played(),
        signal: null,
        onWait: () => undefined,
      })
      return { target: opened.target, bytes: settings.kind === 'raw' ? null : opened.bytes }
    },
  })
}
