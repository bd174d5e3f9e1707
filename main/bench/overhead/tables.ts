// The tables of bench overhead.
import { formatBytes, formatSi } from '#shared/units.ts'
import type { Table } from '../table.ts'
import type { Cost } from './cost.ts'
import type { Pace } from './pace.ts'
import { wayNames } from './ways.ts'

const microseconds = (ms: number): number => ms * 1e3

export function costTable(costs: readonly Cost[]): Table {
  return {
    title: 'CPU time per sample, by way and block size (any rate)',
    columns: [
      'way',
      'block',
      'ns/sample',
      'interrupts/sample',
      'wake-ups/sample',
      'last sample -> reader p50 us',
      'p99 us',
    ],
    rows: costs.map((cost) => [
      wayNames[cost.way],
      formatBytes(cost.blockBytes),
      cost.nanosecondsPerSample,
      cost.interruptsPerSample,
      cost.wakesPerSample,
      microseconds(cost.deliveryMs.p50),
      microseconds(cost.deliveryMs.p99),
    ]),
  }
}

export function paceTable(paces: readonly Pace[], costs: readonly Cost[]): Table {
  return {
    title: 'On the clock, by rate and block size',
    columns: [
      'rate',
      'block',
      'way',
      '% of a core',
      'interrupts/s',
      'wake-ups/s',
      'first sample -> read p50 ms',
      'last sample -> read p50 us',
      'p99 us',
      'lost',
    ],
    rows: paces.map((pace) => {
      const cost = costs.find((one) => one.way === pace.way && one.blockBytes === pace.blockBytes)
      return [
        `${formatSi(pace.rateHz, 'S/s')}`,
        formatBytes(pace.blockBytes),
        wayNames[pace.way],
        cost === undefined ? null : (cost.nanosecondsPerSample * pace.rateHz) / 1e7,
        cost === undefined ? null : cost.interruptsPerSample * pace.rateHz,
        pace.wakesPerSecond,
        pace.firstMs.p50,
        microseconds(pace.lastMs.p50),
        microseconds(pace.lastMs.p99),
        pace.lostScans,
      ]
    }),
  }
}
