// The contract on a port: both ends of it. `serveInstrument` takes an object of the contract, `connectInstrument`
// returns a proxy of it; messages.ts lists what travels between them, schema.ts what is accepted.
export { connectInstrument, type FrameStream, type InstrumentClient } from './connect.ts'
export { serveInstrument } from './serve.ts'
