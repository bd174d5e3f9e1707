export { type GigasampleDac, type GigasampleDacOptions, gigadacName, probeGigasampleDac } from './driver.ts'
