// The acquisition mode: how the trace that is drawn is made of the samples. What can be chosen is `shared/kinds/acquisitions.ts`; it
// is chosen by the settings `acquisition.*`. Measurements, recordings and persistence are of the samples, whatever the mode.
import type { AcquisitionSettings } from '../../kinds/acquisitions.ts'
import { defineTopic, slice } from '../../rpc/topic.ts'

export interface AcquisitionFields {
  readonly acquisitionMode: AcquisitionSettings
}

export const acquisition = defineTopic({
  state: slice<AcquisitionFields>({ acquisitionMode: { kind: 'sample' } }),
})
