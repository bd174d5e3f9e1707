// A reference of a file: its signal, as a channel would play it, once.
import type { FileLoader } from '#main/files/index.ts'
import type { CoherentHeap } from '#main/memory/index.ts'
import type { FoundFile } from '#main/runtime/found-file.ts'
import type { FileOptions } from '#shared/files/options.ts'
import type { PlayedFile } from '#shared/files/played-file.ts'
import { KeptPoints } from './kept-points.ts'
import { putInSlices } from './put-in-slices.ts'

/**
 * Reads it beside everything else; its memory is taken only meanwhile.
 * @param channel the number of the channel that would play it
 * @throws what the file is refused with (EINVAL, ENOENT, EACCES, ENOMEM, EIO)
 */
export async function fileSignal(
  file: FoundFile,
  options: FileOptions,
  channel: number,
  { loader, heap }: { readonly loader: Pick<FileLoader, 'load'>; readonly heap: CoherentHeap },
): Promise<{ readonly points: KeptPoints; readonly file: PlayedFile }> {
  const loaded = await loader.load({ file, channel, options }).loaded
  try {
    const { samples } = loaded.file
    const points = new KeptPoints(samples)
    await putInSlices(points, 0, heap.i16(loaded.address, samples))
    return { points, file: loaded.file }
  } finally {
    heap.free(loaded.address)
  }
}
