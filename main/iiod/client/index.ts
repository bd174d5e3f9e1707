// The door of the client's side.
export { ContextClient } from './client.ts'
export { Refusal } from './connection.ts'
export {
  contextLimits,
  maskOrder,
  type RemoteAttribute,
  type RemoteChannel,
  type RemoteContext,
  type RemoteDevice,
  readContext,
  shown,
} from './read-context.ts'
export { RemoteBuffer, type RemoteBufferWish, type SampleTaker } from './remote-buffer.ts'
export { RemoteSink } from './remote-sink.ts'
