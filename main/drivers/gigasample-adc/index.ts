export { ChannelSource } from './channel-source.ts'
export { type GigasampleAdc, type GigasampleOptions, gigasampleName, probeGigasampleAdc } from './driver.ts'
export { type ChannelSignal, noGlitches, signalsAtPowerUp, sourceNames } from './signal.ts'
