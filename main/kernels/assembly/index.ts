// Everything the compiled module exports. Names and arguments: ../kernels.ts.
export { addNoise, synthTable } from './synth-table'
export { synthAm, synthChirp, synthSine } from './synth-sine'
export { synthPulse, synthSawtooth, synthTriangle } from './synth-linear'
export { copy } from './copy'
