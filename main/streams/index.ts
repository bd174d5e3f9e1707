export { type RingShape, ringBytes, SampleRing } from './sample-ring.ts'
export { type StreamLease, StreamTable } from './stream-table.ts'
