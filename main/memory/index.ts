export { CoherentHeap, type CoherentHeapOptions, pageBytes } from './coherent-heap.ts'
export { Doorbell, doorbellBytes } from './doorbell.ts'
export { SharedRing, type SharedRingLayout, sharedRingBytes } from './shared-ring.ts'
