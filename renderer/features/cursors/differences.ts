// What two cursors say together. Pure.
import { dividedBy, exactly, minus, type Reading } from '../../scale/ranged.ts'

/** A cursor as it is read. */
export interface Read {
  /** After the reference, in seconds. */
  readonly seconds: number
  readonly amplitude: Reading
  /** Of the amplitude. */
  readonly unit: string
}

export interface Differences {
  /** From cursor 1 to cursor 2: negative where 2 stands before 1. In seconds. */
  readonly dt: number
  /** 1/|dt|, in hertz. */
  readonly rate: Reading
  readonly dv: Reading
  /** dV/dt, in units per second. */
  readonly slope: Reading
  /** Of dV; empty where the two have none in common. */
  readonly unit: string
}

const sameTime = 'both at one time'

/** A frequency is that of the distance, whichever cursor comes first; the other differences are 2 minus 1. */
export function differences(one: Read, two: Read): Differences {
  const dt = two.seconds - one.seconds
  const isOne = one.unit === two.unit
  const dv: Reading = isOne ? minus(two.amplitude, one.amplitude) : { reason: 'different units' }
  return {
    dt,
    rate: dividedBy(exactly(1), Math.abs(dt), sameTime),
    dv,
    slope: dividedBy(dv, dt, sameTime),
    unit: isOne ? one.unit : '',
  }
}
