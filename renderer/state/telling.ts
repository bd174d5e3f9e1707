// What fails where there is no room for an error beside a control.
import { told } from '../text/told.ts'
import { useInstrument } from './instrument.ts'

/** Waits for it; a failure becomes a line. */
export async function telling(act: Promise<unknown>): Promise<void> {
  try {
    await act
  } catch (thrown) {
    useInstrument().report({ severity: 'error', message: told(thrown), tip: null })
  }
}
