// The record that is on the screen at this moment, as a file: nothing is triggered or read for it.
import { channelName } from '#shared/names.ts'
import { codeToVolts } from '#shared/screen/codes.ts'
import { momentInName, saveFile } from '../../link/save-file.ts'
import { useInstrument } from '../../state/instrument.ts'
import { useView } from '../../state/view.ts'
import { recordCsv } from './record-csv.ts'

export function exportRecord(): void {
  const instrument = useInstrument()
  const frame = instrument.feed.shown
  if (frame === null) {
    instrument.report({ severity: 'warning', message: 'There is no record on the screen to export.', tip: null })
    return
  }
  const traces = instrument.traces.map((channel) => ({
    index: channel.index,
    name: channelName(channel.index),
    unit: instrument.unitOf(channel),
    valueOf: (code: number) => codeToVolts(code, channel),
  }))
  const name = `record ${momentInName(new Date())}.csv`
  saveFile(new Blob([recordCsv(frame, useView().settings, traces)], { type: 'text/csv' }), name)
  instrument.report({ severity: 'info', message: `The record on the screen was exported as ${name}.`, tip: null })
}
