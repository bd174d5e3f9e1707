// What reads each format: one row per kind of `shared/kinds/formats.ts`; without its row it does not compile.
import type { FileFormat } from '#shared/kinds/formats.ts'
import type { ByteFile } from './byte-file.ts'
import { planCsv } from './csv/plan-csv.ts'
import { isAiff, planAiff } from './frames/aiff.ts'
import { isNpy, planNpy } from './frames/npy.ts'
import { planRaw } from './frames/raw.ts'
import { planRecording, readDescription } from './frames/recording.ts'
import { isSigmf, planSigmf } from './frames/sigmf.ts'
import { isWav, planWav } from './frames/wav.ts'
import type { FilePlan, FileRequest, Progress } from './plan.ts'
import { extensionOf } from './signatures.ts'
import { isSigrok, planSigrok } from './sigrok/sigrok.ts'

export interface FormatReader {
  /**
   * Decides how a file is read, and reads as much of it as that takes.
   * @throws EINVAL for what cannot be played of it; ENOMEM for more samples than there is room for; EIO
   */
  plan(file: ByteFile, request: FileRequest, progress: Progress): FilePlan
  /** Whether a file that begins so is one, beyond doubt; null: its bytes do not say it. */
  readonly isOne: ((head: Uint8Array, file: ByteFile) => boolean) | null
}

/** In the order in which a file is asked what it is. */
export const readers: { readonly [K in FileFormat]: FormatReader } = {
  wav: { plan: planWav, isOne: isWav },
  aiff: { plan: planAiff, isOne: isAiff },
  recording: {
    plan: (file, request) => planRecording(file, request),
    isOne: (_head, file) => readDescription(file) !== null,
  },
  csv: { plan: planCsv, isOne: null },
  npy: { plan: planNpy, isOne: isNpy },
  sigmf: { plan: planSigmf, isOne: isSigmf },
  sigrok: { plan: planSigrok, isOne: isSigrok },
  raw: { plan: (file, request) => planRaw(file, extensionOf(file.path), request), isOne: null },
}
