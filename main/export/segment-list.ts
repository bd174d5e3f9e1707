// The list of kept segments, as the formats of numbers have it.
import type { RecordedSegment } from '#main/capture/index.ts'

/**
 * The row of a segment: at which scan of the file it begins (0 is the first), the sample of its first scan and the instant of its
 * trigger in the stream (samples since its begin, the trigger with a fraction), and when its first scan was converted, Unix ms.
 */
export const segmentNumbers = (segment: RecordedSegment): readonly [number, number, number, number] => [
  segment.atScan,
  segment.firstSample,
  segment.triggerSample ?? Number.NaN,
  segment.startUnixMs,
]
